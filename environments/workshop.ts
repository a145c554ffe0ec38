import type { EnvironmentInput } from '../config';

/** When it is looked at again what the waivers below are for. */
const until = '2027-11-30';

/** The workshops' own variant: pods in the nodes' subnet, and a load balancer that the controller makes. */
const workshop: EnvironmentInput = {
  name: 'workshop',
  // Yours: `az account show --query id`, `az ad signed-in-user show --query id` and a host name for store-front
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  cluster: { networkMode: 'node-subnet', admins: [{ objectId: '00000000-0000-0000-0000-000000000000' }] },
  openAi: {
    deployments: [{ name: 'gpt-5.4-mini' }, { name: 'gpt-5.6-luna' }],
    operators: [{ objectId: '00000000-0000-0000-0000-000000000000' }],
  },
  gateway: { mode: 'managed', storeFrontHostname: 'store.example.com' },
  chatbots: [
    { name: 'gradio-aks', deployment: 'gpt-5.4-mini' },
    { name: 'gradio-aks-luna', deployment: 'gpt-5.6-luna' },
  ],
  // Where a trial is more open than what others depend on may be. Take out what you close: one that covers nothing is refused
  policy: {
    waivers: [
      {
        rule: 'cluster-api-server',
        on: 'azurerm_kubernetes_cluster.cluster_611F8AFF',
        reason: 'whose addresses are allowed is yours to say: cluster.authorizedIpRanges',
        until,
      },
      {
        rule: 'cluster-zones',
        on: 'azurerm_kubernetes_cluster.cluster_611F8AFF',
        reason: 'not every region has zones, and nobody else depends on it',
        until,
      },
      {
        rule: 'diagnostics',
        on: 'azurerm_kubernetes_cluster.cluster_611F8AFF',
        reason: 'a log costs by what it takes in, and nobody else depends on it',
        until,
      },
      {
        rule: 'diagnostics',
        on: 'azurerm_cognitive_account.openai_3CCAC0F3',
        reason: 'a log costs by what it takes in, and nobody else depends on it',
        until,
      },
      { rule: 'state', on: 'terraform.backend', reason: 'one person tries it on one machine', until },
      {
        rule: 'page-tls',
        on: 'Gateway/dev/aks-store-demo-gateway',
        reason: 'a certificate takes a name of your own',
        until,
      },
      {
        rule: 'page-open',
        on: 'HTTPRoute/dev/store-admin-route',
        reason: 'it is shown to whoever gets its address, with nothing behind it to lose',
        until,
      },
      {
        rule: 'page-open',
        on: 'HTTPRoute/dev/store-front-route',
        reason: 'it is shown to whoever gets its address, with nothing behind it to lose',
        until,
      },
      {
        rule: 'page-open',
        on: 'HTTPRoute/dev/gradio-aks-route',
        reason: 'it is shown to whoever gets its address, with nothing behind it to lose',
        until,
      },
      {
        rule: 'page-open',
        on: 'HTTPRoute/dev/gradio-aks-luna-route',
        reason: 'it is shown to whoever gets its address, with nothing behind it to lose',
        until,
      },
      {
        rule: 'namespace-pod-security',
        on: 'Namespace/dev-data',
        reason: 'the image of the database cannot run restricted, and is alone there',
        until,
      },
      {
        rule: 'pod-non-root',
        on: 'StatefulSet/dev-data/documentdb',
        reason: 'the image of the database sets itself up as root',
        until,
      },
      {
        rule: 'pod-capabilities',
        on: 'StatefulSet/dev-data/documentdb',
        reason: 'the image of the database sets itself up as root',
        until,
      },
      {
        rule: 'pod-read-only-root',
        on: 'StatefulSet/dev-data/documentdb',
        reason: 'the image of the database sets itself up as root',
        until,
      },
    ],
  },
};

export default workshop;
