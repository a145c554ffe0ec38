import { advice } from '../../config';
import { certifiedIn } from '../fixtures/existing';
import { MINIMAL, parsed, type Draft } from '../helpers/environment';

describe('advice', () => {
  const admins = [{ objectId: '11111111-2222-3333-4444-555555555555' }];
  const authorizedIpRanges = ['203.0.113.0/24'];
  /** An environment whose doors are closed. */
  const closed = (draft: Draft = {}, cluster: Draft = {}) =>
    parsed({ store: { enabled: false }, cluster: { admins, authorizedIpRanges, ...cluster }, ...draft });
  const on = (today: string, cluster: Draft = {}) => advice(closed({}, cluster), today);

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

  test('is of every table', () => {
    // GIVEN an environment of which no table knows anything, and which is not refused for it
    const environment = closed(
      {
        location: 'moon',
        openAi: { deployments: [{ name: 'gpt-9' }, { name: 'gpt-5.5', sku: 'ProvisionedManaged', capacity: 1 }] },
        gateway: { controllerVersion: '9.0.0' },
        chatbots: [{ name: 'chat', deployment: 'gpt-9', apiVersion: '2023-08-01-preview', publish: { by: 'nothing' } }],
      },
      { kubernetesVersion: '1.99' },
    );

    // THEN
    expect(advice(environment, '2026-11-26').map((line) => line.split(/ (?:is|asks|from)\b/)[0])).toEqual([
      'location "moon"',
      'deployment "gpt-9": model "gpt-9"',
      'deployment "gpt-5.5": gpt-5.5',
      'chat',
      'Kubernetes 1.99',
      'ALB controller 9.0.0',
    ]);
  });

  test('asks for an administrator where none is named', () => {
    expect(on('2026-11-22', { admins: [] })).toEqual([
      'cluster.admins is empty: Helm can log in only if the deployer has "Azure Kubernetes Service RBAC Cluster Admin" from elsewhere',
    ]);
  });

  const mine = { name: 'mine', image: 'ghcr.io/acme/mine:1', port: 80, deployment: 'gpt-5.4-mini', dialect: 'store' };
  const OPEN = 'is open to anybody who finds its address';
  const CLOSE =
    'of pages that are open, gateway.allowedSourceRanges lets some addresses in alone, and gateway.openToAnybody: true says that they are meant';
  const today = '2026-11-22';

  test('has a word on each public address past the gateway', () => {
    const publish = { by: 'load-balancer' };

    expect(
      advice(
        closed({
          workloads: [
            { ...mine, publish },
            { ...mine, name: 'inner' },
          ],
        }),
        today,
      ),
    ).toEqual([
      'mine has a public address past the gateway: nothing encrypts or filters what reaches it; workloads.0.publish by path or hostname puts it behind the gateway',
    ]);
  });

  test('has a word on an API server that answers everybody', () => {
    expect(on(today, { authorizedIpRanges: [] })).toEqual([
      'the API server answers every address of the internet: name your own in cluster.authorizedIpRanges',
    ]);
  });

  test('has none on an API server that no address of the internet reaches', () => {
    for (const apiServer of ['private-link', 'vnet-integration']) {
      expect(on(today, { apiServer, authorizedIpRanges: [] })).toEqual([]);
    }
  });

  test('has a word on each page that anybody may open, and how to close it', () => {
    const chatbots = [{ name: 'chat', deployment: 'gpt-5.4-mini' }];
    const pages = { store: {}, chatbots, images: { registry: 'mirror.example.com' } };
    const policies = 'providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies';
    const webApplicationFirewallPolicyId = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/${policies}/waf`;

    expect(advice(closed(pages), today)).toEqual([
      `store-admin ${OPEN}: gateway.login asks who opens it, store.enabled: false leaves it out`,
      `store-front ${OPEN}: store.enabled: false leaves it out`,
      `chat ${OPEN}: on your tokens; gateway.login asks who opens it, chatbots.0.publish: { by: 'nothing' } closes it`,
      CLOSE,
    ]);
    for (const more of [
      { existing: { webApplicationFirewallPolicyId } },
      { gateway: { allowedSourceRanges: ['203.0.113.0/24'] } },
      { gateway: { openToAnybody: true } },
    ]) {
      expect(advice(closed({ ...pages, ...more }), today)).toEqual([]);
    }
  });

  test('has a word on a page that the login leaves open, and none on one before which people log in', () => {
    const chatbots = [
      { name: 'chat', deployment: 'gpt-5.4-mini', login: false },
      { name: 'closed', deployment: 'gpt-5.4-mini' },
    ];
    const login = { clientId: '11111111-1111-4111-8111-111111111111' };
    const gateway = { tlsSecretName: 'tls', hostname: 'admin.example.com', login };

    expect(advice(closed({ store: {}, chatbots, images: { registry: 'mirror.example.com' }, gateway }), today)).toEqual(
      [
        `store-front ${OPEN}: store.enabled: false leaves it out`,
        `chat ${OPEN}: on your tokens; chatbots.0.login: true asks who opens it, chatbots.0.publish: { by: 'nothing' } closes it`,
        CLOSE,
      ],
    );
  });

  test.each([
    ['managed', 1],
    ['bring-your-own', 0],
  ])('on records that nobody makes in mode %s: %i lines', (mode, lines) => {
    const { existing, gateway } = certifiedIn(MINIMAL.subscriptionId);

    expect(
      advice(closed({ store: {}, existing, gateway: { ...gateway, mode } }), today).filter((line) =>
        line.startsWith('no DNS record of admin.example.com, shop.example.com is made with gateway.mode managed'),
      ),
    ).toHaveLength(lines);
  });

  test('has a word on images from Docker Hub', () => {
    const workloads = [
      { ...mine, image: 'acme/mine:1' },
      { ...mine, name: 'inner', image: 'acme/mine:1' },
    ];

    expect(advice(closed({ workloads }), today)).toEqual([
      'acme/mine:1: from Docker Hub, which answers one address 100 times in 6 hours: images.registry, or the registry of each image, names a mirror',
    ]);
    expect(advice(closed({ store: {} }), today)).toContainEqual(
      expect.stringMatching(/^rabbitmq:[\w.-]+, busybox:[\d.]+: from Docker Hub/),
    );
  });

  test.each([
    ['managed', 'overlay', 1],
    ['managed', 'node-subnet', 0],
    ['bring-your-own', 'overlay', 0],
  ])('on a load balancer in mode %s under %s: %i lines', (mode, networkMode, lines) => {
    const environment = closed({ store: {}, gateway: { mode } }, { networkMode });

    expect(
      advice(environment, today).filter((line) => line.startsWith('gateway.mode managed under overlay')),
    ).toHaveLength(lines);
  });
});
