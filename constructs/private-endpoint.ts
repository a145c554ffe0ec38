import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { Construct } from 'constructs';
import { claim, claimName } from './claims';
import type { IResourceGroup, ISubnet } from './interfaces';
import { InvalidProps } from './invalid-props';

/** A private endpoint, and the zone by which its network finds what it leads to. */
export interface PrivateEndpointOptions {
  /** Where both are made. */
  readonly resourceGroup: IResourceGroup;
  /** Name of the private endpoint. */
  readonly name: string;
  /** The subnet it takes its address of. */
  readonly subnet: ISubnet;
  /** Resource id of what it leads to. */
  readonly targetId: string;
  /** The part of that. */
  readonly subresource: string;
  /** Name of the zone. */
  readonly zoneName: string;
  /** Name of the zone's group of records, and of its link to the network. */
  readonly zoneGroupName: string;
  /** Resource id of a zone that the network is linked to already. @default - one is made */
  readonly privateDnsZoneId?: string;
}

/**
 * Leads a network to something of Azure by an address of its own.
 *
 * @returns the private endpoint, and the id of the zone
 * @throws InvalidProps if the stack has another private endpoint of the name, or makes the zone for another construct
 * @see https://learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export function addPrivateEndpoint(
  scope: Construct,
  options: PrivateEndpointOptions,
): { readonly endpoint: PrivateEndpoint; readonly zoneId: string } {
  const { resourceGroup, name, subnet, targetId, subresource, zoneGroupName, privateDnsZoneId } = options;
  claimName(scope, { prop: 'privateEndpointName', kind: 'private endpoint', name, resourceGroup });
  const zone = privateDnsZoneId === undefined ? addZone(scope, options) : undefined;
  const zoneId = zone?.id ?? privateDnsZoneId!;
  const endpoint = new PrivateEndpoint(scope, 'private-endpoint', {
    name,
    resourceGroupName: resourceGroup.name,
    location: resourceGroup.location,
    subnetId: subnet.id,
    privateServiceConnection: {
      name,
      privateConnectionResourceId: targetId,
      subresourceNames: [subresource],
      isManualConnection: false,
    },
    privateDnsZoneGroup: { name: zoneGroupName, privateDnsZoneIds: [zoneId] },
    dependsOn: [...(zone ? [zone.link] : []), ...(subnet.dependables ?? [])],
  });
  return { endpoint, zoneId };
}

function addZone(scope: Construct, { zoneName, zoneGroupName, subnet, resourceGroup }: PrivateEndpointOptions) {
  const owner =
    claim(scope, 'zone', zoneName, resourceGroup.name) ??
    claim(scope, 'zone of a network', zoneName, subnet.virtualNetworkId);
  if (owner !== undefined) {
    throw new InvalidProps(
      scope,
      `'privateDnsZoneId' must be given: ${owner} makes the zone ${zoneName}, of which a resource group holds one and a network knows one, so hand in its 'privateDnsZoneId'`,
    );
  }
  const zone = new PrivateDnsZone(scope, 'private-dns-zone', {
    name: zoneName,
    resourceGroupName: resourceGroup.name,
  });
  const link = new PrivateDnsZoneVirtualNetworkLink(scope, 'private-dns-zone-link', {
    name: zoneGroupName,
    // azurerm 5: private_dns_zone_id, in the place of both
    resourceGroupName: resourceGroup.name,
    privateDnsZoneName: zone.name,
    virtualNetworkId: subnet.virtualNetworkId,
  });
  return { id: zone.id, link };
}
