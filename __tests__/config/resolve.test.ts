import { IMAGES } from '../../config/tables';
import type { Cidr, Environment } from '../../model';
import { withAt } from '../helpers/at-path';
import { MINIMAL, parsed, problemsOf, type Draft } from '../helpers/environment';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

/** A range as it was written. */
const range = (text: string) => expect.objectContaining<Partial<Cidr>>({ text });

describe('the least environment', () => {
  test('has every default filled in', () => {
    expect(parsed()).toMatchObject({
      name: 'dev',
      subscriptionId: '00000000-0000-0000-0000-000000000000',
      project: 'secureai',
      location: 'eastus2',
      tags: {},
      state: 'local',
      namespace: 'dev',
      protect: true,
      network: {
        virtualNetworkCidr: range('10.21.0.0/16'),
        aksSubnetCidr: range('10.21.0.0/24'),
        albSubnetCidr: range('10.21.1.0/24'),
        privateEndpointSubnetCidr: undefined,
      },
      cluster: {
        kubernetesVersion: '1.36',
        skuTier: 'Standard',
        networkMode: 'overlay',
        networkPolicy: 'cilium',
        podCidr: range('10.244.0.0/16'),
        serviceCidr: range('10.0.0.0/16'),
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
            capacity: 30,
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
      workloads: [
        {
          name: 'ai-service',
          serviceAccountName: 'ai-service-account',
          image: 'ghcr.io/azure-samples/aks-store-demo/ai-service:2.2.0',
          deployment: 'gpt-5.4-mini',
          alsoFederate: [],
        },
      ],
      policy: { waivers: [], imageDigests: false, imageRegistries: [] },
    });
  });

  test('runs the whole store', () => {
    expect(parsed().store.map(({ name }) => name)).toEqual([
      'documentdb',
      'rabbitmq',
      'order-service',
      'makeline-service',
      'product-service',
      'store-front',
      'store-admin',
      'virtual-customer',
      'virtual-worker',
    ]);
  });
});

describe('what the user says', () => {
  test('of the environment comes through', () => {
    const said = {
      project: 'shopai',
      location: 'westeurope',
      tags: { owner: 'us' },
      state: 'azurerm',
      protect: false,
      namespace: 'shop',
      policy: {
        waivers: [{ rule: 'tags', on: 'azurerm_key_vault.mine', reason: 'it is the team’s', until: '2027-06-30' }],
        imageDigests: true,
        imageRegistries: ['shop.azurecr.io'],
      },
    };

    expect(parsed(said)).toMatchObject(said);
  });

  test('of the network comes through', () => {
    const network = {
      virtualNetworkCidr: '10.30.0.0/16',
      aksSubnetCidr: '10.30.4.0/22',
      albSubnetCidr: '10.30.1.0/24',
      privateEndpointSubnetCidr: '10.30.2.0/28',
    };

    expect(parsed({ network, openAi: { access: 'private-endpoint' } }).network).toEqual({
      virtualNetworkCidr: range(network.virtualNetworkCidr),
      aksSubnetCidr: range(network.aksSubnetCidr),
      albSubnetCidr: range(network.albSubnetCidr),
      privateEndpointSubnetCidr: range(network.privateEndpointSubnetCidr),
    });
  });

  test('of the cluster comes through', () => {
    const cluster = {
      kubernetesVersion: '1.35',
      skuTier: 'Premium',
      networkMode: 'overlay',
      networkPolicy: 'azure',
      podCidr: '10.128.0.0/16',
      serviceCidr: '10.1.0.0/16',
      dnsServiceIp: '10.1.0.20',
      automaticUpgradeChannel: 'none',
      nodeOsUpgradeChannel: 'SecurityPatch',
      authorizedIpRanges: ['20.0.0.0/24'],
      admins: [{ objectId: '11111111-2222-3333-4444-555555555555', principalType: 'Group' }],
      kubelogin: 'msi',
      nodePool: {
        vmSize: 'Standard_D8ds_v5',
        osSku: 'AzureLinux',
        minCount: 3,
        maxCount: 7,
        maxPods: 50,
        maxSurge: '2',
        zones: ['1', '3'],
        onlyCriticalAddons: true,
      },
      userPools: [
        {
          name: 'apps',
          vmSize: 'Standard_D16ds_v5',
          osSku: 'Ubuntu',
          minCount: 1,
          maxCount: 9,
          maxPods: 40,
          maxSurge: '1',
          zones: ['2'],
          labels: { pool: 'apps' },
          taints: [],
        },
      ],
      apiServer: 'public',
      reachableFrom: [],
      egress: 'nat-gateway',
      maintenance: {
        nodeOs: { frequency: 'Daily', interval: 2, duration: 5, startTime: '03:00', utcOffset: '+01:00' },
      },
      azurePolicy: true,
      defender: false,
      costAnalysis: true,
    };

    expect(parsed({ cluster }).cluster).toEqual({
      ...cluster,
      podCidr: range(cluster.podCidr),
      serviceCidr: range(cluster.serviceCidr),
    });
  });

  test('of the account comes through', () => {
    const openAi = {
      access: 'private-endpoint',
      deployments: [{ name: 'chat', model: 'gpt-5.4', version: '2026-03-05', sku: 'Standard', capacity: 7 }],
      operators: [{ objectId: '11111111-2222-3333-4444-555555555555', principalType: 'ServicePrincipal' }],
      purgeOnDestroy: false,
    };

    expect(parsed({ openAi }).openAi).toEqual(openAi);
  });

  test('of the gateway comes through', () => {
    const gateway = {
      mode: 'managed',
      controllerVersion: '1.12.4',
      name: 'mine',
      loadBalancerName: 'my-alb',
      hostname: 'admin.example.com',
      storeFrontHostname: 'shop.example.com',
      tlsSecretName: 'shop-tls',
      allowedSourceRanges: ['203.0.113.0/24'],
      openToAnybody: false,
    };

    expect(parsed({ gateway }).gateway).toEqual(gateway);
  });

  test('of the login comes through, with the image of its proxy', () => {
    const login = { clientId: '11111111-1111-4111-8111-111111111111' };
    const gateway = { tlsSecretName: 'tls', hostname: 'admin.example.com', login };
    const image = 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.3';
    const chatbots = [{ name: 'bot', deployment: 'gpt-5.4-mini' }];

    expect(parsed({ gateway }).gateway.login).toEqual({ ...login, image, beforeStoreAdmin: true });
    expect(parsed({ gateway, chatbots, store: { login: false } }).gateway.login).toEqual({
      ...login,
      image,
      beforeStoreAdmin: false,
    });
  });
});

describe('what depends on the network mode', () => {
  test.each([
    ['overlay', 'cilium', 110, '10.244.0.0/16'],
    ['node-subnet', 'calico', 30, undefined],
  ])('%s: %s, %i pods a node, pods in %s', (networkMode, networkPolicy, maxPods, podCidr) => {
    const { cluster } = parsed({ cluster: { networkMode } });

    expect(cluster).toMatchObject({ networkMode, networkPolicy, nodePool: { maxPods } });
    expect(cluster.podCidr?.text).toBe(podCidr);
  });
});

test('the private endpoint’s subnet has its range where there is one', () => {
  const ranges = ['private-endpoint', 'service-endpoint'].map(
    (access) => parsed({ openAi: { access } }).network.privateEndpointSubnetCidr?.text,
  );

  expect(ranges).toEqual(['10.21.2.0/27', undefined]);
});

describe('the model of a deployment', () => {
  test.each([
    [{ name: 'chat', model: 'gpt-5.4', version: '2026-03-05' }, 'gpt-5.4', '2026-03-05'],
    [{ name: 'chat', model: 'gpt-5.4' }, 'gpt-5.4', '2026-03-05'],
    [{ name: 'gpt-5.5' }, 'gpt-5.5', '2026-04-24'],
  ])('%j is %s %s', (asked, model, version) => {
    expect(parsed({ openAi: { deployments: [asked] } }).openAi.deployments).toMatchObject([{ model, version }]);
  });

  test('has no version where no table knows one: the service has', () => {
    expect(parsed({ openAi: { deployments: [{ name: 'chat' }] } }).openAi.deployments).toEqual([
      { name: 'chat', model: 'chat', version: undefined, sku: 'GlobalStandard', capacity: 30 },
    ]);
  });
});

describe('the store', () => {
  const nothing = { enabled: false, ai: false };

  test.each<[object, number, string[]]>([
    [{}, 9, ['ai-service']],
    [{ ai: false }, 9, []],
    [{ enabled: false }, 0, []],
    [{ enabled: false, ai: true }, 0, []],
    [nothing, 0, []],
  ])('with %j has %i workloads, and the model workloads %j', (store, count, names) => {
    const environment = parsed({ store });

    expect(environment.store).toHaveLength(count);
    expect(environment.workloads.map(({ name }) => name)).toEqual(names);
  });

  test('asks ai-service for descriptions where that runs', () => {
    const urls = [true, false].map((ai) => workloadOf(parsed({ store: { ai } }), 'product-service').variables);

    expect(urls).toEqual([{ AI_SERVICE_URL: 'http://ai-service:5001/' }, {}]);
  });
});

describe('the image of a workload of the store', () => {
  test.each([
    ['by itself', {}, undefined, 'ghcr.io/azure-samples/aks-store-demo/store-front:2.2.0'],
    ['with a tag', { tag: '2.2.1' }, undefined, 'ghcr.io/azure-samples/aks-store-demo/store-front:2.2.1'],
    ['from a mirror of all', {}, 'acr.example.com', 'acr.example.com/azure-samples/aks-store-demo/store-front:2.2.0'],
    [
      'from a registry of its own before that mirror',
      { registry: 'own.example.com' },
      'acr.example.com',
      'own.example.com/azure-samples/aks-store-demo/store-front:2.2.0',
    ],
    [
      'by its digest, which wins over the tag',
      { tag: '2.2.1', digest: DIGEST },
      undefined,
      `ghcr.io/azure-samples/aks-store-demo/store-front@${DIGEST}`,
    ],
  ])('is named %s', (_how, override, registry, expected) => {
    const images = { 'store-front': override, ...(registry === undefined ? {} : { registry }) };

    expect(workloadOf(parsed({ images }), 'store-front').image).toBe(expected);
  });

  test('leaves Docker Hub unnamed, as upstream does', () => {
    expect(workloadOf(parsed(), 'rabbitmq').image).toBe('rabbitmq:4.3.2-management-alpine');
  });
});

describe('images of an environment', () => {
  test('go to every workload that has one of the table', () => {
    // GIVEN
    const environment = parsed({
      images: { registry: 'acr.example.com', chatbot: { digest: DIGEST } },
      openAi: { deployments: [{ name: 'gpt-5.1' }] },
      chatbots: [{ name: 'chat', deployment: 'gpt-5.1' }],
      gateway: {
        tlsSecretName: 'tls',
        hostname: 'admin.example.com',
        login: { clientId: '11111111-1111-4111-8111-111111111111' },
      },
    });

    // WHEN
    const images = [
      environment.gateway.login!.image,
      ...[...environment.store, ...environment.workloads].map(({ image }) => image),
      ...environment.store.flatMap(({ waitsFor }) => waitsFor?.image ?? []),
    ];

    // THEN
    expect(images).toHaveLength(Object.keys(IMAGES).length);
    for (const reference of images) expect(reference).toMatch(/^acr\.example\.com\//);
    expect(images).toContain(`acr.example.com/jsburckhardt/gradio-aks/chatbot@${DIGEST}`);
  });

  test('of ai-service has the tag that aiService names, unless it has a digest', () => {
    expect(aiServiceImage({ aiService: { imageTag: '2.3.0' } })).toMatch(/ai-service:2\.3\.0$/);
    expect(aiServiceImage({ images: { 'ai-service': { digest: DIGEST } } })).toMatch(/ai-service@sha256:/);
  });

  test.each([
    ['images.store-front.tag', 'latest', /^images\.store-front\.tag: must not be latest.*\(got "latest"\)$/],
    ['images.rabbitmq.digest', 'abc', /^images\.rabbitmq\.digest: must be "sha256:"/],
    [
      'images.registry',
      'https://acr.example.com',
      /^images\.registry: must be a host name in lower case, with a port and a path where there are some, /,
    ],
    ['images.ai-service.tag', '2.1.0', /^images\.ai-service\.tag: is not a known property/],
    ['images.store-back.tag', '1', /^images\.store-back: is not a known property/],
  ])('are refused: %s "%s"', (path, value, message) => {
    expect(problemsOf(withAt(MINIMAL, path, value))).toEqual([expect.stringMatching(message)]);
  });
});

function workloadOf({ store }: Environment, name: string): Environment['store'][number] {
  return store.find((workload) => workload.name === name)!;
}

function aiServiceImage(draft: Draft): string {
  return parsed(draft).workloads[0]!.image;
}
