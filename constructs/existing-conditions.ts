import { DataAzurermResourceGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-resource-group';
import { DataAzurermSubnet } from '@cdktf/provider-azurerm/lib/data-azurerm-subnet';
import { DataAzurermVirtualNetwork } from '@cdktf/provider-azurerm/lib/data-azurerm-virtual-network';
import { DataAzurermWebApplicationFirewallPolicy } from '@cdktf/provider-azurerm/lib/data-azurerm-web-application-firewall-policy';
import type { Postcondition } from 'cdktf';
import type { Construct } from 'constructs';
import { networkOfSubnet, partsOfResourceId, type Environment } from '../model';
import { OPENAI_SERVICE } from './secure-vnet';

/**
 * Looks, at each plan, at what an environment takes as it is: that it is there, and has what it must have. Only what is read
 * without a key: the data sources of a cluster, an account, a registry and a workspace put theirs into the state, so of these the
 * id and what the environment states are enough, and the preflight asks Azure itself.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/custom-conditions
 */
export function addExistingConditions(scope: Construct, environment: Environment): void {
  const { existing, network, location, openAi, cluster } = environment;
  if (existing.resourceGroupId !== undefined) {
    new DataAzurermResourceGroup(scope, 'existing-resource-group', {
      name: partsOfResourceId(existing.resourceGroupId).name,
    });
  }
  if (existing.virtualNetworkId !== undefined) addNetwork(scope, existing.virtualNetworkId, environment);
  const subnet = (id: string, subnetId: string | undefined, conditions: readonly (Postcondition | undefined)[]) => {
    if (subnetId !== undefined) addSubnet(scope, id, subnetId, conditions);
  };
  subnet('existing-aks-subnet', existing.aksSubnetId, [
    existing.cluster ? undefined : hasRange('network.aksSubnetCidr', network.aksSubnetCidr.text),
    openAi.access === 'service-endpoint' && !existing.openAi ? hasServiceEndpoint(existing.aksSubnetId!) : undefined,
    cluster.egress === 'user-route' ? HAS_ROUTE_TABLE : undefined,
  ]);
  subnet('existing-alb-subnet', existing.albSubnetId, [hasRange('network.albSubnetCidr', network.albSubnetCidr.text)]);
  subnet('existing-private-endpoint-subnet', existing.privateEndpointSubnetId, [
    network.privateEndpointSubnetCidr &&
      hasRange('network.privateEndpointSubnetCidr', network.privateEndpointSubnetCidr.text),
  ]);
  subnet('existing-api-server-subnet', existing.apiServerSubnetId, [
    network.apiServerSubnetCidr && hasRange('network.apiServerSubnetCidr', network.apiServerSubnetCidr.text),
  ]);
  if (existing.webApplicationFirewallPolicyId !== undefined) {
    const { name, resourceGroup } = partsOfResourceId(existing.webApplicationFirewallPolicyId);
    new DataAzurermWebApplicationFirewallPolicy(scope, 'existing-firewall-policy', {
      name,
      resourceGroupName: resourceGroup,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.location == "${location}"}`,
            errorMessage: `existing.webApplicationFirewallPolicyId must be a policy in ${location}, the region of the load balancer.`,
          },
        ],
      },
    });
  }
}

function addNetwork(scope: Construct, networkId: string, { existing, network }: Environment): void {
  const { name, resourceGroup } = partsOfResourceId(networkId);
  const { text } = network.virtualNetworkCidr;
  new DataAzurermVirtualNetwork(scope, 'existing-virtual-network', {
    name,
    resourceGroupName: resourceGroup,
    lifecycle: {
      postcondition: [
        {
          condition: `\${contains(self.address_space, "${text}")}`,
          errorMessage: `network.virtualNetworkCidr must be a range of ${existing.virtualNetworkId}, which has not ${text}: "az network vnet show --query addressSpace.addressPrefixes" prints them.`,
        },
      ],
    },
  });
}

function addSubnet(
  scope: Construct,
  id: string,
  subnetId: string,
  conditions: readonly (Postcondition | undefined)[],
): void {
  const network = partsOfResourceId(networkOfSubnet(subnetId));
  const postcondition = conditions.filter((condition) => condition !== undefined);
  new DataAzurermSubnet(scope, id, {
    name: partsOfResourceId(subnetId).name,
    virtualNetworkName: network.name,
    resourceGroupName: network.resourceGroup,
    lifecycle: postcondition.length > 0 ? { postcondition } : undefined,
  });
}

function hasRange(property: string, range: string): Postcondition {
  return {
    condition: `\${contains(self.address_prefixes, "${range}")}`,
    errorMessage: `${property} must be the range of the subnet, which has not ${range}: "az network vnet subnet show --query addressPrefix" prints it.`,
  };
}

const HAS_ROUTE_TABLE: Postcondition = {
  condition: '${self.route_table_id != ""}',
  errorMessage:
    'existing.aksSubnetId must have a route table with cluster.egress user-route: "az network vnet subnet update --route-table" puts one on it.',
};

function hasServiceEndpoint(subnetId: string): Postcondition {
  return {
    condition: `\${contains(self.service_endpoints, "${OPENAI_SERVICE}")}`,
    errorMessage: `existing.aksSubnetId must have the service endpoint ${OPENAI_SERVICE}: "az network vnet subnet update --ids ${subnetId} --service-endpoints ${OPENAI_SERVICE}" adds it.`,
  };
}
