/**
 * Every property that an environment can have, as a dotted path: `[]` stands for the entries of a list, `*` for a name
 * that the user chooses. They are written down here, and not read from the schema, because the comparison knows nothing
 * of the trees it compares; a test holds them against the schema.
 */
export const SCHEMA_PATHS: readonly string[] = [
  'name',
  'subscriptionId',
  'project',
  'location',
  'tags.*',
  ...below('names', [
    'resourceGroup',
    'virtualNetwork',
    'aksSubnet',
    'albSubnet',
    'privateEndpointSubnet',
    'aksNetworkSecurityGroup',
    'privateEndpointNetworkSecurityGroup',
    'cluster',
    'clusterIdentity',
    'openAiAccount',
    'privateEndpoint',
    'albControllerIdentity',
    'loadBalancer',
    'frontend',
    'stateResourceGroup',
    'stateStorageAccount',
    'deployIdentity',
    'planIdentity',
  ]),
  'state',
  ...below('network', ['virtualNetworkCidr', 'aksSubnetCidr', 'albSubnetCidr', 'privateEndpointSubnetCidr']),
  ...below('cluster', [
    'kubernetesVersion',
    'skuTier',
    'networkMode',
    'networkPolicy',
    'podCidr',
    'serviceCidr',
    'dnsServiceIp',
    'automaticUpgradeChannel',
    'nodeOsUpgradeChannel',
    'authorizedIpRanges[]',
    'admins[].objectId',
    'admins[].principalType',
    'kubelogin',
    ...below('nodePool', ['vmSize', 'osSku', 'minCount', 'maxCount', 'maxPods', 'maxSurge', 'zones[]']),
  ]),
  ...below('openAi', [
    'access',
    ...below('deployments[]', ['name', 'model', 'version', 'sku', 'capacity']),
    ...below('operators[]', ['objectId', 'principalType']),
    'purgeOnDestroy',
  ]),
  ...below('gateway', [
    'mode',
    'controllerVersion',
    'name',
    'loadBalancerName',
    'hostname',
    'storeFrontHostname',
    'tlsSecretName',
    'webApplicationFirewallPolicyId',
  ]),
  'namespace',
  ...below('aiService', [
    'serviceAccountName',
    'imageTag',
    'deployment',
    'alsoFederate[].namespace',
    'alsoFederate[].serviceAccountName',
    'identityName',
  ]),
  ...below('store', ['enabled', 'ai']),
  ...below('chatbots[]', [
    'name',
    'deployment',
    'serviceAccountName',
    'identityName',
    'temperature',
    'apiVersion',
    'image',
    'tokenExpirationSeconds',
    'restartAfterSeconds',
    ...below('publish', ['by', 'hostname', 'path']),
  ]),
  ...below('workloads[]', [
    'name',
    'image',
    'port',
    'deployment',
    'dialect',
    ...below('dialect', ['endpoint', 'deployment', 'apiVersion']),
    'apiVersion',
    'namespace',
    'serviceAccountName',
    'identityName',
    'variables.*',
    'secretVariables.*.secretName',
    'secretVariables.*.key',
    ...['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap((probe) =>
      below(probe, ['path', 'initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold']),
    ),
    ...below('resources', ['cpuRequest', 'memoryRequest', 'cpuLimit', 'memoryLimit']),
    'runAsUser',
    'writableFolders[]',
    'replicas',
    ...below('autoscaling', ['minReplicas', 'maxReplicas', 'targetCpuPercent']),
    'tokenExpirationSeconds',
    'skipContainers[]',
    'injectProxySidecar',
    'proxySidecarPort',
    ...below('publish', ['by', 'hostname', 'path']),
    'calledBy[]',
  ]),
  'images.registry',
  ...[
    'documentdb',
    'rabbitmq',
    'order-service',
    'busybox',
    'makeline-service',
    'product-service',
    'store-front',
    'store-admin',
    'virtual-customer',
    'virtual-worker',
    'chatbot',
  ].flatMap((image) => below(`images.${image}`, ['registry', 'tag', 'digest'])),
  ...below('images.ai-service', ['registry', 'digest']),
];

/** Where the user chooses the names of the properties. */
const FREE_NAMES = new Set(['tags', 'workloads[].variables', 'workloads[].secretVariables']);

/** The paths at which an environment says something. */
export function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsOf(entry, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, entry]) =>
    pathsOf(entry, [...(path === '' ? [] : [path]), FREE_NAMES.has(path) ? '*' : name].join('.')),
  );
}

function below(parent: string, properties: readonly string[]): string[] {
  return properties.map((property) => `${parent}.${property}`);
}
