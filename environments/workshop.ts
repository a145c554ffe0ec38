import type { EnvironmentInput } from '../config';

/** The workshops' own variant: pods in the nodes' subnet, and a load balancer that the controller makes. */
const workshop: EnvironmentInput = {
  name: 'workshop',
  // Yours: `az account show --query id` and `az ad signed-in-user show --query id`
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  cluster: { networkMode: 'node-subnet', admins: [{ objectId: '00000000-0000-0000-0000-000000000000' }] },
  openAi: { operators: [{ objectId: '00000000-0000-0000-0000-000000000000' }] },
  gateway: { mode: 'managed' },
};

export default workshop;
