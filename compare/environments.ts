import { constantFrom, option, sample, tuple } from 'fast-check';
import { imageLockFile, parseEnvironment, type EnvironmentInput, type ImageLock } from '../config';
import { WEEKDAYS, WEEK_INDEXES } from '../model';

/** What one choice adds to an environment that says nothing else. */
type Choice = Omit<Partial<EnvironmentInput>, 'name' | 'subscriptionId'>;

const SUBSCRIPTION = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';

const MINI = { name: 'gpt-5.4-mini' };
const LARGE = { name: 'large', model: 'gpt-5.4', version: '2026-03-05', sku: 'Standard', capacity: 30 } as const;

const STORE_WORKLOADS = [
  'documentdb',
  'rabbitmq',
  'order-service',
  'makeline-service',
  'product-service',
  'store-front',
  'store-admin',
  'virtual-customer',
  'virtual-worker',
] as const;
const IMAGES = [...STORE_WORKLOADS, 'busybox', 'ai-service', 'chatbot', 'oauth2-proxy'] as const;

/** Quantities of one workload, different for each, so that two that are mixed up show. */
function resourcesOf(index: number): object {
  return {
    cpuRequest: `${index + 3}m`,
    memoryRequest: `${index + 30}Mi`,
    cpuLimit: `${index + 310}m`,
    memoryLimit: `${index + 610}Mi`,
  };
}

/** One entry for each image, different for each, so that two that are mixed up show. The tag of ai-service has its own property. */
function ofEachImage<T extends object>(override: (name: string, index: number) => T): Record<string, Partial<T>> {
  return Object.fromEntries(
    IMAGES.map((name, index) => {
      const entry: Partial<T> & { tag?: string } = override(name, index);
      if (name === 'ai-service') delete entry.tag;
      return [name, entry];
    }),
  );
}

function digest(index: number): string {
  return `sha256:${(index + 10).toString(16).padStart(64, 'a0b1')}`;
}

/** Names of pages, and a certificate for them. */
function certified(certificate: Omit<Certificate, 'email'>): Choice {
  return {
    existing: {
      dnsZoneId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com`,
    },
    gateway: {
      hostname: 'staff.example.com',
      storeFrontHostname: 'www.example.com',
      certificate: { email: 'staff@example.com', ...certificate },
    },
    openAi: { deployments: [MINI] },
    chatbots: [{ name: 'greeter', deployment: MINI.name }],
  };
}

type Certificate = NonNullable<NonNullable<EnvironmentInput['gateway']>['certificate']>;

/** A login, with the HTTPS and the name that it takes, and a model for whom it stands before. */
function withLogin(clientId: string) {
  return {
    gateway: { login: { clientId }, tlsSecretName: 'shop-tls', hostname: 'staff.example.com' },
    openAi: { deployments: [MINI] },
  } satisfies Choice;
}

/**
 * What an environment can say, by subject. The choices of one subject exclude each other; those of different subjects
 * all go together, whichever are taken. No value is a default, but for an explicit one that says so.
 */
export const CHOICES: Readonly<Record<string, Readonly<Record<string, Choice>>>> = {
  place: {
    'project-region': { project: 'shop2', location: 'westeurope' },
    'other-region': { project: 'p1', location: 'uksouth' },
  },
  tags: {
    'one-tag': { tags: { owner: 'store team' } },
    'many-tags': { tags: { 'cost-centre': '4711', Owner: 'Team & Partners <shop>', 'a.b': '', environment: 'test' } },
  },
  protection: {
    replaceable: {
      protect: false,
      policy: {
        waivers: [
          {
            rule: 'protection',
            on: 'azurerm_resource_group.resource-group',
            reason: 'it may be replaced, as it says',
            until: '2099-12-31',
          },
        ],
        imageDigests: false,
      },
    },
    'protection-said': { protect: true, policy: { imageRegistries: ['*.com', '*.com:5000', '*.io', '*.net'] } },
  },
  names: {
    'own-names': {
      names: {
        resourceGroup: 'rg-shop',
        virtualNetwork: 'vnet.shop_1',
        aksSubnet: 'nodes',
        albSubnet: 'balancer',
        privateEndpointSubnet: 'endpoints',
        apiServerSubnet: 'api-server',
        aksNetworkSecurityGroup: 'nodes-rules',
        privateEndpointNetworkSecurityGroup: 'endpoints-rules',
        apiServerNetworkSecurityGroup: 'api-server-rules',
        natGateway: 'shop-nat',
        natGatewayAddress: 'shop-nat-address',
        cluster: 'shop_cluster',
        clusterIdentity: 'cluster-identity',
        openAiAccount: 'shop-models',
        privateEndpoint: 'models-endpoint',
        albControllerIdentity: 'controller-identity',
        loadBalancer: 'shop-balancer',
        frontend: 'shop-frontend',
        logAnalyticsWorkspace: 'shop-logs',
        monitorWorkspace: 'shop-metrics',
        dataCollectionEndpoint: 'shop-endpoint',
        logsDataCollectionRule: 'shop-logs-rule',
        prometheusDataCollectionRule: 'shop-metrics-rule',
        actionGroup: 'shop-on-call',
        grafana: 'shop-grafana',
        grafanaIdentity: 'grafana-identity',
        firewallPolicy: 'shop-firewall',
        certManagerIdentity: 'certificates-identity',
        stateResourceGroup: 'rg-shop-state',
        stateStorageAccount: 'stshopstate',
        deployIdentity: 'deploy-identity',
        planIdentity: 'plan-identity',
        driftIdentity: 'drift-identity',
      },
    },
    'some-names': { names: { cluster: 'c', resourceGroup: 'R(1)', openAiAccount: 'o1', frontend: 'F' } },
  },
  state: {
    'local-state': { state: 'local' },
    'remote-state': { state: 'azurerm' },
  },
  addresses: {
    'own-ranges': {
      network: {
        virtualNetworkCidr: '10.50.0.0/16',
        aksSubnetCidr: '10.50.4.0/22',
        albSubnetCidr: '10.50.1.0/24',
        privateEndpointSubnetCidr: '10.50.2.0/28',
        apiServerSubnetCidr: '10.50.3.0/28',
      },
      cluster: { podCidr: '10.128.0.0/14', serviceCidr: '10.60.0.0/20', dnsServiceIp: '10.60.0.53' },
    },
    'overlay-calico': { cluster: { networkMode: 'overlay', networkPolicy: 'calico' } },
    'overlay-azure': { cluster: { networkPolicy: 'azure', nodePool: { maxPods: 60 } } },
    'overlay-cilium': { cluster: { networkPolicy: 'cilium', podCidr: '192.168.0.0/16' } },
    'node-subnet': { cluster: { networkMode: 'node-subnet' } },
    'node-subnet-azure': {
      network: { aksSubnetCidr: '10.21.16.0/20', albSubnetCidr: '10.21.4.0/23' },
      cluster: { networkMode: 'node-subnet', networkPolicy: 'azure', nodePool: { maxPods: 45 } },
    },
  },
  nodes: {
    'surge-count': { cluster: { nodePool: { minCount: 3, maxCount: 6, maxSurge: '2' } } },
    'surge-share': { cluster: { nodePool: { maxCount: 4, maxSurge: '33%', zones: ['1', '2', '3'] } } },
    'linux-zone': { cluster: { nodePool: { osSku: 'AzureLinux', vmSize: 'Standard_D8as_v6', zones: ['2'] } } },
    'ubuntu-zones': { cluster: { nodePool: { osSku: 'Ubuntu', minCount: 1, zones: ['3', '1'] } } },
  },
  upgrades: {
    'free-stable': { cluster: { skuTier: 'Free', automaticUpgradeChannel: 'stable' } },
    'premium-none': {
      cluster: { skuTier: 'Premium', automaticUpgradeChannel: 'none', nodeOsUpgradeChannel: 'Unmanaged' },
    },
    'standard-rapid': {
      cluster: { skuTier: 'Standard', automaticUpgradeChannel: 'rapid', nodeOsUpgradeChannel: 'SecurityPatch' },
    },
    'node-image': { cluster: { automaticUpgradeChannel: 'node-image', nodeOsUpgradeChannel: 'NodeImage' } },
    'no-upgrade': { cluster: { automaticUpgradeChannel: 'none', nodeOsUpgradeChannel: 'None' } },
    'patch-no-os': { cluster: { automaticUpgradeChannel: 'patch', nodeOsUpgradeChannel: 'None' } },
  },
  versions: {
    'oldest-versions': { cluster: { kubernetesVersion: '1.34' }, gateway: { controllerVersion: '1.11.5' } },
    'newest-kubernetes': { cluster: { kubernetesVersion: '1.37' }, gateway: { controllerVersion: '1.12.4' } },
  },
  apiServer: {
    'api-server-range': { cluster: { authorizedIpRanges: ['203.0.113.0/24'] } },
    'api-server-ranges': { cluster: { authorizedIpRanges: ['198.51.100.7/32', '203.0.113.0/24', '8.8.8.0/29'] } },
  },
  logins: {
    'admin-user': {
      cluster: { admins: [{ objectId: '5d1c4a52-7a8b-4f0e-9b7d-2f6a0c3e1d01' }], kubelogin: 'azurecli' },
    },
    'admins-of-each-kind': {
      cluster: {
        admins: [
          { objectId: '5d1c4a52-7a8b-4f0e-9b7d-2f6a0c3e1d02', principalType: 'Group' },
          { objectId: '5d1c4a52-7a8b-4f0e-9b7d-2f6a0c3e1d03', principalType: 'ServicePrincipal' },
          { objectId: '5d1c4a52-7a8b-4f0e-9b7d-2f6a0c3e1d04', principalType: 'User' },
        ],
        kubelogin: 'workloadidentity',
      },
    },
    'kubelogin-msi': { cluster: { kubelogin: 'msi' } },
    'kubelogin-azd': { cluster: { kubelogin: 'azd' } },
  },
  access: {
    'private-endpoint': { openAi: { access: 'private-endpoint' } },
    'private-zone': {
      openAi: { access: 'private-endpoint' },
      existing: {
        privateDnsZoneId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`,
      },
    },
    'no-purge': { openAi: { access: 'service-endpoint', purgeOnDestroy: false } },
    'private-no-purge': { openAi: { access: 'private-endpoint', purgeOnDestroy: false } },
    'purge-said': { openAi: { purgeOnDestroy: true } },
  },
  operators: {
    operator: { openAi: { operators: [{ objectId: '9c0f7b1e-3d24-4a6c-8e51-7b2d90f4aa01' }] } },
    'operators-of-each-kind': {
      openAi: {
        operators: [
          { objectId: '9c0f7b1e-3d24-4a6c-8e51-7b2d90f4aa02', principalType: 'ServicePrincipal' },
          { objectId: '9c0f7b1e-3d24-4a6c-8e51-7b2d90f4aa03', principalType: 'Group' },
          { objectId: '9c0f7b1e-3d24-4a6c-8e51-7b2d90f4aa04', principalType: 'User' },
        ],
      },
    },
  },
  deployments: {
    'each-sku': {
      openAi: {
        deployments: [
          { name: 'gpt-5.1', version: '2025-11-13', sku: 'DataZoneStandard' },
          { name: 'first_global', model: 'gpt-5.5', sku: 'GlobalStandard', capacity: 1 },
          { name: 'reserved', model: 'gpt-5.4-nano', sku: 'ProvisionedManaged', capacity: 15 },
          { name: 'reserved.global', model: 'gpt-5.4-nano', sku: 'GlobalProvisionedManaged', capacity: 50 },
          { name: 'Reserved-Zone', model: 'gpt-5-mini', sku: 'DataZoneProvisionedManaged', capacity: 100_000 },
          { name: 'pictures', model: 'gpt-image-2' },
          { name: 'vectors', model: 'text-embedding-3-large', version: '1' },
        ],
      },
    },
    'large-model': { openAi: { deployments: [LARGE] } },
  },
  aiService: {
    'ai-service-account': {
      aiService: { serviceAccountName: 'describer', imageTag: '2.3.1', resources: resourcesOf(20) },
    },
    'ai-service-identity': {
      openAi: { deployments: [MINI, LARGE] },
      aiService: {
        deployment: 'large',
        identityName: 'describer-identity',
        alsoFederate: [
          { namespace: 'batch', serviceAccountName: 'nightly' },
          { namespace: 'default', serviceAccountName: 'describer' },
        ],
      },
    },
  },
  gateway: {
    'gateway-name': { gateway: { mode: 'bring-your-own', name: 'entrance' } },
    managed: { gateway: { mode: 'managed' } },
    'managed-names': { gateway: { mode: 'managed', name: 'front-door', loadBalancerName: 'balancer' } },
  },
  hostnames: {
    hostname: { gateway: { hostname: 'admin.example.com' } },
    'front-hostname': { gateway: { storeFrontHostname: 'shop.example.com' } },
    'both-hostnames': { gateway: { hostname: 'staff.example.com', storeFrontHostname: 'www.example.com' } },
  },
  monitoring: {
    watched: { monitoring: {} },
    'watched-closely': {
      monitoring: {
        retentionDays: 60,
        alertEmails: ['on-call@example.com'],
        alerts: { throttledRequests: 20, deniedRequests: 7, responseMs: 9000, quotaPercent: 70 },
        grafana: true,
      },
    },
    'watched-elsewhere': {
      monitoring: {
        grafana: false,
      },
      existing: {
        logAnalyticsWorkspaceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`,
        monitorWorkspaceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-logs/providers/Microsoft.Monitor/accounts/metrics`,
      },
    },
  },
  firewall: {
    waf: {
      existing: {
        webApplicationFirewallPolicyId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-waf/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/shop`,
      },
    },
    'waf-as-the-portal-spells-it': {
      existing: {
        webApplicationFirewallPolicyId: `/subscriptions/${SUBSCRIPTION.toUpperCase()}/resourcegroups/RG-waf/providers/microsoft.network/applicationgatewaywebapplicationfirewallpolicies/Shop`,
      },
    },
    'source-ranges': { gateway: { allowedSourceRanges: ['203.0.113.0/24', '8.8.8.8/32'], openToAnybody: false } },
    open: { gateway: { openToAnybody: true } },
  },
  https: {
    tls: { gateway: { tlsSecretName: 'shop-tls' } },
    certificate: certified({ issuer: 'letsencrypt', certManagerVersion: '1.20.3' }),
    'certificate-to-try': certified({ issuer: 'letsencrypt-staging' }),
    'login-before-all': {
      ...withLogin('3f0c1d57-8f55-4a3e-9d0e-6b1a2c3d4e01'),
      store: { login: true },
      chatbots: [{ name: 'insider', deployment: MINI.name, login: true }],
    },
    'login-before-some': {
      ...withLogin('3f0c1d57-8f55-4a3e-9d0e-6b1a2c3d4e02'),
      store: { login: false },
      chatbots: [{ name: 'outsider', deployment: MINI.name, login: false }],
      workloads: [
        {
          name: 'reports',
          image: 'registry.example.com/reports:1.0.0',
          port: 8080,
          deployment: MINI.name,
          dialect: 'store',
          login: true,
          publish: { by: 'hostname', hostname: 'reports.example.com' },
        },
      ],
    },
  },
  namespace: {
    namespace: { namespace: 'shop' },
  },
  store: {
    'no-ai': { store: { ai: false } },
    'no-store': { store: { enabled: false } },
    'neither-store-nor-ai': { store: { enabled: false, ai: false } },
    'store-resources': {
      store: {
        dataNamespace: 'orders',
        resources: Object.fromEntries(STORE_WORKLOADS.map((name, index) => [name, resourcesOf(index)])),
      },
    },
    'called-by-the-store': {
      openAi: { deployments: [MINI] },
      store: { enabled: true, ai: true },
      workloads: [
        {
          name: 'recommender',
          image: 'registry.example.com/recommender:1.0.0',
          port: 9090,
          deployment: MINI.name,
          dialect: 'store',
          calledBy: ['store-front', 'ai-service', 'order-service'],
        },
      ],
    },
  },
  chatbots: {
    'chatbot-by-path': {
      openAi: { deployments: [MINI] },
      chatbots: [
        { name: 'assistant', deployment: MINI.name },
        { name: 'helper', deployment: MINI.name, publish: { by: 'path', path: '/help/me' } },
      ],
    },
    'chatbot-by-hostname': {
      openAi: { deployments: [LARGE] },
      chatbots: [
        {
          name: 'concierge',
          deployment: LARGE.name,
          serviceAccountName: 'concierge-account',
          identityName: 'concierge-identity',
          // The models of today's table take no other.
          temperature: 1,
          apiVersion: '2025-04-01-preview',
          image: `registry.example.com:5000/chat/concierge@${digest(40)}`,
          tokenExpirationSeconds: 7200,
          restartAfterSeconds: 1800,
          resources: resourcesOf(21),
          publish: { by: 'hostname', hostname: 'chat.example.com' },
        },
      ],
    },
    'chatbots-each-way': {
      openAi: { deployments: [MINI, LARGE] },
      chatbots: [
        { name: 'open', deployment: LARGE.name, publish: { by: 'load-balancer' } },
        { name: 'hidden', deployment: MINI.name, publish: { by: 'nothing' }, restartAfterSeconds: 86_400 },
        { name: 'plain', deployment: MINI.name, publish: { by: 'path' }, tokenExpirationSeconds: 86_400 },
      ],
    },
  },
  workload: {
    'workload-least': {
      openAi: { deployments: [MINI] },
      workloads: [
        {
          name: 'summaries',
          image: 'registry.example.com/summaries:1.4.2',
          port: 8080,
          deployment: MINI.name,
          dialect: 'store',
        },
      ],
    },
    'workload-full': {
      openAi: { deployments: [MINI, LARGE] },
      workloads: [
        {
          name: 'translator',
          image: `registry.example.com/translator@${digest(41)}`,
          port: 8443,
          deployment: LARGE.name,
          dialect: { endpoint: 'MODEL_URL', deployment: 'MODEL_NAME', apiVersion: 'MODEL_API' },
          apiVersion: '2025-03-01-preview',
          serviceAccountName: 'translator-account',
          identityName: 'translator-identity',
          variables: { LANGUAGE: 'nl', GREETING: 'say "hi": # twice\nplease', EMPTY: '' },
          secretVariables: {
            BOT_TOKEN: { secretName: 'translator-secrets', key: 'bot.token' },
            DATABASE: { secretName: 'translator-database', key: 'url' },
          },
          readinessProbe: {
            path: '/ready?deep=1',
            initialDelaySeconds: 4,
            periodSeconds: 11,
            timeoutSeconds: 6,
            failureThreshold: 7,
          },
          livenessProbe: {
            path: '/live',
            initialDelaySeconds: 21,
            periodSeconds: 31,
            timeoutSeconds: 8,
            failureThreshold: 9,
          },
          startupProbe: {
            path: '/started',
            initialDelaySeconds: 2,
            periodSeconds: 5,
            timeoutSeconds: 12,
            failureThreshold: 60,
          },
          resources: { cpuRequest: '150m', memoryRequest: '96Mi', cpuLimit: '1.5', memoryLimit: '1Gi' },
          runAsUser: 2000,
          writableFolders: ['/tmp', '/var/cache/models', '/home/app'],
          replicas: 3,
          tokenExpirationSeconds: 4800,
          skipContainers: ['log-shipper', 'mesh-proxy'],
          publish: { by: 'hostname', hostname: 'translate.example.com' },
        },
      ],
    },
    'workload-autoscaling': {
      openAi: { deployments: [MINI] },
      workloads: [
        {
          name: 'classifier',
          image: 'classifier:3',
          port: 5000,
          deployment: MINI.name,
          dialect: 'langchain',
          livenessProbe: { periodSeconds: 15 },
          startupProbe: {},
          writableFolders: [],
          autoscaling: { minReplicas: 2, maxReplicas: 9, targetCpuPercent: 55 },
          publish: { by: 'path', path: '/classify' },
        },
        {
          name: 'ranker',
          image: 'registry.example.com/ranker:2.0',
          port: 5000,
          deployment: MINI.name,
          dialect: 'store',
          autoscaling: { minReplicas: 1, maxReplicas: 4 },
          publish: { by: 'load-balancer' },
          calledBy: ['classifier'],
        },
      ],
    },
    'workload-paths': {
      openAi: { deployments: [MINI] },
      workloads: [
        {
          name: 'viewer',
          image: 'registry.example.com/viewer:0.1.0',
          port: 80,
          deployment: MINI.name,
          dialect: 'langchain',
          replicas: 1,
          publish: { by: 'path' },
        },
        {
          name: 'worker',
          image: 'registry.example.com/worker:0.1.0',
          port: 7000,
          deployment: MINI.name,
          dialect: 'store',
          publish: { by: 'nothing' },
          calledBy: ['viewer'],
        },
      ],
    },
  },
  namespaces: {
    'other-namespace': {
      openAi: { deployments: [MINI] },
      workloads: [
        {
          name: 'indexer',
          image: 'registry.example.com/indexer:5.0.0',
          port: 8081,
          deployment: MINI.name,
          dialect: 'store',
          namespace: 'search',
          calledBy: ['query'],
        },
        {
          name: 'query',
          image: 'registry.example.com/query:5.0.0',
          port: 8082,
          deployment: MINI.name,
          dialect: 'langchain',
          namespace: 'search',
          publish: { by: 'load-balancer' },
        },
      ],
    },
    'proxy-sidecar': {
      openAi: { deployments: [LARGE] },
      workloads: [
        {
          name: 'elder',
          image: 'registry.example.com/elder:1.0.0',
          port: 8080,
          deployment: LARGE.name,
          dialect: 'store',
          namespace: 'legacy',
          injectProxySidecar: true,
          proxySidecarPort: 9000,
        },
        {
          name: 'eldest',
          image: 'registry.example.com/eldest:1.0.0',
          port: 8080,
          deployment: LARGE.name,
          dialect: 'langchain',
          namespace: 'legacy',
          injectProxySidecar: true,
          calledBy: ['elder'],
        },
      ],
    },
  },
  images: {
    mirror: { images: { registry: 'mirror.example.com' } },
    'image-tags': { images: ofEachImage((name) => ({ tag: `${name}-1.0` })) },
    'image-digests': { images: ofEachImage((_, index) => ({ digest: digest(index) })) },
    'image-registries': {
      images: { registry: 'mirror.example.com', ...ofEachImage((name) => ({ registry: `${name}.example.net` })) },
    },
    'image-all': {
      images: ofEachImage((name, index) => ({
        registry: `r${index}.example.net`,
        tag: `v${index}.${name}`,
        ...(index % 2 === 0 ? { digest: digest(index + 20) } : {}),
      })),
    },
  },
};

/** An environment, and the choices it was made of. */
export interface GeneratedEnvironment {
  readonly input: EnvironmentInput;
  /** Names of its choices; none for the one that says nothing but what it must. */
  readonly choices: readonly string[];
}

const SHARED = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shared/providers`;
const HUB = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers`;
const NETWORK = `${HUB}/Microsoft.Network/virtualNetworks/vnet-hub`;
const CLUSTER = {
  id: `${SHARED}/Microsoft.ContainerService/managedClusters/aks-shared`,
  oidcIssuerUrl:
    'https://westeurope.oic.prod-aks.azure.com/7c9a4e10-2b6d-4f38-9a51-0d3e8b7f6c21/e2b0a7d4-5c18-4f6a-8d93-1f4b6a9c7e05/',
};
const ACCOUNT = { id: `${SHARED}/Microsoft.CognitiveServices/accounts/oai-shared` };
const SUBNETS = { albSubnetId: `${NETWORK}/subnets/snet-entrance`, aksSubnetId: `${NETWORK}/subnets/snet-nodes` };

/** What an environment takes as it is: each is compared alone, since it decides on names, and on the way to the account. */
const EXISTING: Readonly<Record<string, Choice>> = {
  'existing-group': {
    existing: { resourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-shared` },
  },
  'existing-network': { existing: { virtualNetworkId: NETWORK } },
  'existing-subnets': {
    openAi: { access: 'private-endpoint' },
    existing: { ...SUBNETS, privateEndpointSubnetId: `${NETWORK}/subnets/snet-endpoints` },
  },
  'existing-cluster': { existing: { cluster: CLUSTER, ...SUBNETS } },
  'existing-cluster-elsewhere': {
    existing: { cluster: { ...CLUSTER, nodeResourceGroup: 'rg-nodes' }, openAi: ACCOUNT, ...SUBNETS },
  },
  'existing-account': { existing: { openAi: { ...ACCOUNT, hasDeployments: false, hasPrivateEndpoint: false } } },
  'existing-account-with-all': {
    openAi: { access: 'private-endpoint' },
    existing: {
      openAi: {
        ...ACCOUNT,
        endpoint: 'https://oai-team.openai.azure.com/',
        hasDeployments: true,
        hasPrivateEndpoint: true,
      },
    },
  },
  'existing-ids': {
    existing: {
      dnsZoneId: `${HUB}/Microsoft.Network/dnsZones/example.com`,
      logAnalyticsWorkspaceId: `${HUB}/Microsoft.OperationalInsights/workspaces/log-hub`,
      monitorWorkspaceId: `${HUB}/Microsoft.Monitor/accounts/amw-hub`,
    },
  },
};

const REGISTRY = `${SHARED}/Microsoft.ContainerRegistry/registries/crshared`;

/** Where images come from: each is compared alone, since one decides on what the others may say. */
const REGISTRIES: Readonly<Record<string, Choice>> = {
  'registry-basic': { registry: { sku: 'Basic' } },
  'registry-standard': { registry: { sku: 'Standard', agentPool: 'builders' }, names: { registry: 'crnamed' } },
  'registry-closed': {
    registry: { sku: 'Premium' },
    openAi: { access: 'private-endpoint' },
    names: { registryPrivateEndpoint: 'pep-registry' },
  },
  'registry-closed-hub': {
    registry: {},
    openAi: { access: 'private-endpoint' },
    existing: { registryPrivateDnsZoneId: `${HUB}/Microsoft.Network/privateDnsZones/privatelink.azurecr.io` },
  },
  'registry-for-a-cluster': {
    registry: {},
    existing: { cluster: { ...CLUSTER, kubeletObjectId: '9d3f5a7c-1b2e-4c6d-8f90-a1b2c3d4e5f6' }, ...SUBNETS },
  },
  'registry-existing': {
    existing: { registry: { id: REGISTRY, roleAssignmentMode: 'rbac', loginServer: 'crshared-x1.azurecr.io' } },
  },
  'registry-existing-by-repository': {
    existing: { registry: { id: REGISTRY, roleAssignmentMode: 'rbac-abac', agentPool: 'builders' } },
  },
  'registry-builds': {
    registry: {},
    openAi: { deployments: [MINI] },
    chatbots: [{ name: 'greeter', deployment: MINI.name, build: { context: 'images/greeter', dockerfile: 'Slim' } }],
    workloads: [
      {
        name: 'reader',
        build: { context: 'images/reader', dockerfile: 'Slim' },
        port: 8080,
        deployment: MINI.name,
        dialect: 'store',
      },
    ],
  },
};

const POOL: Omit<UserPool, 'name'> = {
  vmSize: 'Standard_D8ds_v5',
  minCount: 1,
  maxCount: 9,
  maxPods: 50,
  maxSurge: '2',
  zones: ['1'],
  labels: { pool: 'apps' },
};

type UserPool = NonNullable<NonNullable<EnvironmentInput['cluster']>['userPools']>[number];

/** The cluster of a platform team: each is compared alone, since one decides on what the others may say. */
const CLUSTERS: Readonly<Record<string, Choice>> = {
  'private-link': { cluster: { apiServer: 'private-link', reachableFrom: ['10.99.0.0/16'] } },
  'vnet-integration': { cluster: { apiServer: 'vnet-integration' } },
  'public-said': { cluster: { apiServer: 'public', egress: 'load-balancer' } },
  'existing-api-server-subnet': {
    cluster: { apiServer: 'vnet-integration' },
    existing: { apiServerSubnetId: `${NETWORK}/subnets/snet-api` },
  },
  'nat-gateway': { cluster: { egress: 'nat-gateway', authorizedIpRanges: ['20.30.40.0/24'] } },
  'user-route': {
    cluster: { egress: 'user-route' },
    existing: { routeTableId: `${HUB}/Microsoft.Network/routeTables/rt-hub` },
  },
  pools: {
    cluster: {
      nodePool: { onlyCriticalAddons: true },
      userPools: [
        { name: 'apps', ...POOL, osSku: 'AzureLinux' },
        { name: 'gpu', ...POOL, osSku: 'Ubuntu', taints: ['gpu=true:NoSchedule'] },
        { name: 'zoned' },
      ],
    },
  },
  'pools-in-zones': { cluster: { userPools: [{ name: 'apps', zones: ['2', '3'] }] } },
  'no-pools': { cluster: { nodePool: { onlyCriticalAddons: false } } },
  'add-ons': {
    cluster: { azurePolicy: true, defender: true, costAnalysis: true },
    existing: { logAnalyticsWorkspaceId: `${HUB}/Microsoft.OperationalInsights/workspaces/log-hub` },
  },
  'no-add-ons': { cluster: { azurePolicy: false, defender: false, costAnalysis: false } },
  ...Object.fromEntries(
    WEEKDAYS.map((dayOfWeek, index) => [
      `windows-${dayOfWeek.toLowerCase()}`,
      {
        cluster: {
          maintenance: {
            kubernetes: {
              frequency: 'Weekly',
              interval: 2,
              duration: 6,
              dayOfWeek,
              startTime: '03:30',
              utcOffset: '+01:00',
            },
            nodeOs: { frequency: 'RelativeMonthly', dayOfWeek, weekIndex: WEEK_INDEXES[index % WEEK_INDEXES.length]! },
          },
        },
      } as const satisfies Choice,
    ]),
  ),
  ...Object.fromEntries(
    WEEK_INDEXES.map((weekIndex) => [
      `window-${weekIndex.toLowerCase()}`,
      {
        cluster: {
          maintenance: {
            kubernetes: { frequency: 'RelativeMonthly', dayOfWeek: 'Sunday', weekIndex },
            nodeOs: {
              frequency: 'Weekly',
              interval: 1,
              duration: 5,
              dayOfWeek: 'Sunday',
              startTime: '01:00',
              utcOffset: '-05:00',
            },
          },
        },
      } as const satisfies Choice,
    ]),
  ),
  'window-daily': {
    cluster: { maintenance: { kubernetes: { frequency: 'Daily' }, nodeOs: { frequency: 'Daily' } } },
  },
  'window-monthly': {
    cluster: {
      maintenance: {
        kubernetes: { frequency: 'AbsoluteMonthly', dayOfMonth: 1 },
        nodeOs: { frequency: 'AbsoluteMonthly', dayOfMonth: 15 },
      },
    },
  },
};

/**
 * Environments that together say everything the schema knows: one with nothing but what it must say, one for each choice
 * alone, and some with several choices each.
 *
 * @param seed what the combinations depend on, and nothing else
 * @param combinations how many there are of them
 */
export function generatedEnvironments(seed: number, combinations: number): GeneratedEnvironment[] {
  const subjects = Object.values(CHOICES).map((choices) => Object.entries(choices));
  const byThemselves = [EXISTING, CLUSTERS, REGISTRIES].flatMap((choices) => Object.entries(choices));
  const alone = [...subjects.flat(), ...byThemselves].map((choice) => [choice]);
  const oneOrNone = subjects.map((choices) => option(constantFrom(...choices), { nil: undefined, freq: 2 }));
  const combined = sample(tuple(...oneOrNone), { seed, numRuns: combinations }).map((chosen) =>
    chosen.filter((choice) => choice !== undefined),
  );
  return [[], ...alone, ...combined].map((chosen, index) => ({
    input: {
      name: `generated-${String(index).padStart(3, '0')}`,
      subscriptionId: SUBSCRIPTION,
      ...chosen.map(([, choice]) => choice).reduce(merged, {}),
    },
    choices: chosen.map(([name]) => name),
  }));
}

/** What `npm run mirror` would write beside environments that have a registry: the text by the file, with made-up digests. */
export function imageLocks(environments: readonly GeneratedEnvironment[]): [file: string, text: string][] {
  return environments.flatMap(({ input }) => {
    const lock = lockOf(input);
    return lock ? [[imageLockFile(input.name), JSON.stringify(lock)] as [string, string]] : [];
  });
}

function lockOf(input: EnvironmentInput): ImageLock | undefined {
  const { registry } = parseEnvironment(input);
  if (registry === undefined) return undefined;
  const [built, imported] = [
    registry.images.filter(({ build }) => build),
    registry.images.filter(({ build }) => !build),
  ];
  return {
    registry: registry.loginServer,
    images: Object.fromEntries(imported.map(({ source }, index) => [source, digest(index)])),
    builds: Object.fromEntries(
      built.map(({ repository, build }, index) => [
        repository,
        { ...build!, content: 'a0b1', digest: digest(index + 40) },
      ]),
    ),
  };
}

/** Both choices in one: objects by their properties, lists one after the other with each entry once. */
function merged(one: Choice, other: Choice): Choice {
  return mergedValues(one, other) as Choice;
}

function mergedValues(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) {
    const known = new Set(one.map((entry) => JSON.stringify(entry)));
    return [...one, ...other.filter((entry) => !known.has(JSON.stringify(entry)))];
  }
  if (!isObject(one) || !isObject(other)) return other;
  return Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => [
      key,
      key in one && key in other ? mergedValues(one[key], other[key]) : (other[key] ?? one[key]),
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
