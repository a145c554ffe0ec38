import { LOGIN, TOKEN_EXCHANGE_AUDIENCE, callbackOf, credentialNameOf, loginPagesOf, subjectOf } from '../../model';
import { AzureCli, type Application, type ApplicationCredential } from '../azure';
import { readOutputs, type Context } from '../context';
import { CommandFailedError } from '../run';
import type { Step } from '../run-steps';

/**
 * Lets the login in: the application trusts the ServiceAccount of the proxies, in place of a secret, and sends people back to each
 * page. Whoever deploys may not be who may change the application: the command is printed then, and until somebody has run it
 * nobody can log in, and the pages stay shut.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
 */
export const login: Step = {
  id: 'login',
  title: 'application of the login',
  keepsOutput: true,
  skip({ environment }) {
    const hasLogin = loginPagesOf(environment).length > 0;
    return Promise.resolve(hasLogin ? undefined : 'no page of the environment asks who opens it (gateway.login)');
  },
  async run(context) {
    const { runner } = context;
    const { clientId } = context.environment.gateway.login!;
    const refused: string[] = [];
    for (const { what, args, byHand } of await changesOf(context)) {
      const problem = byHand ?? (await refusal(context, args));
      if (problem === undefined) runner.report(`login: ${what}`);
      else refused.push(problem);
    }
    if (refused.length === 0) return;
    runner.print(
      `login: application ${clientId} was not changed; nobody logs in until its owner, or an Application Administrator, runs\n  ${refused.join(' && ')}`,
    );
  },
};

/** A command of the Azure CLI, and what it does in words. */
interface Change {
  readonly what: string;
  readonly args: readonly string[];
  /** How somebody else runs it, where it is not known enough to be run. @default - it is */
  readonly byHand?: string | undefined;
}

/** Makes a change. @returns the command, where it was refused */
async function refusal({ runner }: Context, args: readonly string[]): Promise<string | undefined> {
  try {
    await runner.run('az', [...args, '--output', 'none']);
    return undefined;
  } catch (error) {
    if (error instanceof CommandFailedError) return error.command;
    throw error;
  }
}

/** What the application lacks; where it cannot be read, all of it. */
async function changesOf(context: Context): Promise<Change[]> {
  const { environment, runner } = context;
  const { clusterName, resourceGroupName, subscriptionId } = readOutputs(context);
  const { clientId } = environment.gateway.login!;
  const az = new AzureCli(runner, subscriptionId);
  const issuer = await az.oidcIssuerUrl(clusterName, resourceGroupName);
  const credentials = await ifReadable(() => az.applicationCredentials(clientId));
  const application = await ifReadable(() => az.application(clientId));
  const addresses = loginPagesOf(environment).map(callbackOf);
  return [
    ...trust(`${environment.name}-`, environment.namespace, clientId, issuer, credentials ?? []),
    ...sendBack(addresses, clientId, application),
  ];
}

/** The credential by which the application trusts the ServiceAccount of the proxies. */
function trust(
  prefix: string,
  namespace: string,
  clientId: string,
  issuer: string,
  existing: readonly ApplicationCredential[],
): Change[] {
  const account = { namespace, serviceAccountName: LOGIN.serviceAccountName };
  const subject = subjectOf(account);
  if (existing.some((one) => one.issuer === issuer && one.subject === subject)) return [];
  const name = `${prefix}${credentialNameOf(account)}`;
  // A cluster that was made anew has another issuer.
  const isStale = existing.some((one) => one.name === name);
  const verb = isStale ? ['update', '--federated-credential-id', name] : ['create'];
  const credential = { name, issuer, subject, audiences: [TOKEN_EXCHANGE_AUDIENCE] };
  const parameters = ['--id', clientId, '--parameters', JSON.stringify(credential)];
  return [
    {
      what: `the application trusts ${subject}`,
      args: ['ad', 'app', 'federated-credential', ...verb, ...parameters],
    },
  ];
}

/** The addresses that people are sent back to. A change takes the whole list, so it is none to run where that is not known. */
function sendBack(addresses: readonly string[], clientId: string, application?: Application): Change[] {
  const known = application?.web?.redirectUris ?? [];
  const lacking = addresses.filter((address) => !known.includes(address));
  if (lacking.length === 0) return [];
  const args = ['ad', 'app', 'update', '--id', clientId, '--web-redirect-uris'];
  const byHand = `az ${args.join(' ')} <those it has already> ${lacking.join(' ')}`;
  return [
    {
      what: `people are sent back to ${lacking.join(', ')}`,
      args: [...args, ...known, ...lacking],
      byHand: application === undefined ? byHand : undefined,
    },
  ];
}

async function ifReadable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CommandFailedError) return undefined;
    throw error;
  }
}
