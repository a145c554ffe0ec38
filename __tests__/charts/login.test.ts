import { Testing } from 'cdk8s';
import { LoginChart, type LoginChartProps } from '../../charts';
import { chartsOf, type Objects } from '../helpers/charts';
import type { Draft } from '../helpers/environment';
import type { KubernetesObject } from '../helpers/artefacts';
import { isAllowed } from '../helpers/network-policies';

const CLIENT = '11111111-1111-4111-8111-111111111111';
const LOAD_BALANCER = { address: '10.21.1.5' };
const gateway = { tlsSecretName: 'tls', hostname: 'admin.example.com', login: { clientId: CLIENT } };
const chatbots = [{ name: 'bot', deployment: 'gpt-5.4-mini' }];

const pod = (app: string) => ({ namespace: 'dev', labels: { app } });
const withLogin = (draft: Draft = {}) => chartsOf({ chatbots, gateway, ...draft });
/** The flags of a proxy, by their names. */
const flagsOf = (objects: Objects, name: string) =>
  Object.fromEntries(
    (objects.pod(name).spec.containers[0].args as string[]).map((arg) => /^--([a-z0-9-]+)=(.*)$/.exec(arg)!.slice(1)),
  ) as Record<string, string>;
const backendOf = (objects: Objects, route: string) =>
  objects.get('HTTPRoute', route)['spec'].rules.at(-1).backendRefs as object[];

describe('before store-admin and chatbots', () => {
  test('each has a proxy of its own, which its route leads to', () => {
    const objects = withLogin();

    expect(objects.names('Deployment').filter((name) => name.endsWith('-login'))).toEqual([
      'store-admin-login',
      'bot-login',
    ]);
    expect(backendOf(objects, 'store-admin-route')).toEqual([{ name: 'store-admin-login', port: 4180 }]);
    expect(backendOf(objects, 'bot-route')).toEqual([{ name: 'bot-login', port: 4180 }]);
    expect(backendOf(objects, 'store-front-route')).toEqual([{ name: 'store-front', port: 80 }]);
  });

  test('it leads to the page, over WebSockets too, for as long as a model thinks', () => {
    const objects = withLogin();

    expect(flagsOf(objects, 'store-admin-login')).toMatchObject({ upstream: 'http://store-admin:80/' });
    expect(flagsOf(objects, 'bot-login')).toMatchObject({
      upstream: 'http://bot:7860/',
      'proxy-websockets': 'true',
      'upstream-timeout': '300s',
    });
  });

  test('somebody who has logged in comes back to the path, which the proxy does not see', () => {
    const objects = withLogin();

    expect(flagsOf(objects, 'bot-login')['redirect-url']).toBe('https://admin.example.com/bot/oauth2/callback');
    expect(objects.get('HTTPRoute', 'bot-route')['spec'].rules[1].filters).toEqual([
      { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
      {
        type: 'RequestHeaderModifier',
        requestHeaderModifier: { set: [{ name: 'X-Auth-Request-Redirect', value: '/bot/' }] },
      },
    ]);
    expect(flagsOf(objects, 'store-admin-login')['redirect-url']).toBe('https://admin.example.com/oauth2/callback');
    expect(objects.get('HTTPRoute', 'store-admin-route')['spec'].rules[0]).not.toHaveProperty('filters');
  });

  test('it asks the tenant, proves itself by the token of its ServiceAccount, and has no secret of Entra', () => {
    const objects = withLogin();

    const flags = flagsOf(objects, 'bot-login');
    expect(flags).toMatchObject({
      provider: 'entra-id',
      'client-id': CLIENT,
      'oidc-issuer-url': 'https://login.microsoftonline.com/00000000-0000-4000-8000-000000000000/v2.0',
      'entra-id-federated-token-auth': 'true',
      'code-challenge-method': 'S256',
    });
    expect(Object.keys(flags).filter((name) => name.includes('secret'))).toEqual([]);
    expect(objects.get('ServiceAccount', 'page-login').metadata.annotations).toMatchObject({
      'azure.workload.identity/client-id': CLIENT,
      'azure.workload.identity/tenant-id': '00000000-0000-4000-8000-000000000000',
    });
    for (const name of ['store-admin-login', 'bot-login']) {
      const { metadata, spec } = objects.pod(name);
      expect(metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
      expect(spec.serviceAccountName).toBe('page-login');
    }
  });

  test('its cookies are those of one host, by HTTPS alone, for a day, and hold no token', () => {
    expect(flagsOf(withLogin(), 'bot-login')).toMatchObject({
      'cookie-name': '__Host-page-login',
      'cookie-secure': 'true',
      'cookie-samesite': 'lax',
      'cookie-expire': '8h',
      'session-cookie-minimal': 'true',
    });
    expect(withLogin().pod('bot-login').spec.containers[0].env).toEqual([
      { name: 'OAUTH2_PROXY_COOKIE_SECRET', valueFrom: { secretKeyRef: { name: 'page-login', key: 'cookie-secret' } } },
    ]);
  });

  test('it believes the load balancer alone of where a request comes from', () => {
    expect(flagsOf(withLogin(), 'bot-login')).toMatchObject({
      'reverse-proxy': 'true',
      'trusted-proxy-ip': '10.21.1.0/24',
      'http-address': '0.0.0.0:4180',
    });
  });

  test('two of each run, and one stays while a node goes', () => {
    const objects = withLogin();

    expect(objects.get('Deployment', 'bot-login')['spec'].replicas).toBe(2);
    expect(objects.get('PodDisruptionBudget', 'bot-login')['spec']).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { app: 'bot-login' } },
    });
    const { readinessProbe, livenessProbe } = objects.pod('bot-login').spec.containers[0];
    expect([readinessProbe, livenessProbe].map(({ httpGet }) => httpGet)).toEqual([
      { path: '/ready', port: 4180 },
      { path: '/ping', port: 4180 },
    ]);
  });

  test('nothing but it reaches the page', () => {
    // GIVEN
    const policies = withLogin().all.filter(({ kind }) => kind === 'NetworkPolicy') as readonly KubernetesObject[];
    const allowed = (from: Parameters<typeof isAllowed>[1]['from'], to: string, port: number) =>
      isAllowed(policies, { from, to: pod(to), port });

    // THEN
    expect(allowed(LOAD_BALANCER, 'bot-login', 4180)).toBe(true);
    expect(allowed(pod('bot-login'), 'bot', 7860)).toBe(true);
    expect(allowed(LOAD_BALANCER, 'bot', 7860)).toBe(false);
    expect(allowed(LOAD_BALANCER, 'store-admin', 8081)).toBe(false);
    expect(allowed(pod('bot-login'), 'store-admin', 8081)).toBe(false);
    expect(isAllowed(policies, { from: pod('bot-login'), to: { address: '20.190.151.7' }, port: 443 })).toBe(true);
  });
});

describe('a page without a login', () => {
  test('stays possible', () => {
    const objects = withLogin({ chatbots: [{ ...chatbots[0], login: false }] });

    expect(backendOf(objects, 'bot-route')).toEqual([{ name: 'bot', port: 7860 }]);
    expect(objects.names('Deployment')).not.toContain('bot-login');
    expect(objects.get('HTTPRoute', 'bot-route')['spec'].rules[1].filters).toHaveLength(1);
  });

  test('is every one where there is no login, and nothing of it is made', () => {
    const { all } = chartsOf({ chatbots, gateway: { ...gateway, login: undefined } });

    expect(all.filter(({ metadata }) => /login/.test(metadata.name))).toEqual([]);
  });
});

test('a workload of one’s own has one where it says so', () => {
  const mine = { name: 'mine', image: 'acme/mine:1', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' };
  const publish = { by: 'hostname', hostname: 'mine.example.com' };
  const objects = withLogin({
    workloads: [
      { ...mine, publish, login: true },
      { ...mine, name: 'other', publish: { by: 'path' } },
    ],
  });

  expect(flagsOf(objects, 'mine-login')['redirect-url']).toBe('https://mine.example.com/oauth2/callback');
  expect(objects.names('Deployment')).not.toContain('other-login');
  // The login tells its own health, whatever the page tells.
  expect(objects.names('HealthCheckPolicy')).toEqual(['other-health']);
});

test.each<[Partial<LoginChartProps>, string]>([
  [{ namespace: 'No' }, "'namespace' must have 1 to 63 characters"],
  [{ clientId: 'x' }, "'clientId' must be a UUID, got 'x'"],
  [{ tenantId: 'x' }, "'tenantId' must be a UUID, got 'x'"],
  [{ pages: [{ service: 'bot', port: 1, hostname: 'x' }] }, "'pages.hostname' must be a host name"],
  [{ image: 'quay.io/oauth2-proxy/oauth2-proxy:latest' }, "'image' must not be latest"],
])('%j is refused', (change, message) => {
  const props = {
    namespace: 'dev',
    pages: [{ service: 'bot', port: 7860, hostname: 'bot.example.com' }],
    clientId: CLIENT,
    tenantId: CLIENT,
    image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3',
    loadBalancerCidr: '10.21.1.0/24',
  };

  expect(() => new LoginChart(Testing.app(), 'login', { ...props, ...change })).toThrow(message);
});
