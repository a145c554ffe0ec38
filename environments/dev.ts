import type { EnvironmentInput } from '../config';

/** The default: Terraform makes the load balancer, so its host name is known when the charts are made. */
const dev: EnvironmentInput = {
  name: 'dev',
  // Yours: `az account show --query id` and `az ad signed-in-user show --query id`
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  cluster: { admins: [{ objectId: '00000000-0000-0000-0000-000000000000' }] },
  openAi: {
    deployments: [{ name: 'gpt-5.4-mini' }, { name: 'gpt-5.6-luna' }],
    operators: [{ objectId: '00000000-0000-0000-0000-000000000000' }],
  },
  // Two models side by side, each below its name as a path of the gateway
  chatbots: [
    { name: 'gradio-aks', deployment: 'gpt-5.4-mini' },
    { name: 'gradio-aks-luna', deployment: 'gpt-5.6-luna' },
  ],
};

export default dev;
