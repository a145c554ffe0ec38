import { ApplicationLoadBalancer } from '@cdktf/provider-azurerm/lib/application-load-balancer';
import { ApplicationLoadBalancerFrontend } from '@cdktf/provider-azurerm/lib/application-load-balancer-frontend';
import { ApplicationLoadBalancerSecurityPolicy } from '@cdktf/provider-azurerm/lib/application-load-balancer-security-policy';
import { ApplicationLoadBalancerSubnetAssociation } from '@cdktf/provider-azurerm/lib/application-load-balancer-subnet-association';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Release } from '@cdktf/provider-helm/lib/release';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ALB_CONTROLLER_NAMESPACE, ALB_CONTROLLER_SERVICE_ACCOUNT } from '../config';
import { controllerMismatch } from '../config/versions';
import type { GatewayContract } from '../contract';
import type { IResourceGroup, ISubnet, IWorkloadIdentity, IWorkloadIdentityCluster } from './interfaces';
import { InvalidProps } from './invalid-props';
import { isLiteral } from './literals';
import { ROLES, grantRole } from './roles';

/** What an {@link AlbGateway} is made of. */
export interface AlbGatewayProps {
  readonly resourceGroup: IResourceGroup;
  /** The cluster the controller runs in. A Helm provider for it has to be part of the stack. */
  readonly cluster: IWorkloadIdentityCluster;
  /** Minor version of that cluster, for example `1.36`. */
  readonly kubernetesVersion: string;
  /** The subnet of the load balancer, delegated to it. */
  readonly subnet: ISubnet;
  /** Name of the controller's identity. */
  readonly identityName: string;
  /** Chart version of the controller, for example `1.13.0`. */
  readonly controllerVersion: string;
  /**
   * The load balancer that this construct makes (bring-your-own).
   *
   * @default - none: the controller makes one for each ApplicationLoadBalancer object (managed)
   */
  readonly loadBalancer?: LoadBalancerProps;
  /**
   * Resource id of the firewall policy that the controller may put before its listeners; in the subscription and region
   * of the load balancer.
   *
   * @default - no firewall
   */
  readonly webApplicationFirewallPolicyId?: string;
  /** What has to exist before Helm can log in to the cluster. @default - nothing */
  readonly installAfter?: readonly ITerraformDependable[];
}

/** Names of a load balancer, 2 to 64 characters, and of its frontend, 1 to 64. */
export interface LoadBalancerProps {
  readonly name: string;
  readonly frontendName: string;
}

/** @see https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller-helm */
const CHART = 'oci://mcr.microsoft.com/application-lb/charts/alb-controller';

/** The one right that putting a firewall policy before a listener takes; no built-in role is as narrow. */
const JOIN_FIREWALL_POLICY = 'Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/join/action';

/**
 * Application Gateway for Containers: the ALB controller with its identity and roles, and in bring-your-own mode the
 * load balancer, which then outlives every Gateway object and has a host name at apply.
 *
 * @throws InvalidProps if the controller does not run on the cluster's version, or if the firewall policy's id is known
 * after apply only
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/overview
 */
export class AlbGateway extends Construct {
  /** What the Gateway chart needs, in the words of the contract. */
  public readonly gateway: GatewayContract;
  /** Host name of the frontend; bring-your-own mode only. */
  public readonly fqdn?: string;

  public constructor(scope: Construct, id: string, props: AlbGatewayProps) {
    super(scope, id);
    const mismatch =
      isLiteral(props.kubernetesVersion) && isLiteral(props.controllerVersion)
        ? controllerMismatch(props.controllerVersion, props.kubernetesVersion)
        : undefined;
    if (mismatch) throw new InvalidProps(this, `'controllerVersion': ${mismatch}`);

    if (props.webApplicationFirewallPolicyId !== undefined && !isLiteral(props.webApplicationFirewallPolicyId)) {
      throw new InvalidProps(
        this,
        `'webApplicationFirewallPolicyId' must be a literal: its resource group is read from it`,
      );
    }

    const identity = props.cluster.federate('alb-controller', {
      namespace: ALB_CONTROLLER_NAMESPACE,
      serviceAccountName: ALB_CONTROLLER_SERVICE_ACCOUNT,
      identityName: props.identityName,
    });
    this.installController(props, identity, this.grantRoles(props, identity));

    if (props.loadBalancer) {
      const { loadBalancer, frontend } = this.addLoadBalancer(props.loadBalancer, props);
      this.fqdn = frontend.fullyQualifiedDomainName;
      this.gateway = {
        mode: 'bring-your-own',
        load_balancer_id: loadBalancer.id,
        frontend_name: frontend.name,
        fqdn: frontend.fullyQualifiedDomainName,
      };
    } else {
      this.gateway = { mode: 'managed', alb_subnet_id: props.subnet.id };
    }
  }

  /**
   * The three roles of the controller.
   *
   * @see https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-create-application-gateway-for-containers-managed-by-alb-controller
   */
  private grantRoles(props: AlbGatewayProps, { principalId }: IWorkloadIdentity): RoleAssignment[] {
    const controller = { principalId, principalType: 'ServicePrincipal' } as const;
    return [
      grantRole(this, 'reader', { ...controller, role: ROLES.READER, on: props.cluster.nodeResourceGroupId }),
      grantRole(this, 'configuration-manager', {
        ...controller,
        role: ROLES.ALB_CONFIGURATION_MANAGER,
        // Where the load balancer is: the controller makes its own beside the nodes.
        on: props.loadBalancer ? props.resourceGroup.id : props.cluster.nodeResourceGroupId,
      }),
      grantRole(this, 'network-contributor', { ...controller, role: ROLES.NETWORK_CONTRIBUTOR, on: props.subnet.id }),
      ...(props.webApplicationFirewallPolicyId === undefined
        ? []
        : [this.grantFirewall(props.webApplicationFirewallPolicyId, props, principalId)]),
    ];
  }

  /** @see https://learn.microsoft.com/azure/application-gateway/for-containers/web-application-firewall */
  private grantFirewall(policyId: string, { identityName }: AlbGatewayProps, principalId: string): RoleAssignment {
    const role = new RoleDefinition(this, 'join-firewall-policy', {
      // Names of roles are taken in the whole tenant; the identity's carries what tells this environment from others.
      name: `${identityName} joins firewall policies`,
      scope: policyId.slice(0, policyId.search(/\/providers\//i)),
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
    roles: readonly RoleAssignment[],
  ): void {
    new Release(this, 'controller', {
      name: 'alb-controller',
      chart: CHART,
      version: props.controllerVersion,
      // The chart makes the controller's own namespace; the release is kept outside of it.
      namespace: 'default',
      set: [
        { name: 'albController.namespace', value: ALB_CONTROLLER_NAMESPACE },
        { name: 'albController.podIdentity.clientID', value: identity.clientId },
      ],
      // An install that fails half way is taken back, so that the next apply starts from nothing.
      atomic: true,
      timeout: 600,
      dependsOn: [...roles, ...identity.credentials, ...(props.installAfter ?? [])],
    });
  }

  private addLoadBalancer(
    names: LoadBalancerProps,
    { resourceGroup, subnet, webApplicationFirewallPolicyId }: AlbGatewayProps,
  ) {
    const loadBalancer = new ApplicationLoadBalancer(this, 'load-balancer', {
      name: names.name,
      resourceGroupName: resourceGroup.name,
      location: resourceGroup.location,
      // Only its association needs the subnet, but Azure lets the subnet go last: its link to the load balancer may
      // outlive the association.
      dependsOn: [...(subnet.dependables ?? [])],
    });
    const frontend = new ApplicationLoadBalancerFrontend(this, 'frontend', {
      name: names.frontendName,
      applicationLoadBalancerId: loadBalancer.id,
    });
    const association = new ApplicationLoadBalancerSubnetAssociation(this, 'subnet-association', {
      name: 'alb-subnet',
      applicationLoadBalancerId: loadBalancer.id,
      subnetId: subnet.id,
      // Both change the load balancer, and the provider takes no lock on it.
      dependsOn: [frontend],
    });
    if (webApplicationFirewallPolicyId !== undefined) {
      // The controller makes this for a load balancer of its own; for ours it takes the policies it finds here alone.
      new ApplicationLoadBalancerSecurityPolicy(this, 'security-policy', {
        name: 'web-application-firewall',
        applicationLoadBalancerId: loadBalancer.id,
        location: resourceGroup.location,
        webApplicationFirewallPolicyId,
        dependsOn: [association],
      });
    }
    return { loadBalancer, frontend };
  }
}
