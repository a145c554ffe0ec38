import { Testing } from 'cdk8s';
import { GatewayChart, type GatewayChartProps } from '../../charts';
import type { KubernetesObject } from '../helpers/artefacts';
import { chartsOf, type Objects } from '../helpers/charts';
import type { Draft } from '../helpers/environment';

const FQDN = 'preview.fz00.alb.azure.com';
const chatbots = [
  { name: 'one', deployment: 'gpt-5.4-mini' },
  { name: 'two', deployment: 'gpt-5.4-mini', publish: { by: 'hostname', hostname: 'two.example.com' } },
];
const specOf = (objects: Objects, route: string) => objects.get('HTTPRoute', route)['spec'];

describe('the pages behind the gateway', () => {
  test('are both of the store and every chatbot', () => {
    expect(chartsOf({ chatbots }).names('HTTPRoute')).toEqual([
      'store-admin-route',
      'store-front-route',
      'one-route',
      'two-route',
    ]);
  });

  test('store-admin has the host name of the frontend, as in the documents', () => {
    expect(specOf(chartsOf(), 'store-admin-route')).toEqual({
      parentRefs: [{ name: 'aks-store-demo-gateway' }],
      hostnames: [FQDN],
      rules: [{ backendRefs: [{ name: 'store-admin', port: 80 }], timeouts: { request: '300s' } }],
    });
  });

  test('store-front has every name that is nobody else’s, or the one it is given', () => {
    expect(specOf(chartsOf(), 'store-front-route')).toEqual({
      parentRefs: [{ name: 'aks-store-demo-gateway' }],
      rules: [{ backendRefs: [{ name: 'store-front', port: 80 }], timeouts: { request: '300s' } }],
    });
    expect(
      specOf(chartsOf({ gateway: { storeFrontHostname: 'shop.example.com' } }), 'store-front-route').hostnames,
    ).toEqual(['shop.example.com']);
  });

  test('store-front waits where it would meet store-admin under every name', () => {
    const managed = { gateway: { mode: 'managed' } };

    expect(chartsOf(managed).names('HTTPRoute')).toEqual(['store-admin-route']);
    expect(specOf(chartsOf(managed), 'store-admin-route')).not.toHaveProperty('hostnames');
    const known = chartsOf(managed, { gatewayHostname: 'made.fz01.alb.azure.com' });
    expect(known.names('HTTPRoute')).toEqual(['store-admin-route', 'store-front-route']);
    expect(specOf(known, 'store-admin-route').hostnames).toEqual(['made.fz01.alb.azure.com']);
  });

  test('a host name of one’s own comes before the one that Azure gives', () => {
    const own = { gateway: { mode: 'managed', hostname: 'admin.example.com' }, chatbots };
    const objects = chartsOf(own, { gatewayHostname: 'made.fz01.alb.azure.com' });

    expect(specOf(objects, 'store-admin-route').hostnames).toEqual(['admin.example.com']);
    expect(specOf(objects, 'one-route').hostnames).toEqual(['admin.example.com']);
  });

  test('a page below a path does not see it, and is reached with and without a slash at the end', () => {
    expect(specOf(chartsOf({ chatbots }), 'one-route')).toEqual({
      parentRefs: [{ name: 'aks-store-demo-gateway' }],
      hostnames: [FQDN],
      rules: [
        {
          matches: [{ path: { type: 'Exact', value: '/one' } }],
          filters: [
            {
              type: 'RequestRedirect',
              requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/one/' }, statusCode: 302 },
            },
          ],
        },
        {
          matches: [{ path: { type: 'PathPrefix', value: '/one' } }],
          filters: [
            { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
          ],
          backendRefs: [{ name: 'one', port: 7860 }],
          timeouts: { request: '300s' },
        },
      ],
    });
  });

  test.each<[string, Draft, string[]]>([
    ['without the store', { store: { enabled: false } }, ['one-route', 'two-route']],
    ['without anything', { store: { enabled: false }, chatbots: [] }, []],
  ])('%s are the ones that are left', (_what, more, expected) => {
    expect(chartsOf({ chatbots, ...more }).names('HTTPRoute')).toEqual(expected);
  });
});

describe('without a page', () => {
  const id =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-waf/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf';
  const mine = { name: 'mine', image: 'acme/mine:1', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' };

  test.each([
    ['bring-your-own', 'nothing'],
    ['bring-your-own', 'load-balancer'],
    ['managed', 'nothing'],
  ])('in %s mode nothing of the gateway is made for what is published by %s', (mode, by) => {
    const { all } = chartsOf({
      store: { enabled: false },
      workloads: [{ ...mine, publish: { by } }],
      gateway: { mode, tlsSecretName: 'pages-tls' },
      existing: { webApplicationFirewallPolicyId: id },
    });

    expect(all.map(({ kind }) => kind).toSorted()).toEqual([
      'CiliumNetworkPolicy',
      'ConfigMap',
      'Deployment',
      'Namespace',
      'NetworkPolicy',
      'NetworkPolicy',
      'NetworkPolicy',
      'Service',
      'ServiceAccount',
    ]);
  });

  test('a single page has the gateway', () => {
    const objects = chartsOf({ store: { enabled: false }, workloads: [{ ...mine, publish: { by: 'path' } }] });

    expect(objects.names('Gateway')).toEqual(['aks-store-demo-gateway']);
    expect(objects.names('HTTPRoute')).toEqual(['mine-route']);
  });
});

describe('TLS', () => {
  test('is off by default', () => {
    expect(chartsOf().get('Gateway', 'aks-store-demo-gateway')['spec'].listeners).toHaveLength(1);
    expect(chartsOf().names('HTTPRoute')).not.toContain('https-redirect-route');
  });

  test('adds a listener with the Secret, moves the pages there and redirects HTTP', () => {
    const objects = chartsOf({ gateway: { tlsSecretName: 'pages-tls' }, chatbots });

    expect(objects.get('Gateway', 'aks-store-demo-gateway')['spec'].listeners).toEqual([
      { name: 'http-listener', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
      {
        name: 'https-listener',
        port: 443,
        protocol: 'HTTPS',
        allowedRoutes: { namespaces: { from: 'Same' } },
        tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'pages-tls' }] },
      },
    ]);
    const pages = objects.names('HTTPRoute').filter((name) => name !== 'https-redirect-route');
    expect(pages).toHaveLength(4);
    for (const page of pages) {
      expect(specOf(objects, page).parentRefs).toEqual([
        { name: 'aks-store-demo-gateway', sectionName: 'https-listener' },
      ]);
    }
    expect(specOf(objects, 'https-redirect-route')).toEqual({
      parentRefs: [{ name: 'aks-store-demo-gateway', sectionName: 'http-listener' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
    expect(objects.names('Secret')).toEqual([]);
  });
});

describe('the firewall', () => {
  const id =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-waf/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf';

  test('is off by default', () => {
    expect(chartsOf().names('WebApplicationFirewallPolicy')).toEqual([]);
  });

  test('judges what comes to the gateway', () => {
    const objects = chartsOf({ existing: { webApplicationFirewallPolicyId: id } });

    expect(objects.get('WebApplicationFirewallPolicy', 'aks-store-demo-gateway-waf')).toMatchObject({
      apiVersion: 'alb.networking.azure.io/v1',
      metadata: { namespace: 'dev' },
      spec: {
        targetRef: {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: 'aks-store-demo-gateway',
          namespace: 'dev',
        },
        webApplicationFirewall: { id },
      },
    });
  });
});

describe('the health of a page', () => {
  const workload = {
    name: 'summaries',
    image: 'ghcr.io/acme/summaries:1.4.0',
    port: 8080,
    deployment: 'gpt-5.4-mini',
    dialect: 'store',
    publish: { by: 'path' },
  };

  test('is told by its readiness probe where that asks by HTTP', () => {
    const objects = chartsOf({ chatbots, workloads: [{ ...workload, readinessProbe: { path: '/ready' } }] });

    expect(objects.names('HTTPRoute')).toContain('summaries-route');
    expect(objects.names('HealthCheckPolicy')).toEqual([]);
    for (const name of ['one', 'two', 'store-admin', 'store-front']) {
      expect(objects.pod(name).spec.containers[0].readinessProbe).toHaveProperty('httpGet');
    }
  });

  test('is any answer but a failure where the default would ask for a page that may not be there', () => {
    const policy = chartsOf({ workloads: [workload] }).get('HealthCheckPolicy', 'summaries-health');

    expect(policy['spec'].targetRef).toEqual({ group: '', kind: 'Service', name: 'summaries', namespace: 'dev' });
    expect(policy['spec'].default.http).toEqual({ path: '/', match: { statusCodes: [{ start: 200, end: 499 }] } });
    expect(policy['spec']).not.toHaveProperty('override');
  });

  test('is nobody’s business where the workload is no page', () => {
    expect(chartsOf({ workloads: [{ ...workload, publish: { by: 'nothing' } }] }).names('HealthCheckPolicy')).toEqual(
      [],
    );
  });
});

describe('a GatewayChart without an environment', () => {
  const PROPS: GatewayChartProps = {
    namespace: 'dev',
    name: 'way-in',
    loadBalancerName: 'alb',
    gateway: { mode: 'managed', albSubnetId: '/subnets/alb' },
    pages: [],
  };

  function synth(more: Partial<GatewayChartProps> = {}): KubernetesObject[] {
    return Testing.synth(new GatewayChart(Testing.app(), 'gateway', { ...PROPS, ...more })) as KubernetesObject[];
  }

  test('makes the load balancer in managed mode, and finds it by its name', () => {
    const objects = synth({ loadBalancerName: 'own-alb' });

    expect(objects.map(({ kind }) => kind)).toEqual(['Namespace', 'ApplicationLoadBalancer', 'Gateway']);
    expect(objects[0]!.metadata.name).toBe('azure-alb-system');
    expect(objects[1]).toMatchObject({
      metadata: { name: 'own-alb', namespace: 'azure-alb-system' },
      spec: { associations: ['/subnets/alb'] },
    });
    expect(objects[2]!.metadata.annotations).toEqual({
      'alb.networking.azure.io/alb-namespace': 'azure-alb-system',
      'alb.networking.azure.io/alb-name': 'own-alb',
    });
    expect(objects[2]!['spec']).not.toHaveProperty('addresses');
  });

  test.each<[string, string, Partial<GatewayChartProps>]>([
    ['name', 'Way', { name: 'Way' }],
    ['namespace', 'a_b', { namespace: 'a_b' }],
    ['loadBalancerName', '', { loadBalancerName: '' }],
    ['tlsSecretName', 'tls-', { tlsSecretName: 'tls-' }],
  ])('refuses a %s that is none', (prop, value, props) => {
    expect(() => synth(props)).toThrow(
      `'${prop}' must have 1 to 63 characters: lower case letters, digits and hyphens, first and last no hyphen, got '${value}' [gateway]`,
    );
  });

  test('refuses a host name that is none, of any page', () => {
    const page = { service: 'page', port: 8080, tellsItsHealth: false };

    expect(() => synth({ pages: [page, { ...page, hostname: '*.example.com' }] })).toThrow(
      "'pages.hostname' must be a host name in lower case without a wildcard, for example chat.example.com, got '*.example.com' [gateway]",
    );
  });

  test('finds the load balancer and the frontend that Terraform made', () => {
    const gateway = {
      mode: 'bring-your-own',
      loadBalancerId: '/trafficControllers/alb',
      frontendName: 'fe',
      fqdn: 'a.example.com',
    } as const;
    const objects = synth({ gateway });

    expect(objects).toHaveLength(1);
    expect(objects[0]!.metadata.annotations).toEqual({ 'alb.networking.azure.io/alb-id': '/trafficControllers/alb' });
    expect(objects[0]!['spec'].addresses).toEqual([{ type: 'alb.networking.azure.io/alb-frontend', value: 'fe' }]);
  });

  test('stands under its name in its namespace, with all that belongs to it', () => {
    const objects = synth({
      name: 'other',
      namespace: 'shop',
      pages: [{ service: 'page', port: 8080, tellsItsHealth: false }],
      tlsSecretName: 'tls',
      webApplicationFirewallPolicyId: '/policies/waf',
    }).filter(({ metadata }) => metadata.namespace !== 'azure-alb-system' && metadata.name !== 'azure-alb-system');

    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      'Gateway shop/other',
      'HTTPRoute shop/page-route',
      'HealthCheckPolicy shop/page-health',
      'HTTPRoute shop/https-redirect-route',
      'WebApplicationFirewallPolicy shop/other-waf',
    ]);
    expect(objects[1]!['spec']).toMatchObject({
      parentRefs: [{ name: 'other', sectionName: 'https-listener' }],
      rules: [{ backendRefs: [{ name: 'page', port: 8080 }] }],
    });
  });
});
