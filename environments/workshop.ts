import type { EnvironmentInput } from '../config';

/** The workshops' own variant: pods in the nodes' subnet, and a load balancer that the controller makes. */
const workshop: EnvironmentInput = {
  name: 'workshop',
  // Yours: `az account show --query id` and `az ad signed-in-user show --query id`
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  cluster: { networkMode: 'node-subnet', admins: [{ objectId: '00000000-0000-0000-0000-000000000000' }] },
  openAi: {
    deployments: [{ name: 'gpt-5.4-mini' }, { name: 'gpt-5.1' }],
    operators: [{ objectId: '00000000-0000-0000-0000-000000000000' }],
  },
  // Yours: a name whose DNS record leads to the gateway. The name that Azure gives it is store-admin's.
  gateway: { mode: 'managed', storeFrontHostname: 'store.example.com' },
  // Two models side by side. The documents give each a public address: that is publish: { by: 'load-balancer' }
  chatbots: [
    { name: 'gradio-aks', deployment: 'gpt-5.4-mini' },
    { name: 'gradio-aks-gpt51', deployment: 'gpt-5.1' },
  ],
};

export default workshop;
