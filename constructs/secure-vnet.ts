import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { Subnet, type SubnetConfig } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { contains, overlaps, parseCidr, type Cidr } from '../config/address-plan';
import type { IResourceGroup, ISubnet } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';

/** What a {@link SecureVnet} is made of. Ranges are IPv4 CIDR. */
export interface SecureVnetProps {
  readonly resourceGroup: IResourceGroup;
  readonly virtualNetworkName: string;
  readonly virtualNetworkCidr: string;
  readonly aksSubnetName: string;
  /** Range of the nodes, and of the pods where they take addresses of it. */
  readonly aksSubnetCidr: string;
  readonly aksNetworkSecurityGroupName: string;
  /**
   * Whether calls to Azure OpenAI leave the AKS subnet by the Microsoft.CognitiveServices service endpoint, so that the
   * account can tell them by the subnet.
   *
   * @default true
   */
  readonly openAiServiceEndpoint?: boolean;
  /** Range the pods have of their own (Azure CNI Overlay). @default - pods take addresses of the AKS subnet */
  readonly podCidr?: string;
  /** TCP ports that the internet may reach on the nodes' load balancer. @default - none */
  readonly internetPorts?: readonly number[];
  readonly albSubnetName: string;
  /** Range of Application Gateway for Containers, at least a /24. */
  readonly albSubnetCidr: string;
  /** @default - no subnet for private endpoints */
  readonly privateEndpointSubnet?: PrivateEndpointSubnetProps;
}

/** The subnet that private endpoints take addresses of. */
export interface PrivateEndpointSubnetProps {
  readonly name: string;
  readonly cidr: string;
  readonly networkSecurityGroupName: string;
}

/** An inbound rule, by what tells it from the others. */
interface InboundRule {
  readonly name: string;
  readonly priority: number;
  readonly access: 'Allow' | 'Deny';
  /** A range, or a service tag. */
  readonly from: string;
  /** A port or `*`. */
  readonly port: string;
  readonly protocol: 'Tcp' | '*';
}

/** The service of Azure OpenAI, among those a subnet can have an endpoint for. */
const OPENAI_SERVICE = 'Microsoft.CognitiveServices';

/** What Application Gateway for Containers takes a subnet as. */
const ALB_DELEGATION = 'Microsoft.ServiceNetworking/trafficControllers';

/** The last priority that Azure lets a rule have. */
const LAST_PRIORITY = 4096;

/**
 * A virtual network with a subnet for the nodes and one for Application Gateway for Containers, closed to the internet.
 *
 * The nodes' subnet carries a network security group. The load balancer's does not: what Azure lets in there is the
 * published page, and the rules it needs besides are the service's own.
 *
 * @throws InvalidProps if a subnet lies outside the network, overlaps another, or is too small for its service
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components
 */
export class SecureVnet extends Construct {
  /** The subnet of the nodes. */
  public readonly aksSubnet: ISubnet;
  /** The subnet of Application Gateway for Containers. */
  public readonly albSubnet: ISubnet;
  /** The subnet of private endpoints, where one was asked for. */
  public readonly privateEndpointSubnet?: ISubnet;

  private readonly resourceGroup: IResourceGroup;
  private readonly network: VirtualNetwork;

  public constructor(scope: Construct, id: string, props: SecureVnetProps) {
    super(scope, id);
    this.checkRanges(props);
    this.resourceGroup = props.resourceGroup;
    this.network = new VirtualNetwork(this, 'Resource', {
      name: props.virtualNetworkName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      addressSpace: [props.virtualNetworkCidr],
    });
    this.aksSubnet = this.addAksSubnet(props);
    this.albSubnet = this.addSubnet('alb-subnet', {
      name: props.albSubnetName,
      addressPrefixes: [props.albSubnetCidr],
      delegation: [
        {
          name: 'application-gateway-for-containers',
          serviceDelegation: {
            name: ALB_DELEGATION,
            actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'],
          },
        },
      ],
    });
    this.privateEndpointSubnet =
      props.privateEndpointSubnet && this.addPrivateEndpointSubnet(props.privateEndpointSubnet, props);
  }

  private addAksSubnet(props: SecureVnetProps): ISubnet {
    const subnet = this.addSubnet('aks-subnet', {
      name: props.aksSubnetName,
      addressPrefixes: [props.aksSubnetCidr],
      serviceEndpoints: (props.openAiServiceEndpoint ?? true) ? [OPENAI_SERVICE] : undefined,
    });
    const allow = { access: 'Allow', port: '*', protocol: '*' } as const;
    const securityGroup = this.addNetworkSecurityGroup('aks-subnet-nsg', props.aksNetworkSecurityGroupName, subnet, [
      { ...allow, name: 'AllowLoadBalancerSubnetInbound', priority: 100, from: props.albSubnetCidr, protocol: 'Tcp' },
      { ...allow, name: 'AllowNodesInbound', priority: 110, from: props.aksSubnetCidr },
      // The pod range of an overlay is no part of the network's tag, and its traffic is not encapsulated:
      // https://learn.microsoft.com/azure/aks/azure-cni-overlay#network-security-groups
      ...(props.podCidr === undefined
        ? []
        : [{ ...allow, name: 'AllowPodsInbound', priority: 120, from: props.podCidr }]),
      ...(props.internetPorts ?? []).map((port, index) => ({
        ...allow,
        name: `AllowInternetInbound${port}`,
        priority: 1000 + index,
        from: 'Internet',
        port: String(port),
        protocol: 'Tcp' as const,
      })),
      {
        name: 'DenyInternetInbound',
        priority: LAST_PRIORITY,
        access: 'Deny',
        from: 'Internet',
        port: '*',
        protocol: '*',
      },
    ]);
    return { ...subnet, dependables: [securityGroup] };
  }

  private addPrivateEndpointSubnet(endpoint: PrivateEndpointSubnetProps, props: SecureVnetProps): ISubnet {
    const subnet = this.addSubnet('private-endpoint-subnet', {
      name: endpoint.name,
      addressPrefixes: [endpoint.cidr],
      // Without this a private endpoint passes the security group by.
      privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
      defaultOutboundAccessEnabled: false,
    });
    const securityGroup = this.addNetworkSecurityGroup(
      'private-endpoint-subnet-nsg',
      endpoint.networkSecurityGroupName,
      subnet,
      [
        {
          name: 'AllowNodesInbound',
          priority: 100,
          access: 'Allow',
          from: props.aksSubnetCidr,
          port: '443',
          protocol: 'Tcp',
        },
        { name: 'DenyAllInbound', priority: LAST_PRIORITY, access: 'Deny', from: '*', port: '*', protocol: '*' },
      ],
    );
    return { ...subnet, dependables: [securityGroup] };
  }

  private addSubnet(
    id: string,
    config: Omit<SubnetConfig, 'resourceGroupName' | 'virtualNetworkName' | 'id'>,
  ): ISubnet {
    const subnet = new Subnet(this, id, {
      ...config,
      resourceGroupName: this.resourceGroup.name,
      virtualNetworkName: this.network.name,
    });
    return { id: subnet.id, name: subnet.name, virtualNetworkId: this.network.id, dependables: [subnet] };
  }

  private addNetworkSecurityGroup(
    id: string,
    name: string,
    subnet: ISubnet,
    rules: readonly InboundRule[],
  ): ITerraformDependable {
    const group = new NetworkSecurityGroup(this, id, {
      name,
      resourceGroupName: this.resourceGroup.name,
      location: this.resourceGroup.location,
    });
    for (const rule of rules) {
      new NetworkSecurityRule(group, rule.name, {
        name: rule.name,
        resourceGroupName: this.resourceGroup.name,
        networkSecurityGroupName: group.name,
        direction: 'Inbound',
        access: rule.access,
        priority: rule.priority,
        protocol: rule.protocol,
        sourceAddressPrefix: rule.from,
        sourcePortRange: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: rule.port,
      });
    }
    return new SubnetNetworkSecurityGroupAssociation(group, 'association', {
      subnetId: subnet.id,
      // Spelled out instead of read: an apply to mocked providers has one id less to make up for it.
      networkSecurityGroupId: `${this.resourceGroup.id}/providers/Microsoft.Network/networkSecurityGroups/${group.name}`,
    });
  }

  private checkRanges(props: SecureVnetProps): void {
    const network = this.readRange('virtualNetworkCidr', props.virtualNetworkCidr);
    const subnets = [
      this.readRange('aksSubnetCidr', props.aksSubnetCidr),
      this.readRange('albSubnetCidr', props.albSubnetCidr),
      this.readRange('privateEndpointSubnet.cidr', props.privateEndpointSubnet?.cidr),
    ].filter((range) => range !== undefined);
    subnets.forEach((subnet, index) => {
      if (network && !contains(network.range, subnet.range)) {
        throw new InvalidProps(
          this,
          `'${subnet.prop}' must lie in 'virtualNetworkCidr' ${network.range.text}, got '${subnet.range.text}'`,
        );
      }
      const twin = subnets.slice(0, index).find((earlier) => overlaps(earlier.range, subnet.range));
      if (twin) {
        throw new InvalidProps(
          this,
          `'${subnet.prop}' must not overlap '${twin.prop}' ${twin.range.text}, got '${subnet.range.text}'`,
        );
      }
      if (subnet.prop === 'albSubnetCidr' && subnet.range.prefix > 24) {
        throw new InvalidProps(this, `'albSubnetCidr' must be a /24 or larger, got '${subnet.range.text}'`);
      }
    });
  }

  private readRange(prop: string, text: string | undefined): { prop: string; range: Cidr } | undefined {
    if (text === undefined || !isLiteral(text)) return undefined;
    try {
      return { prop, range: parseCidr(text) };
    } catch (error) {
      throw new InvalidProps(this, `'${prop}' ${(error as Error).message}`);
    }
  }
}
