import {
  makesAccountEndpoint,
  makesRegistryEndpoint,
  networkOfSubnet,
  partsOfResourceId,
  type Environment,
  type Names,
} from '../../model';
import type { Rule } from './rule';

/** The resource ids of what has to lie in the subscription of the environment, since its Terraform works in that one. */
function idsInTheSubscription({ existing }: Environment): Readonly<Record<string, string | undefined>> {
  return {
    resourceGroupId: existing.resourceGroupId,
    virtualNetworkId: existing.virtualNetworkId,
    aksSubnetId: existing.aksSubnetId,
    albSubnetId: existing.albSubnetId,
    privateEndpointSubnetId: existing.privateEndpointSubnetId,
    apiServerSubnetId: existing.apiServerSubnetId,
    routeTableId: existing.routeTableId,
    'cluster.id': existing.cluster?.id,
    webApplicationFirewallPolicyId: existing.webApplicationFirewallPolicyId,
  };
}

const existingIsInTheSubscription: Rule = {
  reads: ['subscriptionId', 'existing'],
  check(environment, report) {
    const wanted = environment.subscriptionId;
    for (const [property, id] of Object.entries(idsInTheSubscription(environment))) {
      const other = id === undefined ? wanted : partsOfResourceId(id).subscriptionId;
      if (other.toLowerCase() !== wanted.toLowerCase()) {
        report(`existing.${property}`, `must lie in the subscription ${wanted}, and lies in ${other}`, id);
      }
    }
  },
};

const subnetsShareTheNetwork: Rule = {
  reads: ['existing'],
  check({ existing }, report) {
    const { aksSubnetId, albSubnetId, privateEndpointSubnetId, apiServerSubnetId } = existing;
    // The resolved environment has the network of the first subnet where none is named.
    const network = existing.virtualNetworkId;
    for (const [property, id] of Object.entries({
      aksSubnetId,
      albSubnetId,
      privateEndpointSubnetId,
      apiServerSubnetId,
    })) {
      if (id !== undefined && networkOfSubnet(id).toLowerCase() !== network!.toLowerCase()) {
        report(`existing.${property}`, `must be a subnet of ${network}: all of them lie in one network`, id);
      }
    }
  },
};

/** With the cluster no network is made, so what is put into it has to have its subnet. */
const clusterBringsItsSubnets: Rule = {
  reads: ['existing', 'openAi.access', 'registry'],
  check(environment, report) {
    const { existing, openAi } = environment;
    const { access } = openAi;
    if (!existing.cluster) return;
    const need = (property: 'albSubnetId' | 'aksSubnetId' | 'privateEndpointSubnetId', what: string) => {
      if (existing[property] === undefined) {
        report(
          `existing.${property}`,
          `must be said with existing.cluster, whose network is made elsewhere: ${what}`,
          undefined,
        );
      }
    };
    need('albSubnetId', "the gateway's load balancer stands in it");
    if (access === 'service-endpoint' && !existing.openAi) need('aksSubnetId', 'the account lets it in');
    if (makesAccountEndpoint(environment) || makesRegistryEndpoint(environment)) {
      need('privateEndpointSubnetId', 'the private endpoint stands in it');
    }
  },
};

const privateEndpointHasItsParts: Rule = {
  reads: ['existing', 'openAi.access', 'registry'],
  check(environment, report) {
    const { existing, openAi } = environment;
    const { access } = openAi;
    const refuse = (property: string, why: string, id: unknown) =>
      report(`existing.${property}`, `must be left out with ${why}`, id);
    if (existing.openAi?.hasPrivateEndpoint && access !== 'private-endpoint') {
      refuse('openAi.hasPrivateEndpoint', `openAi.access ${access}: nothing would go by it`, true);
    }
    const why =
      access !== 'private-endpoint'
        ? `openAi.access ${access}: only a private endpoint stands in it`
        : existing.openAi?.hasPrivateEndpoint
          ? 'existing.openAi.hasPrivateEndpoint: no private endpoint is made that would stand in it'
          : undefined;
    if (why === undefined) return;
    const { privateDnsZoneId, privateEndpointSubnetId } = existing;
    if (privateDnsZoneId !== undefined) refuse('privateDnsZoneId', why, privateDnsZoneId);
    if (privateEndpointSubnetId !== undefined && !makesRegistryEndpoint(environment)) {
      refuse('privateEndpointSubnetId', why, privateEndpointSubnetId);
    }
  },
};

/** The names that something existing brings along. */
const BROUGHT: Readonly<Partial<Record<keyof Names, (existing: Environment['existing']) => string | undefined>>> = {
  resourceGroup: ({ resourceGroupId }) => resourceGroupId && 'resourceGroupId',
  virtualNetwork: ({ virtualNetworkId, cluster }) => (virtualNetworkId && 'virtualNetworkId') ?? (cluster && 'cluster'),
  aksSubnet: ({ aksSubnetId, cluster }) => (aksSubnetId && 'aksSubnetId') ?? (cluster && 'cluster'),
  albSubnet: ({ albSubnetId }) => albSubnetId && 'albSubnetId',
  privateEndpointSubnet: ({ privateEndpointSubnetId }) => privateEndpointSubnetId && 'privateEndpointSubnetId',
  apiServerSubnet: ({ apiServerSubnetId, cluster }) =>
    (apiServerSubnetId && 'apiServerSubnetId') ?? (cluster && 'cluster'),
  apiServerNetworkSecurityGroup: ({ apiServerSubnetId, cluster }) =>
    (apiServerSubnetId && 'apiServerSubnetId') ?? (cluster && 'cluster'),
  natGateway: ({ cluster }) => cluster && 'cluster',
  natGatewayAddress: ({ cluster }) => cluster && 'cluster',
  aksNetworkSecurityGroup: ({ aksSubnetId, cluster }) => (aksSubnetId && 'aksSubnetId') ?? (cluster && 'cluster'),
  privateEndpointNetworkSecurityGroup: ({ privateEndpointSubnetId }) =>
    privateEndpointSubnetId && 'privateEndpointSubnetId',
  cluster: ({ cluster }) => cluster && 'cluster',
  clusterIdentity: ({ cluster }) => cluster && 'cluster',
  openAiAccount: ({ openAi }) => openAi && 'openAi',
  logAnalyticsWorkspace: ({ logAnalyticsWorkspaceId }) => logAnalyticsWorkspaceId && 'logAnalyticsWorkspaceId',
  monitorWorkspace: ({ monitorWorkspaceId }) => monitorWorkspaceId && 'monitorWorkspaceId',
  registry: ({ registry }) => registry && 'registry',
  registryPrivateEndpoint: ({ registry }) => registry && 'registry',
};

const existingHasItsName: Rule = {
  reads: ['existing', 'names'],
  check({ existing }, report, { names }) {
    for (const [name, broughtBy] of Object.entries(BROUGHT)) {
      const property = broughtBy(existing);
      const said = names[name as keyof Names];
      if (property !== undefined && said !== undefined) {
        report(`names.${name}`, `must be left out with existing.${property}: nothing of that name is made`, said);
      }
    }
  },
};

const existingWorkspaceKeepsItsDays: Rule = {
  reads: ['existing', 'monitoring'],
  check({ existing: { logAnalyticsWorkspaceId } }, report, { monitoring }) {
    if (logAnalyticsWorkspaceId !== undefined && monitoring?.retentionDays !== undefined) {
      report(
        'monitoring.retentionDays',
        'must be left out with existing.logAnalyticsWorkspaceId: that workspace has its own',
        monitoring.retentionDays,
      );
    }
  },
};

/** The rules of what is taken as it is. */
export const EXISTING_RULES: readonly Rule[] = [
  existingIsInTheSubscription,
  subnetsShareTheNetwork,
  clusterBringsItsSubnets,
  privateEndpointHasItsParts,
  existingHasItsName,
  existingWorkspaceKeepsItsDays,
];
