import { ApplicationLoadBalancer } from '@cdktf/provider-azurerm/lib/application-load-balancer';
import { ApplicationLoadBalancerFrontend } from '@cdktf/provider-azurerm/lib/application-load-balancer-frontend';
import { ApplicationLoadBalancerSecurityPolicy } from '@cdktf/provider-azurerm/lib/application-load-balancer-security-policy';
import { ApplicationLoadBalancerSubnetAssociation } from '@cdktf/provider-azurerm/lib/application-load-balancer-subnet-association';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Release } from '@cdktf/provider-helm/lib/release';
import { TerraformProvider, TerraformStack, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GatewayContract } from '../contract';
import {
  ALB_CONTROLLER,
  NAME_RULES,
  RESOURCE_TYPES,
  chartVersionProblem,
  hostNameProblem,
  nameProblem,
  resourceIdProblem,
} from '../model';
import { checkProp } from './check-prop';
import { claim, claimName } from './claims';
import { addFirewallPolicy } from './firewall-policy';
import type { IAlbGateway, IResourceGroup, ISubnet, IWorkloadIdentity, IWorkloadIdentityCluster } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { allOrNone, known } from './optional-props';
import { ROLES, grantRole } from './roles';

/** Properties of {@link AlbGateway}. */
export interface AlbGatewayProps {
  /** Where the load balancer is made in bring-your-own mode. */
  readonly resourceGroup: IResourceGroup;
  /** The cluster the controller runs in; a cluster runs one. */
  readonly cluster: IWorkloadIdentityCluster;
  /**
   * The Helm provider that reaches the cluster. A second gateway needs one of its own, with an `alias`.
   *
   * @default - the Helm provider of the stack that has no alias
   */
  readonly helmProvider?: TerraformProvider;
  /** The subnet of the load balancer, delegated to it. */
  readonly subnet: ISubnet;
  /** Name of the controller's identity, 3 to 128 characters. */
  readonly identityName: string;
  /** Chart version of the controller, for example `1.13.0`: one that runs on the cluster's version of Kubernetes. */
  readonly controllerVersion: string;
  /**
   * Name of the load balancer that this construct makes (bring-your-own), 2 to 64 characters.
   *
   * @default - none: the controller makes one for each ApplicationLoadBalancer object (managed)
   */
  readonly loadBalancerName?: string;
  /**
   * Name of that load balancer's frontend, 1 to 64 characters.
   *
   * @default - none: the controller makes one for each Gateway object (managed)
   */
  readonly frontendName?: string;
  /**
   * Resource id of the firewall policy that the controller may put before its listeners; in the subscription and region
   * of the load balancer.
   *
   * @default - no firewall
   */
  readonly webApplicationFirewallPolicyId?: string;
  /**
   * Public ranges from which requests are let in, `203.0.113.0/24` for example: a firewall policy is made that blocks all others.
   * Not beside `webApplicationFirewallPolicyId`.
   *
   * @default - no policy is made
   */
  readonly allowedSourceRanges?: readonly string[];
  /** Name of that policy, 1 to 80 characters. @default - no policy is made */
  readonly firewallPolicyName?: string;
  /** What has to exist before Helm can log in to the cluster. @default - nothing */
  readonly installAfter?: readonly ITerraformDependable[];
  /** Whether Terraform refuses to destroy or replace the load balancer, its frontend and the controller's identity. @default true */
  readonly protect?: boolean;
}

/** What is known of a load balancer that exists already, with a controller that serves it. */
export interface LoadBalancerAttributes {
  /** Resource id: `az network alb show --query id`. */
  readonly loadBalancerId: string;
  /** Name of its frontend. @default - asking for the attachment throws */
  readonly frontendName?: string;
  /**
   * Host name of the frontend: `az network alb frontend show --query fqdn`.
   *
   * @default - asking for the attachment throws
   */
  readonly fqdn?: string;
}

/** @see https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller-helm */
const CHART = 'oci://mcr.microsoft.com/application-lb/charts/alb-controller';

/** Id of the controller's identity, below its cluster. */
const CONTROLLER_IDENTITY = 'alb-controller';

/** Type of the Helm provider, and its address where it has no alias. */
const HELM = 'helm';

/** A firewall policy, and the resource group it is in, by their ids. */
interface Firewall {
  readonly policyId: string;
  readonly resourceGroupId: string;
}

/** The one right that putting a firewall policy before a listener takes; no built-in role is as narrow. */
const JOIN_FIREWALL_POLICY = 'Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/join/action';

/**
 * Application Gateway for Containers: the ALB controller with its identity and roles, and in bring-your-own mode the
 * load balancer, which then outlives every Gateway object and has a host name at apply.
 *
 * Which controller runs on which version of Kubernetes is not checked here, since that ages: the release notes say it,
 * and the rules of an environment hold it against a dated table.
 *
 * @throws InvalidProps if a name or the version is none, if only one of load balancer and frontend is named, if the firewall policy's id is known after apply
 * only or stands beside ranges of its own, if the cluster has a controller already, or if another gateway of the stack has the load balancer's name or installs
 * by the same Helm provider
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/overview
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/alb-controller-release-notes
 * @example
 * import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
 * import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
 * import { App, TerraformStack } from 'cdktf';
 * import { AlbGateway, SecureVnet, WorkloadIdentityCluster } from './constructs';
 *
 * const app = new App();
 * const stack = new TerraformStack(app, 'team');
 * new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: '00000000-0000-0000-0000-000000000000' });
 * new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });
 *
 * const resourceGroup = { name: 'rg-team', id: '/subscriptions/…/resourceGroups/rg-team', location: 'westeurope' };
 * const network = SecureVnet.fromVnetAttributes(stack, 'network', {
 *   virtualNetworkId: `${resourceGroup.id}/providers/Microsoft.Network/virtualNetworks/vnet-team`,
 *   albSubnetName: 'snet-alb',
 * });
 * new AlbGateway(stack, 'gateway', {
 *   resourceGroup,
 *   cluster: WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
 *     resourceGroup,
 *     oidcIssuerUrl: 'https://westeurope.oic.prod-aks.azure.com/…/',
 *     nodeResourceGroupId: '/subscriptions/…/resourceGroups/MC_rg-team_aks-team_westeurope',
 *   }),
 *   subnet: network.albSubnet,
 *   identityName: 'id-alb',
 *   controllerVersion: '1.13.0',
 *   loadBalancerName: 'alb-team',
 *   frontendName: 'fe-team',
 * });
 * app.synth();
 */
export class AlbGateway extends Construct implements IAlbGateway {
  /**
   * A load balancer that was made elsewhere, served by a controller that was installed elsewhere, to attach routes to.
   *
   * @throws InvalidProps if the id, the frontend's name or the host name is none
   */
  public static fromLoadBalancerAttributes(
    scope: Construct,
    id: string,
    attributes: LoadBalancerAttributes,
  ): IAlbGateway {
    return new ImportedGateway(scope, id, attributes);
  }

  /** How a Gateway object finds its load balancer, as the contract says it to the charts. */
  public readonly attachment: GatewayContract;
  /** Host name of the frontend. @default - the controller makes the load balancer, so the name is known after that */
  public readonly fqdn?: string;

  public constructor(scope: Construct, id: string, props: AlbGatewayProps) {
    super(scope, id);
    const { identityName, loadBalancerName, frontendName } = props;
    checkProp(this, 'controllerVersion', props.controllerVersion, chartVersionProblem);
    checkProp(this, 'identityName', identityName, (value) => nameProblem(value, NAME_RULES.albControllerIdentity));
    checkProp(this, 'loadBalancerName', loadBalancerName, (value) => nameProblem(value, NAME_RULES.loadBalancer));
    checkProp(this, 'frontendName', frontendName, (value) => nameProblem(value, NAME_RULES.frontend));
    const own = allOrNone(this, { loadBalancerName, frontendName });
    const firewall = this.firewallOf(props);
    this.claimCluster(props);
    this.node.addValidation({ validate: () => this.helmProblems(props) });

    const identity = props.cluster.federate(CONTROLLER_IDENTITY, {
      namespace: ALB_CONTROLLER.namespace,
      serviceAccountName: ALB_CONTROLLER.serviceAccountName,
      identityName: props.identityName,
      protect: props.protect,
    });
    this.installController(props, identity, this.grantRoles(props, identity, firewall));

    if (own) {
      const { loadBalancerName: name } = own;
      claimName(this, { prop: 'loadBalancerName', kind: 'load balancer', name, resourceGroup: props.resourceGroup });
      const { loadBalancer, frontend } = this.addLoadBalancer(own.loadBalancerName, own.frontendName, props, firewall);
      this.fqdn = frontend.fullyQualifiedDomainName;
      this.attachment = {
        mode: 'bring-your-own',
        loadBalancerId: loadBalancer.id,
        frontendName: frontend.name,
        fqdn: frontend.fullyQualifiedDomainName,
      };
    } else {
      this.attachment = { mode: 'managed', albSubnetId: props.subnet.id };
    }
  }

  /** The firewall before the listeners: one that exists, or one that is made. */
  private firewallOf(props: AlbGatewayProps): Firewall | undefined {
    const { webApplicationFirewallPolicyId: policyId, allowedSourceRanges, firewallPolicyName, resourceGroup } = props;
    const own = allOrNone(this, { allowedSourceRanges, firewallPolicyName });
    if (policyId === undefined) {
      return (
        own && { policyId: addFirewallPolicy(this, { resourceGroup, ...own }).id, resourceGroupId: resourceGroup.id }
      );
    }
    if (own) {
      throw new InvalidProps(
        this,
        "'allowedSourceRanges' must be left out with 'webApplicationFirewallPolicyId': one policy judges a request",
      );
    }
    if (!isLiteral(policyId)) {
      throw new InvalidProps(
        this,
        `'webApplicationFirewallPolicyId' must be a literal: its resource group is read from it`,
      );
    }
    checkProp(this, 'webApplicationFirewallPolicyId', policyId, (id) =>
      resourceIdProblem(id, RESOURCE_TYPES.firewallPolicy),
    );
    return { policyId, resourceGroupId: policyId.slice(0, policyId.search(/\/providers\//i)) };
  }

  /** A cluster runs one controller, and a Helm provider reaches one cluster. */
  private claimCluster({ cluster, helmProvider }: AlbGatewayProps): void {
    const [controller] = Construct.isConstruct(cluster)
      ? cluster.node.children.filter(({ node }) => node.id === CONTROLLER_IDENTITY)
      : [];
    if (controller) {
      throw new InvalidProps(
        this,
        `'cluster' must be one without an ALB controller, and ${controller.node.path} is the identity of its own: serve this load balancer by that controller`,
      );
    }
    // Told by its issuer too: two constructs may stand for one cluster.
    const first = claim(this, 'controller of a cluster', cluster.oidcIssuerUrl);
    if (first !== undefined) {
      throw new InvalidProps(
        this,
        `'cluster' must be one without an ALB controller, and ${first} installs one on the cluster of this issuer: serve this load balancer by that controller`,
      );
    }
    const other = claim(this, 'controller', helmProvider?.fqn ?? HELM);
    if (other !== undefined) {
      throw new InvalidProps(
        this,
        `'helmProvider' must be another than that of ${other}: a provider reaches one cluster, so give each gateway one with an alias`,
      );
    }
  }

  /** Terraform would install by a provider of its own making, on whatever cluster the machine's kubeconfig names. */
  private helmProblems({ helmProvider }: AlbGatewayProps): string[] {
    const isThere = TerraformStack.of(this)
      .node.findAll()
      .some(
        (node) =>
          TerraformProvider.isTerraformProvider(node) &&
          (helmProvider === undefined
            ? node.terraformResourceType === HELM && node.alias === undefined
            : node === helmProvider),
      );
    return isThere
      ? []
      : [
          `'helmProvider' must be given, or a HelmProvider without an alias be part of the stack: it installs the ALB controller on the cluster`,
        ];
  }

  /**
   * The three roles of the controller.
   *
   * @see https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-create-application-gateway-for-containers-managed-by-alb-controller
   */
  private grantRoles(
    props: AlbGatewayProps,
    { principalId }: IWorkloadIdentity,
    firewall?: Firewall,
  ): ITerraformDependable[] {
    const { nodeResourceGroupId } = props.cluster;
    const principalType = 'ServicePrincipal';
    return [
      grantRole(this, 'reader', { role: ROLES.READER, on: nodeResourceGroupId, principalId, principalType }),
      grantRole(this, 'configuration-manager', {
        role: ROLES.ALB_CONFIGURATION_MANAGER,
        // Where the load balancer is: the controller makes its own beside the nodes.
        on: props.loadBalancerName === undefined ? nodeResourceGroupId : props.resourceGroup.id,
        principalId,
        principalType,
      }),
      grantRole(this, 'network-contributor', {
        role: ROLES.NETWORK_CONTRIBUTOR,
        on: props.subnet.id,
        principalId,
        principalType,
      }),
      ...(firewall ? [this.grantFirewall(firewall, props.identityName, principalId)] : []),
    ];
  }

  /** @see https://learn.microsoft.com/azure/application-gateway/for-containers/web-application-firewall */
  private grantFirewall(
    { policyId, resourceGroupId }: Firewall,
    identityName: string,
    principalId: string,
  ): ITerraformDependable {
    const role = new RoleDefinition(this, 'join-firewall-policy', {
      // Names of roles are taken in the whole tenant; the identity's carries what tells this environment from others.
      name: `${identityName} joins firewall policies`,
      scope: resourceGroupId,
      permissions: [{ actions: [JOIN_FIREWALL_POLICY] }],
    });
    return new RoleAssignment(this, 'firewall-policy', {
      roleDefinitionId: role.roleDefinitionResourceId,
      scope: policyId,
      principalId,
      principalType: 'ServicePrincipal',
    });
  }

  private installController(
    props: AlbGatewayProps,
    identity: IWorkloadIdentity,
    roles: readonly ITerraformDependable[],
  ): void {
    new Release(this, 'controller', {
      provider: props.helmProvider,
      name: ALB_CONTROLLER.release.name,
      chart: CHART,
      version: props.controllerVersion,
      namespace: ALB_CONTROLLER.release.namespace,
      set: [
        { name: 'albController.namespace', value: ALB_CONTROLLER.namespace },
        { name: 'albController.podIdentity.clientID', value: identity.clientId },
      ],
      // An install that fails half way is taken back, so that the next apply starts from nothing.
      atomic: true,
      // A release that is there and in no state, since a run died, is taken over.
      upgradeInstall: true,
      timeout: 600,
      dependsOn: [...roles, ...identity.credentials, ...(props.installAfter ?? [])],
    });
  }

  private addLoadBalancer(
    name: string,
    frontendName: string,
    { resourceGroup, cluster, subnet, protect = true }: AlbGatewayProps,
    firewall?: Firewall,
  ) {
    const loadBalancer = new ApplicationLoadBalancer(this, 'load-balancer', {
      name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      lifecycle: { preventDestroy: protect },
      // Only its association needs the subnet, but Azure lets the subnet go last: its link to the load balancer may
      // outlive the association.
      dependsOn: [...(subnet.dependables ?? [])],
    });
    const frontend = new ApplicationLoadBalancerFrontend(this, 'frontend', {
      name: frontendName,
      applicationLoadBalancerId: loadBalancer.id,
      lifecycle: { preventDestroy: protect },
    });
    const association = new ApplicationLoadBalancerSubnetAssociation(this, 'subnet-association', {
      name: 'alb-subnet',
      applicationLoadBalancerId: loadBalancer.id,
      subnetId: subnet.id,
      // The frontend changes the load balancer too, and the provider takes no lock on it. The association changes the
      // network, and AKS refuses a cluster while that lasts.
      dependsOn: [frontend, ...(cluster.dependables ?? [])],
    });
    if (firewall) {
      // The controller makes this for a load balancer of its own; for ours it takes the policies it finds here alone.
      new ApplicationLoadBalancerSecurityPolicy(this, 'security-policy', {
        name: 'web-application-firewall',
        applicationLoadBalancerId: loadBalancer.id,
        location: resourceGroup.location,
        webApplicationFirewallPolicyId: firewall.policyId,
        dependsOn: [association],
      });
    }
    return { loadBalancer, frontend };
  }
}

class ImportedGateway extends Construct implements IAlbGateway {
  public readonly fqdn?: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: LoadBalancerAttributes,
  ) {
    super(scope, id);
    const { loadBalancerId } = attributes;
    checkProp(this, 'loadBalancerId', loadBalancerId, (value) => resourceIdProblem(value, RESOURCE_TYPES.loadBalancer));
    checkProp(this, 'frontendName', attributes.frontendName, (value) => nameProblem(value, NAME_RULES.frontend));
    checkProp(this, 'fqdn', attributes.fqdn, hostNameProblem);
    this.fqdn = attributes.fqdn;
  }

  public get attachment(): GatewayContract {
    return {
      mode: 'bring-your-own',
      loadBalancerId: this.attributes.loadBalancerId,
      frontendName: this.attribute('frontendName'),
      fqdn: this.attribute('fqdn'),
    };
  }

  private attribute(attribute: 'frontendName' | 'fqdn'): string {
    const value = this.attributes[attribute];
    return known(this, { attribute, value, imported: 'load balancer', method: 'fromLoadBalancerAttributes' });
  }
}
