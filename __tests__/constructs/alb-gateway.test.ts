import { TerraformOutput } from 'cdktf';
import { AlbGateway, WorkloadIdentityCluster, type AlbGatewayProps } from '../../constructs';
import { resourceGroup, subnet } from '../fixtures/infrastructure';
import { emptyStack, synthWith } from '../helpers/template';

const nodeResourceGroupId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/MC_test';
const loadBalancer = { name: 'alb-test', frontendName: 'fe-test' };

function synthGateway(change: Partial<AlbGatewayProps> = {}) {
  return synthWith((stack) => {
    const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, 'cluster', {
      resourceGroup,
      oidcIssuerUrl: 'https://issuer.example/',
      nodeResourceGroupId,
    });
    const { gateway } = new AlbGateway(stack, 'alb', {
      resourceGroup,
      cluster,
      kubernetesVersion: '1.36',
      subnet: subnet('snet-alb'),
      identityName: 'id-alb',
      controllerVersion: '1.13.0',
      ...change,
    });
    new TerraformOutput(stack, 'gateway', { value: gateway });
  });
}

function scopes(template: ReturnType<typeof synthGateway>) {
  return Object.fromEntries(
    Object.values(template.resources('azurerm_role_assignment')).map((role) => [
      role['role_definition_name'],
      role['scope'],
    ]),
  );
}

describe('AlbGateway', () => {
  test('installs the controller under an identity of its own', () => {
    // WHEN
    const template = synthGateway();

    // THEN
    expect(template.single('helm_release')).toMatchObject({
      chart: 'oci://mcr.microsoft.com/application-lb/charts/alb-controller',
      version: '1.13.0',
      set: [
        { name: 'albController.namespace', value: 'azure-alb-system' },
        {
          name: 'albController.podIdentity.clientID',
          value: expect.stringMatching(/azurerm_user_assigned_identity\..+\.client_id/),
        },
      ],
    });
    expect(template.single('azurerm_federated_identity_credential')['subject']).toBe(
      'system:serviceaccount:azure-alb-system:alb-controller-sa',
    );
  });

  test('waits with the controller for its roles, its credential and the login', () => {
    const waits = synthGateway().single('helm_release')['depends_on'] as string[];

    expect(waits.filter((address) => address.startsWith('azurerm_role_assignment.'))).toHaveLength(3);
    expect(waits.filter((address) => address.startsWith('azurerm_federated_identity_credential.'))).toHaveLength(1);
    expect(waits).toHaveLength(4);
  });

  test('makes no load balancer in managed mode, and manages those beside the nodes', () => {
    // WHEN
    const template = synthGateway();

    // THEN
    expect(template.count('azurerm_application_load_balancer')).toBe(0);
    expect(template.count('azurerm_application_load_balancer_frontend')).toBe(0);
    expect(template.count('azurerm_application_load_balancer_subnet_association')).toBe(0);
    expect(scopes(template)).toEqual({
      Reader: nodeResourceGroupId,
      'AppGw for Containers Configuration Manager': nodeResourceGroupId,
      'Network Contributor': subnet('snet-alb').id,
    });
    expect(template.json.output?.['gateway']?.value).toEqual({ mode: 'managed', alb_subnet_id: subnet('snet-alb').id });
  });

  test('makes the load balancer in bring-your-own mode, the association after the frontend', () => {
    // WHEN
    const template = synthGateway({ loadBalancer });

    // THEN
    expect(template.single('azurerm_application_load_balancer')).toMatchObject({ name: 'alb-test' });
    expect(template.single('azurerm_application_load_balancer_frontend')).toMatchObject({ name: 'fe-test' });
    const [frontendId] = Object.keys(template.resources('azurerm_application_load_balancer_frontend'));
    expect(template.single('azurerm_application_load_balancer_subnet_association')).toMatchObject({
      subnet_id: subnet('snet-alb').id,
      depends_on: [`azurerm_application_load_balancer_frontend.${frontendId}`],
    });
    expect(scopes(template)).toEqual({
      Reader: nodeResourceGroupId,
      'AppGw for Containers Configuration Manager': resourceGroup.id,
      'Network Contributor': subnet('snet-alb').id,
    });
    expect(template.json.output?.['gateway']?.value).toEqual({
      mode: 'bring-your-own',
      load_balancer_id: expect.stringMatching(/azurerm_application_load_balancer\..+\.id/),
      frontend_name: expect.stringMatching(/_frontend\..+\.name/),
      fqdn: expect.stringMatching(/fully_qualified_domain_name/),
    });
  });

  test('names the type of each principal', () => {
    const roles = Object.values(synthGateway({ loadBalancer }).resources('azurerm_role_assignment'));

    expect(roles).toHaveLength(3);
    expect(roles.every((role) => role['principal_type'] === 'ServicePrincipal')).toBe(true);
  });

  test.each([
    [
      'an old cluster',
      { kubernetesVersion: '1.31' },
      "'controllerVersion': ALB controller 1.13.0 needs Kubernetes 1.32 or newer, got 1.31",
    ],
    [
      'an unknown chart',
      { controllerVersion: '9.9.9' },
      '\'controllerVersion\': ALB controller "9.9.9" is not in the table',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => synthGateway(change)).toThrow(message);
  });

  test('stands twice in one stack, on two clusters', () => {
    const stack = emptyStack();
    const make = (id: string) => {
      const cluster = WorkloadIdentityCluster.fromClusterAttributes(stack, `cluster-${id}`, {
        resourceGroup,
        oidcIssuerUrl: 'https://issuer.example/',
        nodeResourceGroupId,
      });
      return new AlbGateway(stack, id, {
        resourceGroup,
        cluster,
        kubernetesVersion: '1.36',
        subnet: subnet(id),
        identityName: `id-${id}`,
        controllerVersion: '1.13.0',
        loadBalancer: { name: `alb-${id}`, frontendName: `fe-${id}` },
      });
    };

    expect([make('a').fqdn, make('b').fqdn].every((fqdn) => fqdn !== undefined)).toBe(true);
  });
});
