import { pagesOf, tlsSecretNameOf, type Environment } from '../../model';
import { readOutputs, type Context } from '../context';
import { gatewayStatus } from '../gateway-status';
import { LIMITS } from '../limits';
import type { Runner } from '../run';
import { call, describe, type Reply } from './http';
import type { Proof, Verdict } from './proof';

/** Where a page is found: the host name of its own, if it has one, and its path. */
interface PublishedPage {
  readonly hostname?: string;
  readonly path: string;
  /** Whether people log in before it, and whoever does not is sent to do so. @default false */
  readonly needsLogin?: boolean | undefined;
}

/** Through the gateway, a page answers: the store's, or else the first that is published. */
export const page: Proof = {
  id: 'gateway',
  title: 'through the gateway the page answers 200',
  patienceMs: LIMITS.page,
  notFor: (environment) => (publishedPage(environment) ? undefined : 'the environment publishes no page'),
  async prove(context) {
    const { hostname, path, needsLogin } = publishedPage(context.environment)!;
    const host = hostname ?? (await gatewayHostname(context));
    if (host === undefined) {
      return {
        passed: false,
        expected: '200',
        seen: 'the Gateway has no address',
        cause: 'the ALB controller has not programmed it: npm run deploy -- --from gateway waits for it and says why',
      };
    }
    const scheme = tlsSecretNameOf(context.environment.gateway) === undefined ? 'http' : 'https';
    return askForPage(context.runner, `${scheme}://${host}${path}`, needsLogin);
  },
};

/** The page to ask for; `undefined` where nothing is published. */
export function publishedPage(environment: Environment): PublishedPage | undefined {
  const [first] = pagesOf(environment, environment.gateway.hostname);
  return first && { hostname: first.hostname, path: `${first.path ?? ''}/`, needsLogin: first.needsLogin };
}

async function gatewayHostname(context: Context): Promise<string | undefined> {
  const { gateway } = readOutputs(context);
  return gateway.mode === 'bring-your-own' ? gateway.fqdn : (await gatewayStatus(context)).address;
}

/** Where Microsoft Entra logs people in. */
const ENTRA = 'https://login.microsoftonline.com/';

/**
 * Asks for the page once, as somebody who has not logged in.
 *
 * @param needsLogin whether that is to be sent to Microsoft Entra
 */
export async function askForPage(runner: Runner, url: string, needsLogin = false): Promise<Verdict> {
  const expected = needsLogin ? `302 to ${ENTRA} from ${url}` : `200 from ${url}`;
  const reply = await call(runner, url);
  if (needsLogin) {
    if (reply.status === 302 && reply.location?.startsWith(ENTRA)) {
      return { passed: true, expected, seen: `302 to ${ENTRA}` };
    }
    if (reply.status === 200) {
      const cause = 'the page answers to whoever asks: its route leads past the login; npm run deploy -- --from charts';
      return { passed: false, expected, seen: '200', cause, mayChange: true };
    }
  } else if (reply.status === 200) return { passed: true, expected, seen: '200' };
  return { passed: false, expected, seen: describe(reply), ...explain(reply) };
}

function explain(reply: Reply): Pick<Verdict, 'cause' | 'mayChange'> {
  if (reply.status === undefined) {
    return {
      cause:
        'the frontend is not there yet: its name takes minutes to resolve and to listen, and a name of your own needs its DNS record and its certificate; or this machine has no way out',
      mayChange: true,
    };
  }
  if (reply.status === 403) {
    return {
      cause:
        "a firewall refuses this machine's address: add it to gateway.allowedSourceRanges, or verify from where it is",
      mayChange: true,
    };
  }
  if (reply.status === 404) {
    return {
      cause: 'no route has this host name: look at the HTTPRoute, and run npm run deploy -- --from charts',
      mayChange: true,
    };
  }
  if (reply.status === 429) return { cause: 'the load balancer throttles: wait, and try again', mayChange: true };
  if (reply.status >= 500) {
    return {
      cause:
        'no healthy pod behind the route: its readiness probe fails, or a NetworkPolicy closes the load balancer out',
      mayChange: true,
    };
  }
  return { cause: 'something else than the store answers under this name', mayChange: false };
}
