import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  CertificateChart,
  EnvironmentCharts,
  GatewayChart,
  LoginChart,
  ModelWorkloadChart,
  NamespaceChart,
  NetworkPoliciesChart,
  OpenAiWorkload,
  StoreChart,
  type CertificateChartProps,
  type ContainerProps,
  type EnvironmentChartsProps,
  type GatewayChartProps,
  type LoginChartProps,
  type ModelWorkloadChartProps,
  type NamespaceChartProps,
  type NetworkPoliciesChartProps,
  type OpenAiWorkloadProps,
  type StoreChartProps,
} from '../../charts';
import { sampleContract } from '../../contract';
import { DNS, INTERNET, LOAD_BALANCER, PRIVATE_ENDPOINT, anyUser } from '../../model';
import { FULL } from '../fixtures/full-environment';
import { parseEnvironment } from '../../config';
import { objectsOf } from '../helpers/charts';
import { changedPlaces, objectPlaces, type Places } from './places';
import { Table } from './table';

/** Another valid value of each prop; a prop that has none here does not compile. */
type Others<Props> = { readonly [Prop in keyof Props]-?: NonNullable<Props[Prop]> };

/** A chart construct with what it is made with, and with what else. */
interface Subject<Props> {
  readonly make: (scope: Construct, props: Props) => unknown;
  readonly base: Props;
  readonly others: Others<Props>;
  /** Props that a prop needs beside it. */
  readonly given?: { readonly [Prop in keyof Props]?: Partial<Props> };
}

const uuid = (digit: number): string => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;
const probe = (path: string) => ({ by: { path } });
const resources = { cpuRequest: '10m', memoryRequest: '16Mi', cpuLimit: '20m', memoryLimit: '32Mi' };
const biggerResources = { cpuRequest: '11m', memoryRequest: '17Mi', cpuLimit: '21m', memoryLimit: '33Mi' };

const environment = parseEnvironment(FULL);
const [aiService, bot] = environment.workloads;
const BYO = {
  mode: 'bring-your-own',
  loadBalancerId: '/subscriptions/s/resourceGroups/r/providers/Microsoft.ServiceNetworking/trafficControllers/alb',
  frontendName: 'fe',
  fqdn: 'a.example.com',
} as const;
const MANAGED = {
  mode: 'managed',
  albSubnetId: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/alb',
} as const;

const openAiWorkload: Subject<OpenAiWorkloadProps> = {
  make: (scope, props) => new OpenAiWorkload(scope, 'workload', props),
  base: {
    name: 'own',
    namespace: 'apps',
    serviceAccountName: 'own-sa',
    clientId: uuid(1),
    tenantId: uuid(2),
    image: 'registry.example.com/own:1.0.0',
    port: 8080,
    variables: { LOG_LEVEL: 'info' },
    resources,
    readinessProbe: { by: 'port' },
  },
  others: {
    name: 'other',
    namespace: 'main',
    partOf: 'suite',
    serviceAccountName: 'other-sa',
    clientId: uuid(3),
    tenantId: uuid(4),
    tokenExpirationSeconds: 4000,
    skipContainers: ['proxy'],
    injectProxySidecar: true,
    proxySidecarPort: 8100,
    image: 'registry.example.com/own:2.0.0',
    needs: anyUser('/data'),
    command: ['run'],
    args: ['--fast'],
    port: 8081,
    ports: [{ name: 'metrics', port: 9090, servicePort: 90 }],
    publicAddress: true,
    configMapName: 'settings',
    variables: { LOG_LEVEL: 'debug' },
    secretVariables: { FLAGS: { secretName: 'flags', key: 'all' } },
    resources: biggerResources,
    startupProbe: probe('/start'),
    readinessProbe: probe('/ready'),
    livenessProbe: probe('/live'),
    replicas: 2,
    autoscaling: { minReplicas: 2, maxReplicas: 4, targetCpuPercent: 60 },
    strategy: 'Recreate',
    nodeSelector: { pool: 'gpu' },
  },
  given: { proxySidecarPort: { injectProxySidecar: true } },
};

const container: Subject<ContainerProps> = {
  make: (scope, props) => new OpenAiWorkload(scope, 'workload', openAiWorkload.base).addContainer(props),
  base: { name: 'side', image: 'registry.example.com/side:1.0.0', resources, ports: [{ port: 9000 }] },
  others: {
    name: 'beside',
    image: 'registry.example.com/side:2.0.0',
    needs: { level: 'restricted', user: 2000, group: 2001, writable: ['/cache'] },
    command: ['run'],
    args: ['--fast'],
    variables: { LEVEL: 'debug' },
    secretVariables: { FLAGS: { secretName: 'flags', key: 'all' } },
    resources: biggerResources,
    ports: [{ name: 'web', port: 9001 }],
    startupProbe: probe('/start'),
    readinessProbe: probe('/ready'),
    livenessProbe: probe('/live'),
  },
};

const modelWorkload: Subject<ModelWorkloadChartProps> = {
  make: (scope, props) => new ModelWorkloadChart(scope, 'workload', props),
  base: { workload: aiService!, clientId: uuid(1), tenantId: uuid(2), endpoint: 'https://oai-a.openai.azure.com/' },
  others: { workload: bot!, clientId: uuid(3), tenantId: uuid(4), endpoint: 'https://oai-b.openai.azure.com/' },
};

const store: Subject<StoreChartProps> = {
  make: (scope, props) => new StoreChart(scope, 'store', props),
  base: { workloads: environment.store },
  others: { workloads: environment.store.slice(1) },
};

const namespace: Subject<NamespaceChartProps> = {
  make: (scope, props) => new NamespaceChart(scope, 'namespace', props),
  base: { name: 'apps', podSecurity: 'restricted', kubernetesVersion: '1.36' },
  others: { name: 'main', podSecurity: 'baseline', kubernetesVersion: '1.35' },
};

const flow = (from: string, to: string) => ({ from, to, port: 443, why: 'it is wanted' });
const networkPolicies: Subject<NetworkPoliciesChartProps> = {
  make: (scope, props) => new NetworkPoliciesChart(scope, 'network-policies', props),
  base: {
    namespace: 'apps',
    flows: [flow(LOAD_BALANCER, 'page'), flow('page', PRIVATE_ENDPOINT), flow('page', DNS)],
    loadBalancerCidr: '10.0.1.0/24',
    privateEndpointCidr: '10.0.2.0/27',
  },
  others: {
    namespace: 'main',
    flows: [flow(LOAD_BALANCER, 'page'), flow('page', INTERNET), flow('page', DNS)],
    loadBalancerCidr: '10.0.3.0/24',
    privateEndpointCidr: '10.0.4.0/27',
    networkPolicy: 'cilium',
  },
};

const gateway: Subject<GatewayChartProps> = {
  make: (scope, props) => new GatewayChart(scope, 'gateway', props),
  base: {
    namespace: 'apps',
    name: 'gateway',
    loadBalancerName: 'alb',
    gateway: BYO,
    pages: [{ service: 'page', port: 80, hostname: 'a.example.com' }],
  },
  others: {
    namespace: 'main',
    name: 'entrance',
    loadBalancerName: 'balancer',
    gateway: MANAGED,
    pages: [{ service: 'page', port: 81, hostname: 'b.example.com', path: '/page', tellsItsHealth: false }],
    tlsSecretName: 'tls',
    webApplicationFirewallPolicyId: '/subscriptions/s/waf',
  },
  given: { loadBalancerName: { gateway: MANAGED } },
};

const dnsZoneId = (name: string) => `/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/dnsZones/${name}`;
const certificate: Subject<CertificateChartProps> = {
  make: (scope, props) => new CertificateChart(scope, 'certificate', props),
  base: {
    namespace: 'apps',
    name: 'pages-tls',
    issuerName: 'authority',
    issuer: 'letsencrypt',
    email: 'team@example.com',
    dnsZoneId: dnsZoneId('example.com'),
    hostNames: ['a.example.com'],
  },
  others: {
    namespace: 'main',
    name: 'other-tls',
    issuerName: 'other',
    issuer: 'letsencrypt-staging',
    email: 'other@example.com',
    dnsZoneId: dnsZoneId('example.org'),
    hostNames: ['b.example.com'],
  },
};

const login: Subject<LoginChartProps> = {
  make: (scope, props) => new LoginChart(scope, 'login', props),
  base: {
    namespace: 'apps',
    pages: [{ service: 'page', port: 80, hostname: 'a.example.com' }],
    clientId: uuid(1),
    tenantId: uuid(2),
    image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3',
    loadBalancerCidr: '10.0.1.0/24',
  },
  others: {
    namespace: 'main',
    pages: [{ service: 'page', port: 81, hostname: 'b.example.com', path: '/page' }],
    clientId: uuid(3),
    tenantId: uuid(4),
    image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.4',
    loadBalancerCidr: '10.0.3.0/24',
  },
};

const environmentCharts: Subject<EnvironmentChartsProps> = {
  make: (scope, props) => new EnvironmentCharts(scope, 'environment', props),
  base: { environment, contract: sampleContract(environment) },
  others: {
    environment: { ...environment, namespace: 'apps', store: [] },
    contract: { ...sampleContract(environment), tenantId: uuid(5) },
    preview: true,
    gatewayHostname: 'gateway.example.com',
  },
  given: {
    gatewayHostname: {
      environment: { ...environment, gateway: { ...environment.gateway, hostname: undefined, mode: 'managed' } },
      contract: { ...sampleContract(environment), gateway: MANAGED },
    },
  },
};

const table = new Table<{ readonly changes: readonly string[] }>('charts');

/** Each prop of each chart construct, with the places before and after it changes. */
function rowsOf<Props extends object>(name: string, { make, base, others, given }: Subject<Props>) {
  const placesOf = (props: Props, isScopedByApp: boolean): Places => {
    const app = new App();
    make(isScopedByApp ? app : new Chart(app, 'scope'), props);
    return objectPlaces(objectsOf(app));
  };
  const isScopedByApp = !['OpenAiWorkload', 'container'].includes(name);
  return Object.keys(others).map((prop) => {
    const key = prop as keyof Props;
    const before = { ...base, ...given?.[key] };
    const after = { ...before, [key]: others[key] };
    return [
      `${name}.${prop}`,
      () => changedPlaces(placesOf(before, isScopedByApp), placesOf(after, isScopedByApp)),
    ] as const;
  });
}

const rows = [
  ...rowsOf('OpenAiWorkload', openAiWorkload),
  ...rowsOf('container', container),
  ...rowsOf('ModelWorkloadChart', modelWorkload),
  ...rowsOf('StoreChart', store),
  ...rowsOf('NamespaceChart', namespace),
  ...rowsOf('NetworkPoliciesChart', networkPolicies),
  ...rowsOf('GatewayChart', gateway),
  ...rowsOf('LoginChart', login),
  ...rowsOf('CertificateChart', certificate),
  ...rowsOf('EnvironmentCharts', environmentCharts),
];

test.each(rows)('%s reaches its places, and no other', (name, changes) => {
  // WHEN
  const places = changes();

  // THEN
  expect(places).toEqual(table.placesOf(name, places));
  expect(places.length).toBeGreaterThan(0);
});

test('the table knows no other prop', () => {
  expect(Object.keys(table.rows)).toEqual(rows.map(([name]) => name));
});

afterAll(() => table.save());
