import type { EnvironmentInput } from '../../config';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-workshop`;
const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet-workshop`;

/** A cluster and an account that stand already, as `az aks create` and `az cognitiveservices account create` make them. */
const workshop: EnvironmentInput = {
  name: 'workshop',
  subscriptionId: SUBSCRIPTION,
  namespace: 'default',
  network: { virtualNetworkCidr: '10.224.0.0/12', albSubnetCidr: '10.237.0.0/24' },
  cluster: { networkMode: 'overlay', networkPolicy: 'cilium' },
  openAi: { deployments: [{ name: 'gpt-5.4-mini' }] },
  existing: {
    // `az aks show --query id`, and `--query oidcIssuerProfile.issuerUrl`
    cluster: {
      id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/aks-workshop`,
      oidcIssuerUrl: `https://eastus2.oic.prod-aks.azure.com/${SUBSCRIPTION}/${SUBSCRIPTION}/`,
    },
    // `az cognitiveservices account show --query id`
    openAi: { id: `${GROUP}/providers/Microsoft.CognitiveServices/accounts/oai-workshop` },
    // `az network vnet subnet show --query id`: of the cluster's network, delegated to the load balancer
    albSubnetId: `${NETWORK}/subnets/snet-alb`,
  },
  store: { enabled: false },
  chatbots: [{ name: 'gradio-aks', deployment: 'gpt-5.4-mini' }],
};

export default workshop;
