import type { EnvironmentInput } from '../config';

/** The default: the load balancer is made by Terraform, so its host name is known when the charts are made. */
const dev: EnvironmentInput = {
  name: 'dev',
  // Yours: `az account show --query id --output tsv`
  subscriptionId: '00000000-0000-0000-0000-000000000000',
};

export default dev;
