import { IMAGE_NEEDS } from '../../model';
import { ENVIRONMENTS } from '../fixtures/environments';
import { Synthesized, type KubernetesObject } from '../helpers/artefacts';
import {
  POD_SECURITY_RULES,
  brokenRules,
  enforcedLevel,
  podOf,
  refusedPods,
  type Pod,
} from '../helpers/pod-security-rules';

const LABEL = 'pod-security.kubernetes.io';

describe.each(Object.entries(ENVIRONMENTS))('the pods of %s', (_name, environment) => {
  let objects: readonly KubernetesObject[];
  beforeAll(() => {
    ({ objects } = new Synthesized(environment));
  });
  const withPods = () => objects.filter((object) => podOf(object) !== undefined);

  test('are all admitted by the level their namespace enforces', () => {
    expect(withPods().length).toBeGreaterThanOrEqual(10);
    expect(refusedPods(objects)).toEqual([]);
    for (const object of withPods()) expect(['baseline', 'restricted']).toContain(enforcedLevel(objects, object));
  });

  test('break the restricted profile only where the table of images says so', () => {
    const warned = withPods().filter((object) => brokenRules(podOf(object)!, 'restricted').length > 0);
    const expected = Object.entries(IMAGE_NEEDS).flatMap(([image, { level }]) =>
      level === 'restricted' ? [] : [image],
    );

    expect(warned.map(({ metadata }) => metadata.name)).toEqual(expected);
  });

  test('mount no token of the API server, and have limits', () => {
    for (const object of withPods()) {
      const { spec } = podOf(object)!;
      expect(spec['automountServiceAccountToken']).toBe(false);
      for (const container of [...(spec['initContainers'] ?? []), ...spec['containers']]) {
        expect(container.resources).toEqual({
          requests: { cpu: expect.anything(), memory: expect.anything() },
          limits: { cpu: expect.anything(), memory: expect.anything() },
        });
      }
    }
  });

  test('have a read-only root wherever they run restricted, and no priority', () => {
    for (const object of withPods()) {
      const pod = podOf(object)!;
      expect(pod.spec).not.toHaveProperty('priorityClassName');
      if (brokenRules(pod, 'restricted').length > 0) continue;
      for (const container of [...(pod.spec['initContainers'] ?? []), ...pod.spec['containers']]) {
        expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
      }
    }
  });

  test('live in namespaces that name a level and its version for all three modes', () => {
    const namespaces = new Set(withPods().map(({ metadata }) => metadata.namespace));

    for (const namespace of objects.filter(
      ({ kind, metadata }) => kind === 'Namespace' && namespaces.has(metadata.name),
    )) {
      expect(namespace.metadata.labels).toMatchObject({
        [`${LABEL}/enforce-version`]: 'v1.36',
        [`${LABEL}/warn-version`]: 'latest',
        [`${LABEL}/audit`]: 'restricted',
        [`${LABEL}/audit-version`]: 'latest',
      });
    }
  });
});

test.each(Object.entries(ENVIRONMENTS))(
  '%s keeps every pod but the database’s in a namespace that enforces restricted, and nothing of it is warned of',
  (_name, environment) => {
    // GIVEN
    const { objects } = new Synthesized(environment);
    const pods = objects.filter((object) => podOf(object) !== undefined);
    const labelsOf = (name: string | undefined) =>
      objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name)!.metadata.labels!;

    // THEN
    for (const { metadata } of pods) {
      const isDatabase = metadata.name === 'documentdb';
      expect([metadata.name, metadata.namespace]).toEqual([metadata.name, isDatabase ? 'dev-data' : 'dev']);
      expect(labelsOf(metadata.namespace)).toMatchObject({
        [`${LABEL}/enforce`]: isDatabase ? 'baseline' : 'restricted',
        [`${LABEL}/warn`]: isDatabase ? 'baseline' : 'restricted',
      });
    }
    for (const object of pods) {
      const warn = labelsOf(object.metadata.namespace)[`${LABEL}/warn`] as 'baseline' | 'restricted';
      expect([object.metadata.name, brokenRules(podOf(object)!, warn)]).toEqual([object.metadata.name, []]);
    }
    expect(pods.map(({ metadata }) => metadata.name)).toContain('documentdb');
  },
);

describe('each rule', () => {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const pod = (container: object = {}, spec: object = {}, annotations = {}): Pod => ({
    annotations,
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'page', image: 'page:1', securityContext, ...container }],
      ...spec,
    },
  });
  const secured = (more: object): object => ({ securityContext: { ...securityContext, ...more } });
  const restrictedPod = pod().spec['securityContext'] as object;

  const FIXTURES: Readonly<Record<string, Pod>> = {
    HostProcess: pod(secured({ windowsOptions: { hostProcess: true } })),
    'Host Namespaces': pod({}, { hostPID: true }),
    'Privileged Containers': pod(secured({ privileged: true })),
    'Capabilities (baseline)': pod(secured({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })),
    'HostPath Volumes': pod({}, { volumes: [{ name: 'host', hostPath: { path: '/' } }] }),
    'Host Ports': pod({ ports: [{ containerPort: 80, hostPort: 80 }] }),
    'Host Probes / Lifecycle Hooks': pod({ readinessProbe: { httpGet: { host: '10.0.0.1', port: 80 } } }),
    AppArmor: pod({}, {}, { 'container.apparmor.security.beta.kubernetes.io/page': 'unconfined' }),
    SELinux: pod(secured({ seLinuxOptions: { type: 'spc_t' } })),
    '/proc Mount Type': pod(secured({ procMount: 'Unmasked' })),
    'Seccomp (baseline)': pod(secured({ seccompProfile: { type: 'Unconfined' } })),
    Sysctls: pod({}, { securityContext: { ...restrictedPod, sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
    'Volume Types': pod({}, { volumes: [{ name: 'share', nfs: { server: 'nfs', path: '/' } }] }),
    'Privilege Escalation': pod({ securityContext: { capabilities: { drop: ['ALL'] } } }),
    'Running as Non-root': pod(secured({ runAsNonRoot: false })),
    'Running as Non-root user': pod(secured({ runAsUser: 0 })),
    'Seccomp (restricted)': pod({}, { securityContext: { runAsNonRoot: true } }),
    'Capabilities (restricted)': pod({ securityContext: { allowPrivilegeEscalation: false } }),
  };

  /** A pod that is too lax for baseline by these is too lax for restricted by a rule of its own too. */
  const ALSO: Readonly<Record<string, string[]>> = {
    'Capabilities (baseline)': ['Capabilities (restricted)'],
    'HostPath Volumes': ['Volume Types'],
    'Seccomp (baseline)': ['Seccomp (restricted)'],
  };

  test('is kept by a pod that runs restricted', () => {
    expect(brokenRules(pod(), 'restricted')).toEqual([]);
  });

  test('has a pod that breaks it', () => {
    expect(Object.keys(FIXTURES)).toEqual(Object.keys(POD_SECURITY_RULES));
  });

  test.each(Object.entries(FIXTURES))('%s is broken by its pod alone, at its level', (rule, broken) => {
    const isBaseline = POD_SECURITY_RULES[rule]!.level === 'baseline';

    expect(brokenRules(broken, 'restricted')).toEqual([rule, ...(ALSO[rule] ?? [])]);
    expect(brokenRules(broken, 'baseline')).toEqual(isBaseline ? [rule] : []);
    expect(brokenRules(broken, 'privileged')).toEqual([]);
  });

  test.each(['initContainers', 'ephemeralContainers'])('is asked of %s too', (list) => {
    const helper = pod({}, { [list]: [{ name: 'helper', image: 'helper:1', ...secured({ privileged: true }) }] });

    expect(brokenRules(helper, 'restricted')).toEqual(['Privileged Containers']);
  });
});

/** A namespace that enforces a level. */
const namespace = (level?: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'dev', labels: level === undefined ? {} : { [`${LABEL}/enforce`]: level } },
});
const rooted: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'page', namespace: 'dev' },
  spec: { template: { spec: { containers: [{ name: 'page', securityContext: { privileged: true } }] } } },
};

describe('a pod that its namespace refuses', () => {
  test('is named with each rule it breaks', () => {
    expect(refusedPods([namespace('baseline'), rooted])).toEqual(['page: Privileged Containers']);
    expect(refusedPods([namespace('privileged'), rooted])).toEqual([]);
  });

  test('is named where the namespace enforces nothing, or is not there', () => {
    const problem = ['page: its namespace enforces no level'];

    expect(refusedPods([namespace(), rooted])).toEqual(problem);
    expect(refusedPods([namespace('strict'), rooted])).toEqual(problem);
    expect(refusedPods([rooted])).toEqual(problem);
  });
});
