import { CONTRACT_VERSION, type Contract } from './schema';

/** What a sample has to know of an environment, by the environment's own names; the rest of it is made up. */
export interface SampledEnvironment {
  /** Name of the environment, and so of its stack. */
  readonly name: string;
  /** Its subscription, a UUID. */
  readonly subscriptionId: string;
  /** The account, by the names of its deployments. */
  readonly openAi: { readonly deployments: readonly { readonly name: string }[] };
  /** The gateway, by who makes its load balancer. */
  readonly gateway: { readonly mode: Contract['gateway']['mode'] };
  /** The workloads that have an identity. */
  readonly workloads: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly serviceAccountName: string;
  }[];
}

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

/**
 * A contract of the right shape with made-up values, to look at the charts before there is a deploy. It is used under
 * PREVIEW=1 alone.
 */
export function sampleContract({ name, subscriptionId, openAi, gateway, workloads }: SampledEnvironment): Contract {
  const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-preview/providers`;
  return {
    contractVersion: CONTRACT_VERSION,
    environment: name,
    subscriptionId,
    tenantId: sampleUuid(0),
    resourceGroupName: 'rg-preview',
    nodeResourceGroupName: 'MC_rg-preview',
    clusterName: 'aks-preview',
    openaiAccountName: 'oai-preview',
    openaiEndpoint: 'https://oai-preview.openai.azure.com/',
    openaiDeployments: openAi.deployments.map((deployment) => deployment.name),
    workloadIdentities: Object.fromEntries(
      workloads.map((workload, index) => [
        workload.name,
        {
          clientId: sampleUuid(index + 1),
          namespace: workload.namespace,
          serviceAccountName: workload.serviceAccountName,
        },
      ]),
    ),
    gateway:
      gateway.mode === 'managed'
        ? {
            mode: 'managed',
            albSubnetId: `${group}/Microsoft.Network/virtualNetworks/vnet-preview/subnets/snet-alb-preview`,
          }
        : {
            mode: 'bring-your-own',
            loadBalancerId: `${group}/Microsoft.ServiceNetworking/trafficControllers/alb-preview`,
            frontendName: 'fe-preview',
            fqdn: 'preview.fz00.alb.azure.com',
          },
  };
}

function sampleUuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
