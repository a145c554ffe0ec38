import { parseEnvironment } from '../../../config';
import { STAGES, PRUNED_KINDS, kindOf } from '../../../pipeline/prune/kinds';
import { nameOf, orphansAmong, type LiveObject, type Manifest } from '../../../pipeline/prune/orphans';
import { wantedBeside } from '../../../pipeline/prune/wanted';
import { ENVIRONMENTS } from '../../fixtures/environments';
import { EXISTING } from '../../fixtures/existing';
import { FULL } from '../../fixtures/full-environment';
import { asLive, uidOf } from '../../fixtures/pipeline/live-objects';
import { Synthesized } from '../../helpers/artefacts';
import { chartsOf } from '../../helpers/charts';
import { parsed, type Draft } from '../../helpers/environment';

const manifestsOf = (draft: Draft) => chartsOf(draft).all as readonly Manifest[];
const LABELS = { 'app.kubernetes.io/managed-by': 'secure-aks-openai', 'secure-aks-openai/environment': 'dev' };
const WAF =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf';
const OWN = { name: 'own', image: 'ghcr.io/acme/own:1', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' };
const CHAT = { name: 'chat', deployment: 'gpt-5.4-mini' };

/** Names of the objects that an apply of the later YAML leaves behind, in the order in which they are deleted. */
function left(before: Draft, after: Draft): string[] {
  const wanted = [...manifestsOf(after), ...wantedBeside(parsed(after))];
  return orphansAmong(asLive(manifestsOf(before)), wanted, 'dev').map(
    (orphan) => nameOf(orphan) + (orphan.isData ? ' (data)' : ''),
  );
}

describe('what changes in an environment leaves', () => {
  const managed = { gateway: { mode: 'managed' } };
  const scaled = { workloads: [{ ...OWN, autoscaling: { minReplicas: 2, maxReplicas: 5 } }] };

  test.each<[string, Draft, Draft, string[]]>([
    ['nothing', {}, {}, []],
    [
      'managed to bring-your-own: the load balancer, and not the namespace of the controller',
      managed,
      {},
      ['ApplicationLoadBalancer azure-alb-system/aks-store-demo-alb'],
    ],
    ['bring-your-own to managed: what Terraform deletes alone', {}, managed, []],
    [
      'service endpoint to private endpoint, by policies of the same names',
      {},
      { openAi: { access: 'private-endpoint' } },
      [],
    ],
    ['private endpoint to service endpoint', { openAi: { access: 'private-endpoint' } }, {}, []],
    [
      'Cilium to Calico: what only Cilium knows',
      {},
      { cluster: { networkPolicy: 'calico' } },
      ['CiliumNetworkPolicy dev-data/allow-local-dns', 'CiliumNetworkPolicy dev/allow-local-dns'],
    ],
    [
      'a workload taken out: its route and health check before it, its policy after',
      { chatbots: [CHAT] },
      {},
      [
        'HTTPRoute dev/chat-route',
        'Deployment dev/chat',
        'Service dev/chat',
        'ConfigMap dev/chat-config',
        'ServiceAccount dev/chat-sa',
        'NetworkPolicy dev/data-flow-chat',
      ],
    ],
    [
      'a page taken out',
      { chatbots: [CHAT] },
      { chatbots: [{ ...CHAT, publish: { by: 'load-balancer' } }] },
      ['HTTPRoute dev/chat-route'],
    ],
    [
      'an autoscaler taken out, with the budget of the pods that are no longer several',
      scaled,
      { workloads: [OWN] },
      ['HorizontalPodAutoscaler dev/own', 'PodDisruptionBudget dev/own'],
    ],
    [
      'HTTPS and the firewall taken out',
      {
        gateway: { tlsSecretName: 'tls', hostname: 'a.example.com' },
        existing: { webApplicationFirewallPolicyId: WAF },
      },
      { gateway: { hostname: 'a.example.com' } },
      [
        'HTTPRoute dev/https-redirect-route',
        'WebApplicationFirewallPolicy dev/aks-store-demo-gateway-waf',
        'NetworkPolicy dev/allow-acme-solver',
      ],
    ],
    [
      'a workload moved to another namespace: what was in the one before, which stays as data',
      { workloads: [{ ...OWN, namespace: 'apart' }] },
      { workloads: [OWN] },
      [
        'Deployment apart/own',
        'Service apart/own',
        'ConfigMap apart/own-config',
        'ServiceAccount apart/own-sa',
        'NetworkPolicy apart/allow-dns',
        'NetworkPolicy apart/data-flow-own',
        'NetworkPolicy apart/deny-all',
        'CiliumNetworkPolicy apart/allow-local-dns',
        'Namespace apart (data)',
      ],
    ],
  ])('%s', (_, before, after, names) => {
    expect(left(before, after)).toEqual(names);
  });

  test('the store off, and every page with it, stage by stage', () => {
    // WHEN
    const before = {
      gateway: { mode: 'managed', hostname: 'a.example.com' },
      existing: { webApplicationFirewallPolicyId: WAF },
    };
    const names = left(before, { gateway: { mode: 'managed' }, store: { enabled: false } });

    // THEN
    const kinds = names.map((name) => name.split(' ')[0]!);
    const counts = [...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]);
    expect(counts).toEqual([
      ['HTTPRoute', 2],
      ['Gateway', 1],
      ['WebApplicationFirewallPolicy', 1],
      ['ApplicationLoadBalancer', 1],
      ['Deployment', 8],
      ['StatefulSet', 2],
      ['Service', 8],
      ['ConfigMap', 1],
      ['ServiceAccount', 1],
      ['NetworkPolicy', 13],
      ['CiliumNetworkPolicy', 1],
      ['Namespace', 1],
    ]);
    expect(names.filter((name) => name.endsWith('(data)'))).toEqual(['Namespace dev-data (data)']);
  });

  test('another namespace for everything, all of the one before', () => {
    // GIVEN
    const before = manifestsOf({});

    // WHEN
    const orphans = orphansAmong(asLive(before), manifestsOf({ namespace: 'new' }), 'dev');

    // THEN
    expect(orphans).toHaveLength(before.length);
  });
});

describe('what the YAML does not hold and the environment wants:', () => {
  test("the store's Secrets, until the store is off", () => {
    const secrets = ['dev', 'dev-data'].map((namespace) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'store-credentials', namespace, labels: LABELS },
    }));

    expect(orphansAmong(asLive(secrets), wantedBeside(parsed()), 'dev')).toEqual([]);
    expect(
      orphansAmong(asLive(secrets), wantedBeside(parsed({ store: { enabled: false } })), 'dev').map(nameOf),
    ).toEqual(['Secret dev-data/store-credentials', 'Secret dev/store-credentials']);
  });

  test('a route whose host name is to come', () => {
    // GIVEN
    const managed = { gateway: { mode: 'managed' } };
    const { all } = chartsOf(managed, { gatewayHostname: 'made.fz01.alb.azure.com' });
    const yaml = manifestsOf(managed);

    // THEN
    expect(orphansAmong(asLive(all), yaml, 'dev').map(nameOf)).toEqual(['HTTPRoute dev/store-front-route']);
    expect(orphansAmong(asLive(all), [...yaml, ...wantedBeside(parsed(managed))], 'dev')).toEqual([]);
  });
});

/** A ConfigMap of the cluster, or what else is said. */
function object(metadata: Partial<LiveObject['metadata']>, more: Partial<Manifest> = {}): LiveObject {
  const plain = { apiVersion: 'v1', kind: 'ConfigMap', ...more };
  return { ...plain, metadata: { name: 'a', namespace: 'dev', uid: '1', ...metadata } };
}

describe('no orphan is', () => {
  test.each<[string, LiveObject]>([
    ['an object that says nothing', object({})],
    ['one of another environment', object({ labels: { ...LABELS, 'secure-aks-openai/environment': 'prod' } })],
    ['one of another manager', object({ labels: { ...LABELS, 'app.kubernetes.io/managed-by': 'Helm' } })],
    ['what a controller made of another', object({ labels: LABELS, ownerReferences: [{ controller: true }] })],
    ['one of a kind that is not looked after', object({ labels: LABELS }, { kind: 'Endpoints' })],
    ['a namesake in another group', object({ labels: LABELS }, { apiVersion: 'example.com/v1' })],
  ])('%s', (_, live) => {
    expect(orphansAmong([live], [], 'dev')).toEqual([]);
  });

  test('one that the YAML says in another version, or without a namespace', () => {
    const live = [
      object({ labels: LABELS }, { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler' }),
      object({ labels: LABELS, namespace: 'default' }),
      asLive([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev', labels: LABELS } }])[0]!,
    ];
    const wanted = [
      { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a', namespace: 'dev' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev' } },
    ];

    expect(orphansAmong(live, wanted, 'dev')).toEqual([]);
    expect(orphansAmong(live, [], 'dev')).toHaveLength(3);
  });

  test('a volume claim of a StatefulSet that is wanted', () => {
    // GIVEN
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'dev' },
      spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    };
    const claims = ['data-db-0', 'data-db-12', 'data-db-copy', 'data-dbs-0'].map((name) =>
      object({ labels: LABELS, name }, { kind: 'PersistentVolumeClaim' }),
    );

    // WHEN
    const orphans = orphansAmong(claims, [set], 'dev');

    // THEN
    expect(orphans.map(({ name, isData }) => [name, isData])).toEqual([
      ['data-db-copy', true],
      ['data-dbs-0', true],
    ]);
    const elsewhere = { ...set, metadata: { ...set.metadata, namespace: 'prod' } };
    expect(orphansAmong(claims, [elsewhere], 'dev')).toHaveLength(4);
  });
});

test.each([
  ['Retain', false],
  ['Delete', true],
])('a StatefulSet whose claims are told to %s counts as data: %s', (whenDeleted, isData) => {
  const set = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'dev', labels: LABELS },
    spec: {
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
      persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled: 'Retain' },
    },
  };

  expect(orphansAmong(asLive([set]), [], 'dev')).toEqual([
    {
      kind: 'StatefulSet',
      apiVersion: 'apps/v1',
      resource: 'statefulsets.apps',
      namespace: 'dev',
      name: 'db',
      uid: uidOf(set),
      isData,
      claimPrefixes: ['data-db-'],
    },
  ]);
});

/** Which stage deletes a kind. */
const stageOf = (kind: string) => STAGES.findIndex((kinds) => kinds.some((one) => one.kind === kind));

describe('the kinds that are looked after', () => {
  test.each([
    ['dev', new Synthesized(ENVIRONMENTS.dev).objects],
    ['workshop', new Synthesized(ENVIRONMENTS.workshop).objects],
    ['full', new Synthesized(parseEnvironment(FULL)).objects],
    [
      'what stands in the place of what full says',
      manifestsOf({
        gateway: {
          mode: 'managed',
          tlsSecretName: 'tls',
          hostname: 'a.example.com',
        },
        existing: { webApplicationFirewallPolicyId: WAF },
        workloads: [{ ...OWN, autoscaling: { minReplicas: 2, maxReplicas: 5 }, publish: { by: 'path', path: '/own' } }],
        chatbots: [CHAT],
      }),
    ],
    [
      'an environment with a certificate, a login and a firewall of its own, and that is watched',
      manifestsOf({
        gateway: {
          hostname: 'a.example.com',
          storeFrontHostname: 'b.example.com',
          certificate: { email: 'team@example.com' },
          login: { clientId: '44444444-4444-4444-8444-444444444444' },
          allowedSourceRanges: ['203.0.113.0/24'],
        },
        existing: { dnsZoneId: EXISTING.dnsZoneId },
        monitoring: {},
      }),
    ],
  ])('are all that the charts of %s make', (_, objects) => {
    expect(objects.length).toBeGreaterThan(10);
    expect(objects.filter((object) => kindOf(object) === undefined)).toEqual([]);
  });

  test('go in an order in which nothing loses what it needs', () => {
    for (const [first, second] of [
      ['HTTPRoute', 'Gateway'],
      ['Gateway', 'WebApplicationFirewallPolicy'],
      ['Gateway', 'ApplicationLoadBalancer'],
      ['HTTPRoute', 'Deployment'],
      ['HorizontalPodAutoscaler', 'Deployment'],
      ['Deployment', 'Service'],
      ['Deployment', 'ConfigMap'],
      ['StatefulSet', 'ServiceAccount'],
      ['Service', 'NetworkPolicy'],
      ['StatefulSet', 'PersistentVolumeClaim'],
      ['NetworkPolicy', 'Namespace'],
      ['Secret', 'Namespace'],
    ] as const) {
      expect([first, second, stageOf(first) >= 0 && stageOf(first) < stageOf(second)]).toEqual([first, second, true]);
    }
    expect(new Set(PRUNED_KINDS.map(({ resource }) => resource)).size).toBe(PRUNED_KINDS.length);
    expect(PRUNED_KINDS.filter(({ data }) => data).map(({ kind }) => kind)).toEqual([
      'Secret',
      'PersistentVolumeClaim',
      'Namespace',
    ]);
  });
});
