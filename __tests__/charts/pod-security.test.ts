import { Chart, Testing } from 'cdk8s';
import { NamespaceChart } from '../../charts';
import { HardenedPod } from '../../charts/hardened-pod';
import { IMAGE_NEEDS, anyUser, strictestCommonLevel, type ImageNeeds } from '../../model';
import { brokenRules } from '../helpers/pod-security-rules';

/** A pod of one image, as the charts make it. */
function podFor(needs: ImageNeeds) {
  const resources = { cpuRequest: '1m', memoryRequest: '1Mi', cpuLimit: '1m', memoryLimit: '1Mi' };
  const pod = new HardenedPod(new Chart(Testing.app(), 'chart'), {
    container: { name: 'page', image: 'page:1', needs, resources },
  });
  return { annotations: {}, spec: pod.toKube() };
}

describe('the strictest level that pods have in common', () => {
  test.each([
    [[], 'restricted'],
    [['restricted', 'restricted'], 'restricted'],
    [['restricted', 'baseline'], 'baseline'],
    [['baseline', 'privileged', 'restricted'], 'privileged'],
  ] as const)('of %j is %s', (levels, expected) => {
    expect(strictestCommonLevel(levels)).toBe(expected);
  });
});

describe('the pod of an image', () => {
  test.each(Object.entries(IMAGE_NEEDS))('%s keeps the rules of its level', (_, needs) => {
    expect(brokenRules(podFor(needs), needs.level)).toEqual([]);
  });

  test('that is not restricted breaks a rule of that profile, or the table would be wrong', () => {
    for (const needs of Object.values(IMAGE_NEEDS)) {
      expect(brokenRules(podFor(needs), 'restricted').length > 0).toBe(needs.level !== 'restricted');
    }
  });

  test('gets volumes whose names differ where the folders do, and fit', () => {
    const folders = ['/var/run', '/var-run', '/cache', '/.cache', '/Cache', `/${'a'.repeat(80)}`, `/${'a'.repeat(81)}`];

    const names = (podFor(anyUser(...folders)).spec.volumes ?? []).map(({ name }) => name);

    expect(new Set(names).size).toBe(folders.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  test('gets a volume of its own for each folder it writes to', () => {
    const { spec } = podFor(anyUser('/tmp', '/var/cache/nginx/'));

    expect(spec.volumes).toEqual([
      { name: 'writable-tmp', emptyDir: {} },
      { name: 'writable-var-cache-nginx', emptyDir: {} },
    ]);
    expect(spec.containers[0]!.volumeMounts).toEqual([
      { name: 'writable-tmp', mountPath: '/tmp' },
      { name: 'writable-var-cache-nginx', mountPath: '/var/cache/nginx/' },
    ]);
  });
});

test('a namespace enforces its level at the version of the cluster, and audits by the strictest, and warns of what can be kept', () => {
  const chart = new NamespaceChart(Testing.app(), 'namespace', {
    name: 'shop',
    podSecurity: 'baseline',
    kubernetesVersion: '1.35',
  });

  expect(Testing.synth(chart)).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'shop',
        labels: {
          'pod-security.kubernetes.io/enforce': 'baseline',
          'pod-security.kubernetes.io/enforce-version': 'v1.35',
          'pod-security.kubernetes.io/warn': 'baseline',
          'pod-security.kubernetes.io/warn-version': 'latest',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/audit-version': 'latest',
        },
      },
    },
  ]);
});
