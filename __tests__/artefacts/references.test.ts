import { ENVIRONMENTS } from '../fixtures/environments';
import { Synthesized, type KubernetesObject } from '../helpers/artefacts';
import { danglingReferences } from '../helpers/references';

test.each(Object.entries(ENVIRONMENTS))('every name in the objects of %s leads somewhere', (_name, environment) => {
  const { objects } = new Synthesized(environment);

  expect(danglingReferences(objects)).toEqual([]);
});

describe('the check finds', () => {
  let objects: readonly KubernetesObject[];
  beforeAll(() => {
    ({ objects } = new Synthesized(ENVIRONMENTS.dev));
  });

  /** The objects of dev with one of them changed. */
  function changed(kind: string, name: string, change: (object: KubernetesObject) => void): KubernetesObject[] {
    const copy = structuredClone(objects) as KubernetesObject[];
    change(copy.find((object) => object.kind === kind && object.metadata.name === name)!);
    return copy;
  }

  test.each<[string, string, string, (object: KubernetesObject) => void, string]>([
    [
      'a selector that misses its pods',
      'Deployment',
      'store-front',
      ({ spec }) => (spec.template.metadata.labels.app = 'other'),
      'its selector does not match its pods',
    ],
    [
      'a Service without pods',
      'Service',
      'store-front',
      ({ spec }) => (spec.selector = { app: 'other' }),
      'selects the pods of 0 workloads',
    ],
    [
      'a target port on no container',
      'Service',
      'store-front',
      ({ spec }) => (spec.ports[0].targetPort = 80),
      'target port 80 is on no container',
    ],
    [
      'a Secret that nobody makes',
      'StatefulSet',
      'rabbitmq',
      ({ spec }) => (spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.name = 'rabbitmq-secrets'),
      'Secret rabbitmq-secrets',
    ],
    [
      'a ConfigMap that is not there',
      'Deployment',
      'ai-service',
      ({ spec }) => (spec.template.spec.containers[0].envFrom[0].configMapRef.name = 'other'),
      'ConfigMap other',
    ],
    [
      'a ServiceAccount that is not there',
      'Deployment',
      'ai-service',
      ({ spec }) => (spec.template.spec.serviceAccountName = 'other'),
      'ServiceAccount other',
    ],
    [
      'a mount without a volume',
      'Deployment',
      'store-front',
      ({ spec }) => (spec.template.spec.containers[0].volumeMounts[0].name = 'other'),
      'volume other is mounted but not there',
    ],
    [
      'a route to a port that no Service has',
      'HTTPRoute',
      'store-admin-route',
      ({ spec }) => (spec.rules[0].backendRefs[0].port = 8081),
      'backend store-admin:8081 is on no Service',
    ],
  ])('%s', (_, kind, name, change, problem) => {
    expect(danglingReferences(changed(kind, name, change))).toContain(`${kind} ${name}: ${problem}`);
  });
});
