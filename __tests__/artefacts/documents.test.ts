import { ENVIRONMENTS } from '../fixtures/environments';
import { Synthesized, objectOf } from '../helpers/artefacts';

/**
 * The values of the workshops this project turns into software, letter by letter:
 * https://learn.microsoft.com/azure/aks/open-ai-secure-access-quickstart and
 * https://learn.microsoft.com/azure/application-gateway/for-containers/overview
 */
describe.each(['dev', 'workshop'] as const)('%s keeps to the documents', (name) => {
  let artefacts: Synthesized;
  beforeAll(() => {
    artefacts = new Synthesized(ENVIRONMENTS[name]);
  });

  test('in what its environment says', () => {
    const { openAi, workloads, ...environment } = ENVIRONMENTS[name];

    expect(environment).toMatchObject({
      namespace: 'dev',
      network: {
        virtualNetworkCidr: { text: '10.21.0.0/16' },
        aksSubnetCidr: { text: '10.21.0.0/24' },
        albSubnetCidr: { text: '10.21.1.0/24' },
      },
      gateway: { name: 'aks-store-demo-gateway', loadBalancerName: 'aks-store-demo-alb' },
    });
    expect(openAi.access).toBe('service-endpoint');
    expect(openAi.deployments).toEqual([
      { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17', sku: 'GlobalStandard', capacity: 30 },
      { name: 'gpt-5.6-luna', model: 'gpt-5.6-luna', version: '2026-07-09', sku: 'GlobalStandard', capacity: 30 },
    ]);
    expect(
      workloads.map((workload) => [
        workload.name,
        workload.namespace,
        workload.serviceAccountName,
        workload.deployment,
      ]),
    ).toEqual([
      ['ai-service', 'dev', 'ai-service-account', 'gpt-5.4-mini'],
      ['gradio-aks', 'dev', 'gradio-aks-sa', 'gpt-5.4-mini'],
      ['gradio-aks-luna', 'dev', 'gradio-aks-luna-sa', 'gpt-5.6-luna'],
    ]);
  });

  test('in its address plan', () => {
    const { terraform } = artefacts;

    expect(terraform.single('azurerm_virtual_network')['address_space']).toEqual(['10.21.0.0/16']);
    const subnets = Object.values(terraform.resources('azurerm_subnet'));
    expect(subnets).toHaveLength(2);
    expect(subnets).toContainEqual(
      expect.objectContaining({
        address_prefixes: ['10.21.0.0/24'],
        service_endpoints: ['Microsoft.CognitiveServices'],
      }),
    );
    expect(subnets).toContainEqual(
      expect.objectContaining({
        address_prefixes: ['10.21.1.0/24'],
        delegation: [
          expect.objectContaining({
            service_delegation: expect.objectContaining({ name: 'Microsoft.ServiceNetworking/trafficControllers' }),
          }),
        ],
      }),
    );
  });

  test('in its cluster and its account', () => {
    const { terraform } = artefacts;

    expect(terraform.single('azurerm_kubernetes_cluster')).toMatchObject({
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
      network_profile: { network_plugin: 'azure' },
    });
    const account = terraform.single('azurerm_cognitive_account');
    expect(account).toMatchObject({ kind: 'OpenAI', sku_name: 'S0', network_acls: { default_action: 'Deny' } });
    expect(account['custom_subdomain_name']).toBe(account['name']);
    expect(terraform.where('azurerm_cognitive_deployment', 'name', 'gpt-5.4-mini')).toMatchObject({
      model: { name: 'gpt-5.4-mini', version: '2026-03-17' },
      sku: { name: 'GlobalStandard', capacity: 30 },
    });
  });

  test.each([
    'system:serviceaccount:dev:ai-service-account',
    'system:serviceaccount:azure-alb-system:alb-controller-sa',
  ])('in the credential of %s', (subject) => {
    expect(artefacts.terraform.where('azurerm_federated_identity_credential', 'subject', subject)['audience']).toEqual([
      'api://AzureADTokenExchange',
    ]);
  });

  test('in its roles', () => {
    const roles = Object.values(artefacts.terraform.resources('azurerm_role_assignment'));
    const openAiUsers = roles.filter((role) => role['role_definition_name'] === 'Cognitive Services OpenAI User');

    // The workload's identity and the operator, on the account itself.
    expect(openAiUsers.map((role) => role['principal_type'])).toEqual(
      expect.arrayContaining(['ServicePrincipal', 'User']),
    );
    for (const role of openAiUsers) expect(role['scope']).toMatch(/azurerm_cognitive_account\./);
    expect(roles.map((role) => role['role_definition_name'])).not.toContain('Cognitive Services User');
  });

  test('in the objects of the ai-service', () => {
    expect(objectOf(artefacts, 'ServiceAccount', 'ai-service-account').metadata).toMatchObject({
      namespace: 'dev',
      annotations: { 'azure.workload.identity/client-id': expect.stringMatching(/^abcdef0/) },
    });
    expect(objectOf(artefacts, 'ConfigMap', 'ai-service-config')['data']).toMatchObject({
      USE_AZURE_OPENAI: 'True',
      USE_AZURE_AD: 'True',
      AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt-5.4-mini',
      AZURE_OPENAI_ENDPOINT: 'https://oai-real.openai.azure.com/',
    });
    const pod = objectOf(artefacts, 'Deployment', 'ai-service')['spec'].template;
    expect(pod.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    expect(pod.spec).toMatchObject({
      serviceAccountName: 'ai-service-account',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      containers: [
        {
          ports: [{ containerPort: 5001 }],
          envFrom: [{ configMapRef: { name: 'ai-service-config' } }],
          resources: { requests: { cpu: '20m', memory: '50Mi' }, limits: { cpu: '50m', memory: '256Mi' } },
        },
      ],
    });
    expect(objectOf(artefacts, 'Service', 'ai-service')['spec']).toMatchObject({
      type: 'ClusterIP',
      ports: [{ port: 5001 }],
    });
  });

  test('in the Gateway and its route', () => {
    expect(objectOf(artefacts, 'Gateway', 'aks-store-demo-gateway')).toMatchObject({
      metadata: { namespace: 'dev' },
      spec: {
        gatewayClassName: 'azure-alb-external',
        listeners: expect.arrayContaining([
          { name: 'http-listener', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
        ]),
      },
    });
    expect(objectOf(artefacts, 'HTTPRoute', 'store-admin-route')['spec'].rules).toContainEqual(
      expect.objectContaining({
        backendRefs: [expect.objectContaining({ name: 'store-admin', port: 80 })],
        timeouts: expect.objectContaining({ request: '300s' }),
      }),
    );
  });

  test('in giving each ServiceAccount with a client id the credential that names it', () => {
    const subjects = Object.values(artefacts.terraform.resources('azurerm_federated_identity_credential')).map(
      (credential) => String(credential['subject']),
    );
    const annotated = artefacts.objects
      .filter(
        ({ kind, metadata }) =>
          kind === 'ServiceAccount' && metadata.annotations?.['azure.workload.identity/client-id'],
      )
      .map(({ metadata }) => `system:serviceaccount:${metadata.namespace}:${metadata.name}`);

    expect(annotated).toContain('system:serviceaccount:dev:ai-service-account');
    expect(annotated.toSorted()).toEqual(
      subjects.filter((subject) => !subject.includes('alb-controller-sa')).toSorted(),
    );
  });
});

test.each([
  ['dev', 'overlay', 'bring-your-own'],
  ['workshop', 'node-subnet', 'managed'],
] as const)('%s runs its cluster in %s and its gateway %s', (name, networkMode, mode) => {
  expect(ENVIRONMENTS[name]).toMatchObject({ cluster: { networkMode }, gateway: { mode } });
});

describe('what the gateway mode changes', () => {
  test('workshop has the controller make the load balancer', () => {
    const artefacts = new Synthesized(ENVIRONMENTS.workshop);

    expect(objectOf(artefacts, 'ApplicationLoadBalancer', 'aks-store-demo-alb')).toMatchObject({
      metadata: { namespace: 'azure-alb-system' },
      spec: { associations: [expect.stringMatching(/\/subnets\//)] },
    });
    expect(objectOf(artefacts, 'Gateway', 'aks-store-demo-gateway').metadata.annotations).toMatchObject({
      'alb.networking.azure.io/alb-name': 'aks-store-demo-alb',
      'alb.networking.azure.io/alb-namespace': 'azure-alb-system',
    });
    expect(objectOf(artefacts, 'Gateway', 'aks-store-demo-gateway')['spec']).not.toHaveProperty('addresses');
    expect(artefacts.terraform.count('azurerm_application_load_balancer')).toBe(0);
    expect(artefacts.terraform.single('azurerm_kubernetes_cluster')['network_profile']).not.toHaveProperty(
      'network_plugin_mode',
    );
  });

  test('dev has Terraform make it, and knows its host name', () => {
    const artefacts = new Synthesized(ENVIRONMENTS.dev);
    const gateway = objectOf(artefacts, 'Gateway', 'aks-store-demo-gateway');

    expect(gateway.metadata.annotations).toHaveProperty(['alb.networking.azure.io/alb-id']);
    expect(gateway['spec'].addresses).toEqual([{ type: 'alb.networking.azure.io/alb-frontend', value: 'fe-preview' }]);
    expect(objectOf(artefacts, 'HTTPRoute', 'store-admin-route')['spec'].hostnames).toEqual([
      'preview.fz00.alb.azure.com',
    ]);
    expect(artefacts.objects.filter(({ kind }) => kind === 'ApplicationLoadBalancer')).toEqual([]);
    expect(artefacts.terraform.count('azurerm_application_load_balancer_frontend')).toBe(1);
  });
});

test('the YAML of dev changes only when somebody means it to', () => {
  expect(new Synthesized(ENVIRONMENTS.dev).yaml).toMatchSnapshot();
});
