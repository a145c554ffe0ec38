import { ENVIRONMENTS } from '../fixtures/environments';
import { Synthesized, type KubernetesObject } from '../helpers/artefacts';
import { objectProblems } from '../helpers/validate-object';

test.each(Object.entries(ENVIRONMENTS))('every object of %s passes its schema', (_name, environment) => {
  const { objects } = new Synthesized(environment);

  expect(objects.length).toBeGreaterThan(10);
  expect(
    objects.flatMap((object) =>
      objectProblems(object).map((problem) => `${object.kind} ${object.metadata.name}: ${problem}`),
    ),
  ).toEqual([]);
});

const service = (port: unknown, more: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'page', namespace: 'dev' },
  spec: { selector: { app: 'page' }, ports: [{ port, ...more }] },
});
const deployment = (container: object): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'page' },
  spec: {
    selector: { matchLabels: { app: 'page' } },
    template: {
      metadata: { labels: { app: 'page' } },
      spec: { containers: [{ name: 'page', image: 'page:1', ...container }] },
    },
  },
});
const route = (rule: object): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'page' },
  spec: { parentRefs: [{ name: 'gateway' }], rules: [rule] },
});
const alb = (kind: string, spec: object): KubernetesObject => ({
  apiVersion: 'alb.networking.azure.io/v1',
  kind,
  metadata: { name: 'page' },
  spec,
});

describe('the check finds', () => {
  test('nothing in an object that is right', () => {
    expect(objectProblems(service(80))).toEqual([]);
    expect(
      objectProblems(deployment({ ports: [{ containerPort: 8080 }], resources: { limits: { cpu: '1m' } } })),
    ).toEqual([]);
    expect(objectProblems(route({ backendRefs: [{ name: 'page', port: 80 }] }))).toEqual([]);
    expect(objectProblems(alb('ApplicationLoadBalancer', { associations: ['/subscriptions/x'] }))).toEqual([]);
  });

  test.each<[string, KubernetesObject, RegExp]>([
    ['a kind that is not known', { ...service(80), kind: 'Servise' }, /v1 Servise is not known/],
    ['an unknown field', deployment({ imagee: 'page:1' }), /containers\.0\.imagee: is unknown/],
    ['an unknown field at the top', { ...service(80), sepc: {} }, /^sepc: is unknown/],
    [
      'an unknown field of metadata',
      { ...service(80), metadata: { name: 'page', lables: {} } as never },
      /lables: is unknown/,
    ],
    [
      'an unknown field of a security context',
      deployment({ securityContext: { runAsNonroot: true } }),
      /runAsNonroot: is unknown/,
    ],
    ['a wrong type', deployment({ image: 5 }), /image must be string/],
    ['a missing field', service(undefined), /required property port/],
    ['a quantity that is none', deployment({ resources: { limits: { cpu: 'much' } } }), /cpu/],
    ['a Service port out of range', service(99_999_999), /port: 99999999 is no port/],
    ['a container port out of range', deployment({ ports: [{ containerPort: 99_999_999 }] }), /is no port/],
    ['a target port out of range', service(80, { targetPort: 0 }), /targetPort: 0 is no port/],
    ['a name in capitals', { ...service(80), metadata: { name: 'Page' } }, /metadata.name: "Page" is not allowed/],
    [
      'a label that is none',
      { ...service(80), metadata: { name: 'page', labels: { app: 'a b' } } },
      /labels.app: "a b"/,
    ],
    ['a backend port out of range', route({ backendRefs: [{ name: 'page', port: 99_999_999 }] }), /port/],
    ['an unknown field of a route', route({ backendReefs: [] }), /backendReefs: is unknown/],
    [
      'a second subnet of a load balancer',
      alb('ApplicationLoadBalancer', { associations: ['a', 'b'] }),
      /associations/,
    ],
    [
      'an override of a policy',
      alb('HealthCheckPolicy', { targetRef: { group: '', kind: 'Service', name: 'page' }, override: {} }),
      /override/,
    ],
  ])('%s', (_, object, expected) => {
    expect(objectProblems(object).join('\n')).toMatch(expected);
  });
});
