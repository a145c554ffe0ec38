import { CONTRACT_VERSION, type Contract } from './schema';

/** What a sample has to know of an environment, by the environment's own names; the rest of it is made up. */
export interface SampledEnvironment {
  readonly name: string;
  readonly openAi: { readonly deployments: readonly { readonly name: string }[] };
  readonly gateway: { readonly mode: Contract['gateway']['mode'] };
  readonly workloadIdentities: readonly {
    readonly workload: string;
    readonly namespace: string;
    readonly serviceAccountName: string;
  }[];
}

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

/**
 * A contract of the right shape with made-up values, to look at the charts before there is a deploy. It is used under
 * PREVIEW=1 alone.
 */
export function sampleContract({ name, openAi, gateway, workloadIdentities }: SampledEnvironment): Contract {
  const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-preview/providers`;
  return {
    contract_version: CONTRACT_VERSION,
    environment: name,
    subscription_id: SUBSCRIPTION,
    tenant_id: sampleUuid(0),
    resource_group_name: 'rg-preview',
    node_resource_group_name: 'MC_rg-preview',
    cluster_name: 'aks-preview',
    openai_account_name: 'oai-preview',
    openai_endpoint: 'https://oai-preview.openai.azure.com/',
    openai_deployments: openAi.deployments.map((deployment) => deployment.name),
    workload_identities: Object.fromEntries(
      workloadIdentities.map(({ workload, namespace, serviceAccountName }, index) => [
        workload,
        { client_id: sampleUuid(index + 1), namespace, service_account_name: serviceAccountName },
      ]),
    ),
    gateway:
      gateway.mode === 'managed'
        ? {
            mode: 'managed',
            alb_subnet_id: `${group}/Microsoft.Network/virtualNetworks/vnet-preview/subnets/snet-alb-preview`,
          }
        : {
            mode: 'bring-your-own',
            load_balancer_id: `${group}/Microsoft.ServiceNetworking/trafficControllers/alb-preview`,
            frontend_name: 'fe-preview',
            fqdn: 'preview.fz00.alb.azure.com',
          },
  };
}

function sampleUuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
