import { ConfigError, advice, parseEnvironment } from '../../config';
import { MINIMAL, parsed, problemsOf, withValue } from '../helpers/environment';

describe('the least environment', () => {
  test('has every default filled in', () => {
    expect(parsed()).toMatchObject({
      name: 'dev',
      project: 'secureai',
      location: 'eastus2',
      tags: {},
      namespace: 'dev',
      network: {
        virtualNetworkCidr: '10.21.0.0/16',
        aksSubnetCidr: '10.21.0.0/24',
        albSubnetCidr: '10.21.1.0/24',
        privateEndpointSubnetCidr: '10.21.2.0/27',
      },
      cluster: {
        kubernetesVersion: '1.36',
        skuTier: 'Standard',
        networkMode: 'overlay',
        networkPolicy: 'cilium',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.0.0.0/16',
        dnsServiceIp: '10.0.0.10',
        automaticUpgradeChannel: 'patch',
        nodeOsUpgradeChannel: 'NodeImage',
        authorizedIpRanges: [],
        admins: [],
        kubelogin: 'azurecli',
        nodePool: {
          vmSize: 'Standard_D4ds_v5',
          osSku: 'Ubuntu',
          minCount: 2,
          maxCount: 5,
          maxPods: 110,
          maxSurge: '10%',
          zones: [],
        },
      },
      openAi: {
        access: 'service-endpoint',
        deployments: [
          {
            name: 'gpt-5.4-mini',
            model: 'gpt-5.4-mini',
            version: '2026-03-17',
            sku: 'GlobalStandard',
            capacity: 120,
          },
        ],
        operators: [],
        purgeOnDestroy: true,
      },
      gateway: {
        mode: 'bring-your-own',
        controllerVersion: '1.13.0',
        name: 'aks-store-demo-gateway',
        loadBalancerName: 'aks-store-demo-alb',
      },
      aiService: {
        serviceAccountName: 'ai-service-account',
        imageTag: '2.2.0',
        deployment: 'gpt-5.4-mini',
        alsoFederate: [],
      },
    });
  });

  test('has one workload identity, of its namespace and ServiceAccount', () => {
    const { workloadIdentities } = parsed({
      namespace: 'shop',
      aiService: { serviceAccountName: 'sa', alsoFederate: [{ namespace: 'other', serviceAccountName: 'sa' }] },
    });

    expect(workloadIdentities).toEqual([
      {
        workload: 'ai-service',
        namespace: 'shop',
        serviceAccountName: 'sa',
        identityName: expect.stringMatching(/^id-ai-service-secureai-dev-[0-9a-z]{5}$/),
        alsoFederate: [{ namespace: 'other', serviceAccountName: 'sa' }],
      },
    ]);
  });
});

describe('what depends on the network mode', () => {
  test.each([
    ['overlay', 'cilium', 110, '10.244.0.0/16'],
    ['node-subnet', 'calico', 30, undefined],
  ])('%s: %s, %i pods a node, pods in %s', (networkMode, networkPolicy, maxPods, podCidr) => {
    const { cluster } = parsed({ cluster: { networkMode } });

    expect(cluster).toMatchObject({ networkMode, networkPolicy, nodePool: { maxPods } });
    expect(cluster.podCidr).toBe(podCidr);
  });

  test('what the user says wins', () => {
    const { cluster } = parsed({
      cluster: { networkPolicy: 'azure', podCidr: '10.128.0.0/16', nodePool: { maxPods: 50 } },
    });

    expect(cluster).toMatchObject({ networkPolicy: 'azure', podCidr: '10.128.0.0/16', nodePool: { maxPods: 50 } });
  });
});

describe('the deployment ai-service asks for', () => {
  const deployments = [
    { name: 'chat', model: 'gpt-5.4' },
    { name: 'small', model: 'gpt-5.4-nano' },
  ];

  test.each([
    [{}, 'chat'],
    [{ deployment: 'small' }, 'small'],
  ])('with %j is %s', (aiService, deployment) => {
    expect(parsed({ openAi: { deployments }, aiService }).aiService.deployment).toBe(deployment);
  });
});

describe('a refusal', () => {
  test('names where the environment came from', () => {
    expect(() => parseEnvironment({ ...MINIMAL, name: 'X' }, 'environments/x.ts')).toThrow(ConfigError);
    expect(() => parseEnvironment({ ...MINIMAL, name: 'X' }, 'environments/x.ts')).toThrow(
      /^environments\/x\.ts is not valid:\n {2}- name: must have 2 to 20 characters: .+ \(got "X"\)$/,
    );
  });

  test('tells of everything at once: fields, unknown properties and rules over several fields', () => {
    // GIVEN
    const draft = {
      ...MINIMAL,
      subscriptionId: 'mine',
      location: 'moon',
      colour: 'red',
      network: { albSubnetCidr: '10.22.0.0/24' },
      cluster: { skuTier: 'Gold', nodePool: { minCount: 6 } },
      aiService: { deployment: 'other' },
    };

    // WHEN
    const problems = problemsOf(draft);

    // THEN
    expect(problems.map((problem) => problem.replace(/: .*$/, '')).toSorted()).toEqual([
      'aiService.deployment',
      'cluster.nodePool.minCount',
      'cluster.skuTier',
      'colour',
      'location',
      'network.albSubnetCidr',
      'subscriptionId',
    ]);
  });

  test('says nothing twice', () => {
    const everythingWrong = {
      name: 'X',
      subscriptionId: '',
      network: { virtualNetworkCidr: '10.0.0.0/8', aksSubnetCidr: '10.21.0.0/30', albSubnetCidr: '10.21.0.0/25' },
      cluster: { serviceCidr: '10.0.0.0/12', nodePool: { minCount: 9, maxPods: 10, zones: ['1', '1'] } },
      openAi: { deployments: [{ name: '' }, { name: '' }] },
    };
    const problems = problemsOf(everythingWrong);

    expect(problems.length).toBeGreaterThan(8);
    expect(problems).toEqual([...new Set(problems)]);
  });

  test('a field that is wrong by itself is judged by no rule on top', () => {
    expect(problemsOf(withValue('network.albSubnetCidr', '10.21.1.0'))).toHaveLength(1);
    expect(problemsOf(withValue('cluster', 'small'))).toEqual(['cluster: must be an object (got "small")']);
  });

  test('a property that is not known keeps no rule from running', () => {
    const problems = problemsOf({ ...MINIMAL, network: { colour: 'red', albSubnetCidr: '10.22.0.0/24' } });

    expect(problems).toEqual([
      'network.colour: is not a known property: remove it or correct its name (got "red")',
      'network.albSubnetCidr: must lie in network.virtualNetworkCidr 10.21.0.0/16 (got "10.22.0.0/24")',
    ]);
  });
});

describe('advice', () => {
  const admins = [{ objectId: '11111111-2222-3333-4444-555555555555' }];
  const on = (today: string, draft: object = {}) => advice(parsed({ cluster: { admins, ...draft } }), today);

  test('there is none on an ordinary day', () => {
    expect(on('2026-11-22')).toEqual([]);
  });

  test.each([
    ['2027-05-31', []],
    ['2027-06-01', ['Kubernetes 1.36 loses standard support in 2027-06: raise cluster.kubernetesVersion']],
    ['2028-01-01', ['Kubernetes 1.36 loses standard support in 2027-06: raise cluster.kubernetesVersion']],
  ])('on %s, of the cluster: %j', (today, lines) => {
    expect(on(today).filter((line) => line.startsWith('Kubernetes'))).toEqual(lines);
  });

  test('names the version that is used', () => {
    expect(on('2026-11-22', { kubernetesVersion: '1.34' })).toEqual([
      'Kubernetes 1.34 loses standard support in 2026-11: raise cluster.kubernetesVersion',
    ]);
  });

  test('tells of each model that is about to go', () => {
    const environment = parsed({
      cluster: { admins },
      openAi: { deployments: [{ name: 'gpt-5-mini' }, { name: 'gpt-5.4' }] },
    });

    expect(advice(environment, '2027-02-06')).toEqual([
      'gpt-5-mini 2025-08-07 retired on 2027-02-06: Azure refuses new deployments of it',
      'gpt-5.4 2026-03-05 retires on 2027-03-05, in 27 days: plan its successor',
    ]);
  });

  test('asks for an administrator where none is named', () => {
    expect(on('2026-11-22', { admins: [] })).toEqual([
      'cluster.admins is empty: Helm can log in only if the deployer has "Azure Kubernetes Service RBAC Cluster Admin" from elsewhere',
    ]);
  });
});
