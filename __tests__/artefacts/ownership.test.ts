import { parseEnvironment } from '../../config';
import { ENVIRONMENTS } from '../fixtures/environments';
import { FULL } from '../fixtures/full-environment';
import { Synthesized, type KubernetesObject } from '../helpers/artefacts';

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const PART_OF = 'app.kubernetes.io/part-of';
const ENVIRONMENT = 'secure-aks-openai/environment';

/** What tells the pods of an object, which starts them anew or is refused where it changes. */
const podsOf = ({ kind, spec }: KubernetesObject): unknown =>
  kind === 'HorizontalPodAutoscaler' ? undefined : [spec?.selector, spec?.template, spec?.volumeClaimTemplates];

describe.each([
  ['dev', ENVIRONMENTS.dev, 54, 54],
  ['workshop', ENVIRONMENTS.workshop, 54, 53],
  ['full', parseEnvironment(FULL), 56, 56],
])('in %s', (name, environment, count, ours) => {
  let objects: readonly KubernetesObject[];
  beforeAll(() => {
    ({ objects } = new Synthesized(environment));
  });

  test("every object says whose it is, but for the namespace of the controller, which is Helm's", () => {
    const owned = objects.filter(({ metadata }) => metadata.labels?.[ENVIRONMENT] === name);

    expect(objects).toHaveLength(count);
    expect(owned).toHaveLength(ours);
    for (const { metadata } of owned) {
      expect(metadata.labels).toMatchObject({ [MANAGED_BY]: 'secure-aks-openai', [PART_OF]: expect.any(String) });
    }
    for (const { kind, metadata } of objects.filter((object) => !owned.includes(object))) {
      expect([kind, metadata]).toEqual(['Namespace', { name: 'azure-alb-system' }]);
    }
  });

  const partOf = (kind: string, object: string) =>
    objects.find((one) => one.kind === kind && one.metadata.name === object)?.metadata.labels?.[PART_OF];

  test('a workload is part of its application, and what is of no workload of the project', () => {
    expect(partOf('Deployment', 'ai-service')).toBe('aks-store-demo');
    expect(partOf('NetworkPolicy', 'deny-all')).toBe(environment.project);
    expect(partOf('Gateway', environment.gateway.name)).toBe(environment.project);
  });

  test('no pod, selector or volume claim says so, since none may change by it', () => {
    const pods = objects.map(podsOf);

    expect(pods.filter((pod) => JSON.stringify(pod)?.includes('"app"')).length).toBeGreaterThan(10);
    expect(JSON.stringify(pods)).not.toContain(MANAGED_BY);
    expect(JSON.stringify(pods)).not.toContain(ENVIRONMENT);
  });
});
