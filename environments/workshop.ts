import type { EnvironmentInput } from '../config';

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
};

export default workshop;
