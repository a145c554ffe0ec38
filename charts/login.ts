import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { IMAGE_NEEDS, LOGIN, callbackOf, labelsOf, loginNameOf, selectorOf, type LoginPage } from '../model';
import { addDisruptionBudget } from './availability';
import { hostNameProblem, labelProblem, uuidProblem } from './checks';
import { servicePort } from './hardened-container';
import { HardenedPod } from './hardened-pod';
import { USE_WORKLOAD_IDENTITY, identityAnnotations } from './workload-identity';

/** Properties of a {@link LoginChart}. */
export interface LoginChartProps {
  /** Namespace of the pages' Services. */
  readonly namespace: string;
  /** The pages before which people log in. */
  readonly pages: readonly LoginPage[];
  /** Client id of the application that people log in to, a UUID. */
  readonly clientId: string;
  /** Its tenant, a UUID. */
  readonly tenantId: string;
  /** Reference of the image of oauth2-proxy, 7.15.2 or newer. */
  readonly image: string;
  /** Range of the load balancer's subnet: what it says of a request is believed. */
  readonly loadBalancerCidr: string;
}

/** One goes while the other stays. */
const REPLICAS = 2;

/** An estimate: it holds no session, which is in the cookie. */
const RESOURCES = { cpuRequest: '10m', memoryRequest: '32Mi', cpuLimit: '200m', memoryLimit: '128Mi' };

/** How long somebody stays logged in: a working day. */
const SESSION = '8h';

/** As long as the gateway waits: a model thinks for longer than the 30 seconds that the proxy waits by itself. */
const PATIENCE = '300s';

/** Says that the identity is an application of Microsoft Entra, whose credential no artefact shows. */
const CREDENTIAL_OF = 'secure-aks-openai/credential-of';

/**
 * The login before pages: of each one a proxy, which asks Microsoft Entra who it is and leads those it knows to the page, over
 * WebSockets too. It proves to Entra who it is by the token of its ServiceAccount, in place of a secret; the cookies are
 * encrypted by one that is made in the cluster.
 *
 * @throws Error if a name, an id or the host name of a page is none, or if the image is not pinned
 * @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/providers/ms_entra_id
 * @see https://github.com/oauth2-proxy/oauth2-proxy/releases/tag/v7.15.2 (bypasses of the login that it closes)
 * @example
 * import { App } from 'cdk8s';
 * import { LoginChart } from './charts';
 *
 * new LoginChart(new App(), 'login', {
 *   namespace: 'team',
 *   pages: [{ service: 'chat', port: 7860, hostname: 'chat.example.com' }],
 *   clientId: '11111111-1111-4111-8111-111111111111',
 *   tenantId: '22222222-2222-4222-8222-222222222222',
 *   image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3',
 *   loadBalancerCidr: '10.21.1.0/24',
 * });
 */
export class LoginChart extends Chart {
  public constructor(scope: Construct, id: string, props: LoginChartProps) {
    super(scope, id);
    const { namespace, clientId, tenantId, pages } = props;
    const problem =
      labelProblem('namespace', namespace) ??
      uuidProblem('clientId', clientId) ??
      uuidProblem('tenantId', tenantId) ??
      pages.map(({ hostname }) => hostNameProblem('pages.hostname', hostname)).find(Boolean);
    if (problem) throw new Error(`${problem} [${this.node.path}]`);
    new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: {
        name: LOGIN.serviceAccountName,
        namespace,
        labels: labelsOf(LOGIN.serviceAccountName, LOGIN.serviceAccountName),
        annotations: { ...identityAnnotations({ clientId, tenantId }), [CREDENTIAL_OF]: 'application' },
      },
    });
    for (const page of pages) this.addProxy(props, page);
  }

  private addProxy(props: LoginChartProps, page: LoginPage): void {
    const name = loginNameOf(page.service);
    const { namespace } = props;
    const labels = labelsOf(name, page.service);
    const selector = selectorOf(name);
    const metadata = { name, namespace, labels };
    new k8s.KubeDeployment(this, `${name}-pods`, {
      metadata,
      spec: {
        replicas: REPLICAS,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: { ...labels, ...USE_WORKLOAD_IDENTITY } },
          spec: podOf(this, name, props, page).toKube(),
        },
      },
    });
    new k8s.KubeService(this, `${name}-service`, {
      metadata,
      spec: { type: 'ClusterIP', selector, ports: [servicePort({ name: 'http', port: LOGIN.port })] },
    });
    addDisruptionBudget(this, `${name}-disruption-budget`, { name, namespace, labels, selector, replicas: REPLICAS });
  }
}

function podOf(scope: Construct, name: string, props: LoginChartProps, page: LoginPage): HardenedPod {
  return new HardenedPod(scope, {
    serviceAccountName: LOGIN.serviceAccountName,
    serviceLinks: false,
    maxReplicas: REPLICAS,
    container: {
      name,
      image: props.image,
      needs: IMAGE_NEEDS['oauth2-proxy'],
      args: flags(props, page),
      ports: [{ port: LOGIN.port }],
      secretVariables: { OAUTH2_PROXY_COOKIE_SECRET: { secretName: LOGIN.secretName, key: LOGIN.secretKey } },
      resources: RESOURCES,
      readinessProbe: { by: { path: '/ready' }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
      livenessProbe: { by: { path: '/ping' }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
    },
  });
}

/** @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview#command-line-options */
function flags({ clientId, tenantId, loadBalancerCidr }: LoginChartProps, page: LoginPage): string[] {
  return [
    '--provider=entra-id',
    `--oidc-issuer-url=https://login.microsoftonline.com/${tenantId}/v2.0`,
    `--client-id=${clientId}`,
    '--entra-id-federated-token-auth=true',
    '--scope=openid email profile',
    // An account without a mailbox has no address.
    '--oidc-email-claim=preferred_username',
    // Whom of the tenant the application lets in, Entra has decided.
    '--email-domain=*',
    '--code-challenge-method=S256',
    `--redirect-url=${callbackOf(page)}`,
    '--skip-provider-button=true',
    '--cookie-name=__Host-page-login',
    '--cookie-secure=true',
    '--cookie-samesite=lax',
    `--cookie-expire=${SESSION}`,
    // Nobody needs the tokens of Entra after the login.
    '--session-cookie-minimal=true',
    `--http-address=0.0.0.0:${LOGIN.port}`,
    '--reverse-proxy=true',
    `--trusted-proxy-ip=${loadBalancerCidr}`,
    '--silence-ping-logging=true',
    `--upstream=http://${page.service}:${page.port}/`,
    `--upstream-timeout=${PATIENCE}`,
    '--proxy-websockets=true',
  ];
}
