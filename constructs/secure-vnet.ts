import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { NatGatewayPublicIpAssociation } from '@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  NAME_RULES,
  RESOURCE_TYPES,
  albSubnetProblem,
  nameProblem,
  networkOfSubnet,
  networkSizeProblem,
  overlappingRanges,
  parseCidr,
  partsOfResourceId,
  portProblem,
  rangesOutside,
  reservedByAksProblem,
  reservedByAzureProblem,
  resourceIdProblem,
  type NamedRange,
} from '../model';
import { checkProp } from './check-prop';
import { claimName } from './claims';
import type { IResourceGroup, ISecureVnet, ISubnet } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { allOrNone, known } from './optional-props';

/** Properties of {@link SecureVnet}. Ranges are IPv4 CIDR, for example `10.21.0.0/24`. */
export interface SecureVnetProps {
  /** Where the network and its security groups are made. */
  readonly resourceGroup: IResourceGroup;
  /** Name of the network, 2 to 64 characters. */
  readonly virtualNetworkName: string;
  /**
   * Resource id of the network where it exists already, written out: subnets are made in its resource group.
   *
   * @default - the network is made
   */
  readonly virtualNetworkId?: string;
  /** Resource id of the nodes' subnet where it exists already, with whatever guards it. @default - the subnet is made */
  readonly aksSubnetId?: string;
  /** Resource id of the subnet of Application Gateway for Containers where it exists already. @default - the subnet is made */
  readonly albSubnetId?: string;
  /**
   * Resource id of the subnet of private endpoints where it exists already, with whatever guards it.
   *
   * @default - the subnet is made where it is described
   */
  readonly privateEndpointSubnetId?: string;
  /** Range of the network; every subnet lies in it. */
  readonly virtualNetworkCidr: string;
  /** Name of the nodes' subnet, 1 to 80 characters. */
  readonly aksSubnetName: string;
  /** Range of the nodes, and of the pods where they take addresses of it. */
  readonly aksSubnetCidr: string;
  /** Name of the security group of the nodes' subnet, 1 to 80 characters. */
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
  /** Name of the subnet of Application Gateway for Containers, 1 to 80 characters. */
  readonly albSubnetName: string;
  /** Range of Application Gateway for Containers, at least a /24, and exactly that where pods have a range of their own. */
  readonly albSubnetCidr: string;
  /** Name of the subnet of private endpoints, 1 to 80 characters. @default - no subnet for private endpoints */
  readonly privateEndpointSubnetName?: string;
  /** Range of the subnet of private endpoints. @default - no subnet for private endpoints */
  readonly privateEndpointSubnetCidr?: string;
  /** Name of that subnet's security group, 1 to 80 characters. @default - no subnet for private endpoints */
  readonly privateEndpointNetworkSecurityGroupName?: string;
  /** Name of the API server's subnet, 1 to 80 characters. @default - no subnet for the API server */
  readonly apiServerSubnetName?: string;
  /** Range of the API server's subnet, a /28 or larger. @default - no subnet for the API server */
  readonly apiServerSubnetCidr?: string;
  /** Name of that subnet's security group, 1 to 80 characters. @default - no subnet for the API server */
  readonly apiServerNetworkSecurityGroupName?: string;
  /** Resource id of the API server's subnet where it exists already. @default - the subnet is made where it is described */
  readonly apiServerSubnetId?: string;
  /** Name of a NAT gateway by which the nodes reach the internet, 1 to 80 characters. @default - no NAT gateway */
  readonly natGatewayName?: string;
  /** Name of the NAT gateway's public address, 1 to 80 characters. @default - no NAT gateway */
  readonly natGatewayAddressName?: string;
  /** Resource id of a route table that is put on the nodes' subnet. @default - none is */
  readonly routeTableId?: string;
  /** Whether Terraform refuses to destroy or replace the network. @default true */
  readonly protect?: boolean;
}

/** What is known of a network that exists already. */
export interface VnetAttributes {
  /** Resource id: `az network vnet show --query id`. */
  readonly virtualNetworkId: string;
  /** Name of the network. @default - asking for it throws */
  readonly virtualNetworkName?: string;
  /** Name of the nodes' subnet. @default - asking for that subnet throws */
  readonly aksSubnetName?: string;
  /** Name of the subnet of Application Gateway for Containers. @default - asking for that subnet throws */
  readonly albSubnetName?: string;
  /** Name of the subnet of private endpoints. @default - there is none */
  readonly privateEndpointSubnetName?: string;
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
export const OPENAI_SERVICE = 'Microsoft.CognitiveServices';

/** What Application Gateway for Containers takes a subnet as. */
const ALB_DELEGATION = 'Microsoft.ServiceNetworking/trafficControllers';

/** What the API server of a cluster takes a subnet as. */
const API_SERVER_DELEGATION = 'Microsoft.ContainerService/managedClusters';

/**
 * Where Azure's load balancer asks from whether a node is well. A default rule of Azure lets it in too, but after every other:
 * whatever denies more would come first.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#allowazureloadbalancerinbound
 */
const LOAD_BALANCER = 'AzureLoadBalancer';

/** The last priority that Azure lets a rule have. */
const LAST_PRIORITY = 4096;

/** The last of a group: what a rule before it has not let in from the internet stays out. */
const DENY_INTERNET: InboundRule = {
  name: 'DenyInternetInbound',
  priority: LAST_PRIORITY,
  access: 'Deny',
  from: 'Internet',
  port: '*',
  protocol: '*',
};

/**
 * A virtual network with a subnet for the nodes and one for Application Gateway for Containers, closed to the internet.
 *
 * The nodes' subnet carries a network security group. The load balancer's does not: what Azure lets in there is the
 * published page, and the rules it needs besides are the service's own.
 *
 * What exists already is handed in by its id: it is put to use and left as it is.
 *
 * @throws InvalidProps if a name, a range, an id or a port is none, if a subnet lies outside the network, overlaps another, or is too small for its service, or if
 * the subnet of private endpoints is described in part
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components
 * @example
 * import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
 * import { App, TerraformStack } from 'cdktf';
 * import { SecureVnet } from './constructs';
 *
 * const app = new App();
 * const stack = new TerraformStack(app, 'team');
 * new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
 *
 * new SecureVnet(stack, 'network', {
 *   resourceGroup: { name: 'rg-team', id: '/subscriptions/…/resourceGroups/rg-team', location: 'westeurope' },
 *   virtualNetworkName: 'vnet-team',
 *   virtualNetworkCidr: '10.21.0.0/16',
 *   aksSubnetName: 'snet-aks',
 *   aksSubnetCidr: '10.21.0.0/24',
 *   aksNetworkSecurityGroupName: 'nsg-aks',
 *   podCidr: '10.244.0.0/16',
 *   albSubnetName: 'snet-alb',
 *   albSubnetCidr: '10.21.1.0/24',
 * });
 * app.synth();
 */
export class SecureVnet extends Construct implements ISecureVnet {
  /**
   * A network that was made elsewhere, with its subnets, to put a cluster, an account or a gateway into.
   *
   * @throws InvalidProps if the id is none
   */
  public static fromVnetAttributes(scope: Construct, id: string, attributes: VnetAttributes): ISecureVnet {
    return new ImportedVnet(scope, id, attributes);
  }

  /** Resource id of the network. */
  public readonly virtualNetworkId: string;
  /** Name of the network. */
  public readonly virtualNetworkName: string;
  /** The subnet of the nodes. */
  public readonly aksSubnet: ISubnet;
  /** The subnet of Application Gateway for Containers. */
  public readonly albSubnet: ISubnet;
  /** The subnet of private endpoints. @default - there is none */
  public readonly privateEndpointSubnet?: ISubnet;
  /** The subnet of the API server. @default - there is none */
  public readonly apiServerSubnet?: ISubnet;
  /** The address by which the nodes reach the internet. @default - there is no NAT gateway */
  public readonly egressAddress?: string;

  private readonly resourceGroup: IResourceGroup;
  /** That of the network, which its subnets share. */
  private readonly networkResourceGroupName: string;
  /** Everything that changes the network while it is made. */
  private readonly changes: ITerraformDependable[] = [];

  public constructor(scope: Construct, id: string, props: SecureVnetProps) {
    super(scope, id);
    this.checkNames(props);
    this.checkRanges(props);
    this.checkIds(props);
    this.resourceGroup = props.resourceGroup;
    if (props.virtualNetworkId === undefined) {
      const network = this.addNetwork(props);
      this.virtualNetworkId = network.id;
      this.virtualNetworkName = network.name;
      this.networkResourceGroupName = props.resourceGroup.name;
    } else {
      this.virtualNetworkId = props.virtualNetworkId;
      const { name, resourceGroup } = partsOfResourceId(props.virtualNetworkId);
      this.virtualNetworkName = name;
      this.networkResourceGroupName = resourceGroup;
    }
    this.aksSubnet = this.addAksSubnet(props);
    this.albSubnet = this.addAlbSubnet(props);
    this.privateEndpointSubnet = this.addPrivateEndpointSubnet(props);
    this.apiServerSubnet = this.addApiServerSubnet(props);
    this.egressAddress = this.addNatGateway(props);
    this.addRouteTable(props);
  }

  private addNetwork(props: SecureVnetProps): VirtualNetwork {
    const { virtualNetworkName: name, resourceGroup } = props;
    claimName(this, { prop: 'virtualNetworkName', kind: 'network', name, resourceGroup });
    return new VirtualNetwork(this, 'Resource', {
      name: props.virtualNetworkName,
      resourceGroupName: props.resourceGroup.name,
      location: props.resourceGroup.location,
      addressSpace: [props.virtualNetworkCidr],
      lifecycle: { preventDestroy: props.protect ?? true },
    });
  }

  private addAksSubnet(props: SecureVnetProps): ISubnet {
    if (props.aksSubnetId !== undefined) {
      return { ...this.existingSubnet(props.aksSubnetId), dependables: this.changes };
    }
    const subnet = new Subnet(this, 'aks-subnet', {
      name: props.aksSubnetName,
      resourceGroupName: this.networkResourceGroupName,
      virtualNetworkName: this.virtualNetworkName,
      addressPrefixes: [props.aksSubnetCidr],
      // azurerm 5: service_endpoint
      serviceEndpoints: (props.openAiServiceEndpoint ?? true) ? [OPENAI_SERVICE] : undefined,
    });
    const securityGroup = this.addNetworkSecurityGroup('aks-subnet-nsg', props.aksNetworkSecurityGroupName, subnet, [
      {
        name: 'AllowLoadBalancerSubnetInbound',
        priority: 100,
        access: 'Allow',
        from: props.albSubnetCidr,
        port: '*',
        protocol: 'Tcp',
      },
      {
        name: 'AllowNodesInbound',
        priority: 110,
        access: 'Allow',
        from: props.aksSubnetCidr,
        port: '*',
        protocol: '*',
      },
      ...podRules(props.podCidr),
      {
        name: 'AllowAzureLoadBalancerInbound',
        priority: 130,
        access: 'Allow',
        from: LOAD_BALANCER,
        port: '*',
        protocol: '*',
      },
      ...(props.internetPorts ?? []).map(internetRule),
      DENY_INTERNET,
    ]);
    const { id, name, virtualNetworkId } = this.subnet(subnet, securityGroup);
    // AKS refuses nodes in a network that is being changed, so they wait for what becomes of every subnet.
    return { id, name, virtualNetworkId, dependables: this.changes };
  }

  private addAlbSubnet(props: SecureVnetProps): ISubnet {
    if (props.albSubnetId !== undefined) return this.existingSubnet(props.albSubnetId);
    const subnet = new Subnet(this, 'alb-subnet', {
      name: props.albSubnetName,
      resourceGroupName: this.networkResourceGroupName,
      virtualNetworkName: this.virtualNetworkName,
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
    return this.subnet(subnet);
  }

  private addPrivateEndpointSubnet(props: SecureVnetProps): ISubnet | undefined {
    if (props.privateEndpointSubnetId !== undefined) return this.existingSubnet(props.privateEndpointSubnetId);
    const asked = allOrNone(this, {
      privateEndpointSubnetName: props.privateEndpointSubnetName,
      privateEndpointSubnetCidr: props.privateEndpointSubnetCidr,
      privateEndpointNetworkSecurityGroupName: props.privateEndpointNetworkSecurityGroupName,
    });
    if (asked === undefined) return undefined;
    const subnet = new Subnet(this, 'private-endpoint-subnet', {
      name: asked.privateEndpointSubnetName,
      resourceGroupName: this.networkResourceGroupName,
      virtualNetworkName: this.virtualNetworkName,
      addressPrefixes: [asked.privateEndpointSubnetCidr],
      // Without this a private endpoint passes the security group by.
      privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
      defaultOutboundAccessEnabled: false,
    });
    const securityGroup = this.addNetworkSecurityGroup(
      'private-endpoint-subnet-nsg',
      asked.privateEndpointNetworkSecurityGroupName,
      subnet,
      [
        nodesRule('AllowNodesInbound', 100, props.aksSubnetCidr, '443'),
        { name: 'DenyAllInbound', priority: LAST_PRIORITY, access: 'Deny', from: '*', port: '*', protocol: '*' },
      ],
    );
    return this.subnet(subnet, securityGroup);
  }

  private subnet(subnet: Subnet, association?: ITerraformDependable): ISubnet {
    this.changes.push(subnet, ...(association ? [association] : []));
    const { id, name } = subnet;
    return { id, name, virtualNetworkId: this.virtualNetworkId, dependables: [association ?? subnet] };
  }

  /** @see https://learn.microsoft.com/azure/aks/api-server-vnet-integration */
  private addApiServerSubnet(props: SecureVnetProps): ISubnet | undefined {
    if (props.apiServerSubnetId !== undefined) return this.existingSubnet(props.apiServerSubnetId);
    const asked = allOrNone(this, {
      apiServerSubnetName: props.apiServerSubnetName,
      apiServerSubnetCidr: props.apiServerSubnetCidr,
      apiServerNetworkSecurityGroupName: props.apiServerNetworkSecurityGroupName,
    });
    if (asked === undefined) return undefined;
    const subnet = new Subnet(this, 'api-server-subnet', {
      name: asked.apiServerSubnetName,
      resourceGroupName: this.networkResourceGroupName,
      virtualNetworkName: this.virtualNetworkName,
      addressPrefixes: [asked.apiServerSubnetCidr],
      delegation: [
        {
          name: 'api-server',
          serviceDelegation: {
            name: API_SERVER_DELEGATION,
            actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'],
          },
        },
      ],
    });
    const securityGroup = this.addNetworkSecurityGroup(
      'api-server-subnet-nsg',
      asked.apiServerNetworkSecurityGroupName,
      subnet,
      [
        nodesRule('AllowNodesInbound', 100, props.aksSubnetCidr, '443'),
        nodesRule('AllowNodesTunnelInbound', 110, props.aksSubnetCidr, '4443'),
        {
          name: 'AllowLoadBalancerInbound',
          priority: 120,
          access: 'Allow',
          from: LOAD_BALANCER,
          port: '9988',
          protocol: 'Tcp',
        },
        DENY_INTERNET,
      ],
    );
    return this.subnet(subnet, securityGroup);
  }

  /** AKS wants the gateway on the subnet before there are nodes in it. */
  private addNatGateway(props: SecureVnetProps): string | undefined {
    const asked = allOrNone(this, {
      natGatewayName: props.natGatewayName,
      natGatewayAddressName: props.natGatewayAddressName,
    });
    if (asked === undefined) return undefined;
    const address = new PublicIp(this, 'nat-gateway-address', {
      name: asked.natGatewayAddressName,
      resourceGroupName: this.resourceGroup.name,
      location: this.resourceGroup.location,
      allocationMethod: 'Static',
      sku: 'Standard',
    });
    const gateway = new NatGateway(this, 'nat-gateway', {
      name: asked.natGatewayName,
      resourceGroupName: this.resourceGroup.name,
      location: this.resourceGroup.location,
      skuName: 'Standard',
      idleTimeoutInMinutes: 4,
    });
    this.changes.push(
      new NatGatewayPublicIpAssociation(this, 'nat-gateway-address-association', {
        natGatewayId: gateway.id,
        publicIpAddressId: address.id,
      }),
      new SubnetNatGatewayAssociation(this, 'aks-subnet-nat-gateway', {
        subnetId: this.aksSubnet.id,
        natGatewayId: gateway.id,
      }),
    );
    return address.ipAddress;
  }

  private addRouteTable({ routeTableId }: SecureVnetProps): void {
    if (routeTableId === undefined) return;
    this.changes.push(
      new SubnetRouteTableAssociation(this, 'aks-subnet-route-table', { subnetId: this.aksSubnet.id, routeTableId }),
    );
  }

  private existingSubnet(id: string): ISubnet {
    return { id, name: partsOfResourceId(id).name, virtualNetworkId: this.virtualNetworkId };
  }

  private addNetworkSecurityGroup(
    id: string,
    name: string,
    subnet: Subnet,
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
      networkSecurityGroupId: group.id,
    });
  }

  /** A subnet that exists lies in a network that does. */
  private checkIds(props: SecureVnetProps): void {
    const { virtualNetworkId, aksSubnetId, albSubnetId, privateEndpointSubnetId, apiServerSubnetId } = props;
    checkProp(this, 'routeTableId', props.routeTableId, (value) => resourceIdProblem(value, RESOURCE_TYPES.routeTable));
    checkProp(this, 'virtualNetworkId', virtualNetworkId, (value) =>
      resourceIdProblem(value, RESOURCE_TYPES.virtualNetwork),
    );
    if (virtualNetworkId !== undefined && !isLiteral(virtualNetworkId)) {
      throw new InvalidProps(
        this,
        `'virtualNetworkId' must be a literal: the network's resource group is read from it`,
      );
    }
    const subnets = { aksSubnetId, albSubnetId, privateEndpointSubnetId, apiServerSubnetId };
    for (const [prop, id] of Object.entries(subnets)) {
      if (id !== undefined && virtualNetworkId === undefined) {
        throw new InvalidProps(
          this,
          `'virtualNetworkId' must be given with '${prop}': the subnet lies in a network that exists`,
        );
      }
      checkProp(
        this,
        prop,
        id,
        (value) =>
          resourceIdProblem(value, RESOURCE_TYPES.subnet) ??
          (networkOfSubnet(value).toLowerCase() === virtualNetworkId!.toLowerCase()
            ? undefined
            : `must be a subnet of 'virtualNetworkId' ${virtualNetworkId}`),
      );
    }
  }

  private checkNames(props: SecureVnetProps): void {
    const names = {
      virtualNetworkName: NAME_RULES.virtualNetwork,
      aksSubnetName: NAME_RULES.aksSubnet,
      aksNetworkSecurityGroupName: NAME_RULES.aksNetworkSecurityGroup,
      albSubnetName: NAME_RULES.albSubnet,
      privateEndpointSubnetName: NAME_RULES.privateEndpointSubnet,
      privateEndpointNetworkSecurityGroupName: NAME_RULES.privateEndpointNetworkSecurityGroup,
      apiServerSubnetName: NAME_RULES.apiServerSubnet,
      apiServerNetworkSecurityGroupName: NAME_RULES.apiServerNetworkSecurityGroup,
      natGatewayName: NAME_RULES.natGateway,
      natGatewayAddressName: NAME_RULES.natGatewayAddress,
    };
    for (const [prop, rule] of Object.entries(names)) {
      checkProp(this, prop, props[prop as keyof typeof names], (value) => nameProblem(value, rule));
    }
    for (const port of props.internetPorts ?? []) checkProp(this, 'internetPorts', port, portProblem);
  }

  private checkRanges(props: SecureVnetProps): void {
    const network = this.readRange('virtualNetworkCidr', props.virtualNetworkCidr);
    const pods = this.readRange('podCidr', props.podCidr);
    const alb = this.readRange('albSubnetCidr', props.albSubnetCidr);
    const subnets = [
      this.readRange('aksSubnetCidr', props.aksSubnetCidr),
      alb,
      this.readRange('privateEndpointSubnetCidr', props.privateEndpointSubnetCidr),
      this.readRange('apiServerSubnetCidr', props.apiServerSubnetCidr),
    ].filter((range) => range !== undefined);
    const albProblem = alb && albSubnetProblem(alb.cidr, props.podCidr === undefined ? 'node-subnet' : 'overlay');
    const [problem] = [
      ...(network ? rangesOutside(network, subnets) : []),
      ...overlappingRanges(subnets),
      ...(network && pods ? overlappingRanges([network, pods]) : []),
      ...(alb && albProblem ? [{ range: alb, message: albProblem }] : []),
      ...[...(network ? [network] : []), ...subnets].flatMap((range) => {
        const message =
          networkSizeProblem(range.cidr) ?? reservedByAksProblem(range.cidr) ?? reservedByAzureProblem(range.cidr);
        return message === undefined ? [] : [{ range, message }];
      }),
    ];
    if (problem) {
      const { range, message } = problem;
      throw new InvalidProps(this, `${range.name} ${message}, got '${range.cidr.text}'`);
    }
  }

  private readRange(prop: string, text: string | undefined): NamedRange | undefined {
    if (text === undefined || !isLiteral(text)) return undefined;
    try {
      return { name: `'${prop}'`, cidr: parseCidr(text) };
    } catch (error) {
      throw new InvalidProps(this, `'${prop}' ${(error as Error).message}`);
    }
  }
}

class ImportedVnet extends Construct implements ISecureVnet {
  public readonly virtualNetworkId: string;
  public readonly privateEndpointSubnet?: ISubnet;

  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: VnetAttributes,
  ) {
    super(scope, id);
    checkProp(this, 'virtualNetworkId', attributes.virtualNetworkId, (value) =>
      resourceIdProblem(value, RESOURCE_TYPES.virtualNetwork),
    );
    this.virtualNetworkId = attributes.virtualNetworkId;
    const { privateEndpointSubnetName } = attributes;
    if (privateEndpointSubnetName !== undefined) this.privateEndpointSubnet = this.subnet(privateEndpointSubnetName);
  }

  public get virtualNetworkName(): string {
    return this.attribute('virtualNetworkName');
  }

  public get aksSubnet(): ISubnet {
    return this.subnet(this.attribute('aksSubnetName'));
  }

  public get albSubnet(): ISubnet {
    return this.subnet(this.attribute('albSubnetName'));
  }

  private subnet(name: string): ISubnet {
    const { virtualNetworkId } = this;
    return { id: `${virtualNetworkId}/subnets/${name}`, name, virtualNetworkId };
  }

  private attribute(attribute: 'virtualNetworkName' | 'aksSubnetName' | 'albSubnetName'): string {
    const value = this.attributes[attribute];
    return known(this, { attribute, value, imported: 'network', method: 'fromVnetAttributes' });
  }
}

/**
 * The pod range of an overlay is no part of the network's tag, and its traffic is not encapsulated.
 *
 * @see https://learn.microsoft.com/azure/aks/azure-cni-overlay#network-security-groups
 */
function podRules(podCidr: string | undefined): InboundRule[] {
  return podCidr === undefined
    ? []
    : [{ name: 'AllowPodsInbound', priority: 120, access: 'Allow', from: podCidr, port: '*', protocol: '*' }];
}

/** Lets the nodes in at one port. */
function nodesRule(name: string, priority: number, nodes: string, port: string): InboundRule {
  return { name, priority, access: 'Allow', from: nodes, port, protocol: 'Tcp' };
}

function internetRule(port: number, index: number): InboundRule {
  return {
    name: `AllowInternetInbound${port}`,
    priority: 1000 + index,
    access: 'Allow',
    from: 'Internet',
    port: String(port),
    protocol: 'Tcp',
  };
}
