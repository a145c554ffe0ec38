import type { Environment } from '../../model';
import { AzureCli } from '../azure';
import { readOutputs, type Context } from '../context';
import { LIMITS } from '../limits';
import { call, describe, type Reply } from './http';
import type { Proof, Verdict } from './proof';

/** A read that costs no tokens and needs the same way in as any other call. */
const API_VERSION = '2024-10-21';

/** What the token is for. */
const SCOPE = 'https://cognitiveservices.azure.com/.default';

/** How Azure says that the network is in the way, by the way that is open. */
const REFUSALS: Readonly<Record<Environment['openAi']['access'], readonly string[]>> = {
  'service-endpoint': ['Access denied due to Virtual Network/Firewall rules'],
  'private-endpoint': ['Access denied due to Virtual Network/Firewall rules', 'Public access is disabled'],
};

/** From here, a valid token gets nothing but a refusal of the network. */
export const closedOutside: Proof = {
  id: 'outside',
  title: 'from here the account answers 403',
  patienceMs: LIMITS.networkRule,
  async prove(context) {
    const { subscriptionId: subscription, openaiEndpoint: endpoint, tenantId: tenant } = readOutputs(context);
    const token = await new AzureCli(context.runner, subscription).accessToken(SCOPE, tenant);
    return askFromOutside(context, endpoint, token);
  },
};

/** Asks the account with a token that it would take. */
export async function askFromOutside(
  { environment, runner }: Context,
  endpoint: string,
  token: string,
): Promise<Verdict> {
  const url = new URL(`openai/models?api-version=${API_VERSION}`, endpoint).href;
  const reply = await call(runner, url, { authorization: `Bearer ${token}` });
  const refusals = REFUSALS[environment.openAi.access];
  const expected = `403 "${refusals.join('" or "')}"`;
  const seen = describe(reply);
  return reply.status === 403 && refusals.some((text) => reply.body.includes(text))
    ? { passed: true, expected, seen }
    : { passed: false, expected, seen, ...explain(reply) };
}

function explain(reply: Reply): Pick<Verdict, 'cause' | 'mayChange'> {
  switch (reply.status) {
    case undefined:
      return {
        cause:
          'no connection to the account: a proxy or DNS of this machine is in the way, or the account does not exist; this proves nothing about the account',
        mayChange: true,
      };
    case 200:
      return {
        cause:
          'the account answers to everybody: its network rules do not deny by default, or this machine is in an allowed network; run npm run deploy again, and look with az cognitiveservices account show --query properties.networkAcls',
        mayChange: true,
      };
    case 401:
      return {
        cause:
          'the network let the call through and only the token or its role was refused: look with az cognitiveservices account show --query properties.networkAcls; if that denies by default, the token is of another tenant (az login --tenant)',
      };
    case 403:
      return { cause: 'it was refused, but not by the network: the role is missing, and the network may be open' };
    case 429:
      return { cause: 'the network let the call through as far as the quota: the account is reachable from here' };
    default:
      return { cause: 'this is not how the account refuses: look whether the endpoint is the right one' };
  }
}
