import { ApiObject, Chart, Testing } from 'cdk8s';
import {
  EnvFieldPaths,
  EnvValue,
  MountPropagation,
  Node,
  NodeLabelQuery,
  NodeTaintQuery,
  TaintEffect,
  Volume,
} from 'cdk8s-plus-28';
import { OpenAiWorkload, type ContainerProps, type OpenAiWorkloadProps } from '../../charts';
import type { KubernetesObject } from '../helpers/artefacts';
import { brokenRules, podOf } from '../helpers/pod-security-rules';
import { objectProblems } from '../helpers/validate-object';

const PROPS: OpenAiWorkloadProps = {
  name: 'own',
  namespace: 'dev',
  serviceAccountName: 'own-sa',
  clientId: '00000000-0000-4000-8000-000000000001',
  tenantId: '00000000-0000-4000-8000-000000000000',
  image: 'ghcr.io/acme/own:1.0.0',
  port: 8080,
  variables: { LOG_LEVEL: 'info' },
  resources: { cpuRequest: '50m', memoryRequest: '64Mi', cpuLimit: '500m', memoryLimit: '256Mi' },
};

const SIDECAR: ContainerProps = {
  name: 'logs',
  image: 'ghcr.io/acme/logs:2.0.0',
  resources: { cpuRequest: '5m', memoryRequest: '16Mi', cpuLimit: '50m', memoryLimit: '32Mi' },
};

const CHECKSUM = 'secure-aks-openai/config-checksum';

function make(more: Partial<OpenAiWorkloadProps> = {}, ...others: Partial<OpenAiWorkloadProps>[]): Chart {
  const chart = new Chart(Testing.app(), 'test');
  [more, ...others].forEach((props, index) => new OpenAiWorkload(chart, `workload-${index}`, { ...PROPS, ...props }));
  return chart;
}

/** A workload in a chart, and the objects that are made of it after it was added to. */
function workloadWith(
  add: (workload: OpenAiWorkload, chart: Chart) => void = () => {},
  more: Partial<OpenAiWorkloadProps> = {},
) {
  const chart = new Chart(Testing.app(), 'test');
  const workload = new OpenAiWorkload(chart, 'workload', { ...PROPS, ...more });
  add(workload, chart);
  const objects = Testing.synth(chart) as KubernetesObject[];
  const get = (kind: string) => objects.find((object) => object.kind === kind)!;
  const pod = get('Deployment')['spec'].template;
  return { workload, objects, get, pod, container: pod.spec.containers[0] };
}

describe('OpenAiWorkload without an environment', () => {
  test('makes what a workload consists of', () => {
    const kinds = (Testing.synth(make()) as { kind: string }[]).map(({ kind }) => kind);

    expect(kinds).toEqual(['ServiceAccount', 'ConfigMap', 'Deployment', 'Service']);
  });

  test.each<[string, Partial<OpenAiWorkloadProps>, string]>([
    ['an image at latest', { image: 'own:latest' }, "'image' must not be latest"],
    ['an image without a tag', { image: 'own' }, "'image' must be pinned"],
    [
      'the name of a key',
      { variables: { OPENAI_API_KEY: 'x' } },
      "'variables.OPENAI_API_KEY' has the name of a secret",
    ],
    ['its own container left out', { skipContainers: ['own'] }, "'skipContainers' must not hold 'own'"],
    ['no pod', { replicas: 0 }, "'replicas' must be a whole number from 1, got 0"],
    [
      'an autoscaler between two wrong ends',
      { autoscaling: { minReplicas: 3, maxReplicas: 2, targetCpuPercent: 50 } },
      "'autoscaling.minReplicas' must be from 1 to 'maxReplicas' 2, got 3",
    ],
    [
      'an autoscaler that may take all pods away',
      { autoscaling: { minReplicas: 0, maxReplicas: 2, targetCpuPercent: 50 } },
      "'autoscaling.minReplicas' must be from 1 to 'maxReplicas' 2, got 0",
    ],
    [
      'a token that lives too long',
      { tokenExpirationSeconds: 90_000 },
      "'tokenExpirationSeconds' must be a whole number",
    ],
    ['a client id that is none', { clientId: 'id-own' }, "'clientId' must be a UUID, got 'id-own' [test/workload-0]"],
    ['a tenant that is none', { tenantId: 'acme.com' }, "'tenantId' must be a UUID, got 'acme.com'"],
    ['a name that is none', { name: 'My_App' }, "'name' must have 1 to 63 characters"],
    ['a namespace that is none', { namespace: '-x' }, "'namespace' must have 1 to 63 characters"],
    [
      'a ServiceAccount that is none',
      { serviceAccountName: 'sa.' },
      "'serviceAccountName' must have 1 to 63 characters",
    ],
    ['a ConfigMap that is none', { configMapName: 'A' }, "'configMapName' must have 1 to 63 characters"],
    ['a port that is none', { port: 65_536 }, "'port' must be a whole number from 1 to 65535, got 65536"],
    [
      'a variable that a Secret holds too',
      { secretVariables: { LOG_LEVEL: { secretName: 's', key: 'k' } } },
      "'variables.LOG_LEVEL' must not be set twice",
    ],
  ])('refuses %s', (_what, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test('says where', () => {
    expect(() => make({ image: 'own' })).toThrow(/got 'own' \[test\/workload-0\]$/);
  });

  test('refuses a ServiceAccount that another has in the same namespace, and only there', () => {
    expect(() => make({}, { name: 'other' })).toThrow(
      "'serviceAccountName' must be its own: 'test/workload-0' has 'dev/own-sa'",
    );
    expect(() => make({}, { name: 'other', namespace: 'elsewhere' })).not.toThrow();
    expect(() => make({}, { name: 'other', serviceAccountName: 'other-sa' })).not.toThrow();
    // In another app it is another cluster's.
    expect(() => [make(), make()]).not.toThrow();
  });

  test('tells its names, and hands out its objects', () => {
    const { workload } = workloadWith(undefined, {
      autoscaling: { minReplicas: 2, maxReplicas: 4, targetCpuPercent: 60 },
    });

    expect(workload).toMatchObject({
      name: 'own',
      namespace: 'dev',
      serviceAccountName: 'own-sa',
      configMapName: 'own-config',
      port: 8080,
      variables: { LOG_LEVEL: 'info' },
      ports: [{ name: 'http', port: 8080 }],
      containers: [],
      initContainers: [],
    });
    expect(workload.volumes.map(({ name }) => name)).toEqual(['writable-tmp']);
    const { serviceAccount, configMap, deployment, service, autoscaler, disruptionBudget } = workload;
    const members = [serviceAccount, configMap, deployment, service, autoscaler, disruptionBudget];
    expect(members.map((member) => ApiObject.isApiObject(member) && member.kind)).toEqual([
      'ServiceAccount',
      'ConfigMap',
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
    ]);
    expect(workloadWith().workload).toMatchObject({ autoscaler: undefined, disruptionBudget: undefined });
  });
});

const OTHER_ID = '99999999-0000-4000-8000-000000000000';
const annotationsOf = ({ metadata }: KubernetesObject) => metadata.annotations!;

describe('each property of an OpenAiWorkload reaches its objects:', () => {
  test.each<[keyof OpenAiWorkloadProps, unknown, (made: ReturnType<typeof workloadWith>) => unknown, unknown]>([
    ['name', 'other', ({ get, container }) => [get('Deployment').metadata.name, container.name], ['other', 'other']],
    ['namespace', 'apart', ({ objects }) => [...new Set(objects.map((o) => o.metadata.namespace))], ['apart']],
    ['partOf', 'all', ({ get }) => get('Service').metadata.labels!['app.kubernetes.io/part-of'], 'all'],
    [
      'serviceAccountName',
      'reader',
      ({ get, pod }) => [get('ServiceAccount').metadata.name, pod.spec.serviceAccountName],
      ['reader', 'reader'],
    ],
    [
      'clientId',
      OTHER_ID,
      ({ get }) => annotationsOf(get('ServiceAccount'))['azure.workload.identity/client-id'],
      OTHER_ID,
    ],
    [
      'tenantId',
      OTHER_ID,
      ({ get }) => annotationsOf(get('ServiceAccount'))['azure.workload.identity/tenant-id'],
      OTHER_ID,
    ],
    [
      'tokenExpirationSeconds',
      7200,
      ({ pod }) => pod.metadata.annotations['azure.workload.identity/service-account-token-expiration'],
      '7200',
    ],
    ['skipContainers', ['x'], ({ pod }) => pod.metadata.annotations['azure.workload.identity/skip-containers'], 'x'],
    [
      'injectProxySidecar',
      true,
      ({ pod }) => pod.metadata.annotations['azure.workload.identity/inject-proxy-sidecar'],
      'true',
    ],
    ['image', 'own:2', ({ container }) => container.image, 'own:2'],
    [
      'needs',
      { level: 'restricted', user: 7, group: 8, writable: ['/data'] },
      ({ pod, container }) => [pod.spec.securityContext.runAsUser, container.volumeMounts],
      [7, [{ name: 'writable-data', mountPath: '/data' }]],
    ],
    ['command', ['run'], ({ container }) => container.command, ['run']],
    ['args', ['--fast'], ({ container }) => container.args, ['--fast']],
    [
      'port',
      9090,
      ({ get, container }) => [get('Service')['spec'].ports, container.ports],
      [[{ name: 'http', port: 9090, targetPort: 9090 }], [{ containerPort: 9090 }]],
    ],
    [
      'ports',
      [{ name: 'metrics', port: 9100 }],
      ({ get, container }) => [get('Service')['spec'].ports[1], container.ports[1]],
      [
        { name: 'metrics', port: 9100, targetPort: 9100 },
        { name: 'metrics', containerPort: 9100 },
      ],
    ],
    ['publicAddress', true, ({ get }) => get('Service')['spec'].type, 'LoadBalancer'],
    [
      'configMapName',
      'settings',
      ({ get, container }) => [get('ConfigMap').metadata.name, container.envFrom],
      ['settings', [{ configMapRef: { name: 'settings' } }]],
    ],
    ['variables', { A: '1' }, ({ get }) => get('ConfigMap')['data'], { A: '1' }],
    [
      'secretVariables',
      { A: { secretName: 's', key: 'k' } },
      ({ container }) => container.env,
      [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
    ],
    [
      'resources',
      { ...PROPS.resources, cpuLimit: '2' },
      ({ container }) => container.resources,
      { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '2', memory: '256Mi' } },
    ],
    [
      'startupProbe',
      { by: { path: '/up' }, failureThreshold: 30 },
      ({ container }) => container.startupProbe,
      { httpGet: { path: '/up', port: 8080 }, failureThreshold: 30 },
    ],
    [
      'readinessProbe',
      { by: 'port', timeoutSeconds: 3 },
      ({ container }) => container.readinessProbe,
      { tcpSocket: { port: 8080 }, timeoutSeconds: 3 },
    ],
    [
      'livenessProbe',
      { by: { command: ['true'] }, terminationGracePeriodSeconds: 5 },
      ({ container }) => container.livenessProbe,
      { exec: { command: ['true'] }, terminationGracePeriodSeconds: 5 },
    ],
    [
      'replicas',
      3,
      ({ get }) => [get('Deployment')['spec'].replicas, get('PodDisruptionBudget')['spec'].maxUnavailable],
      [3, 1],
    ],
    [
      'autoscaling',
      { minReplicas: 1, maxReplicas: 3, targetCpuPercent: 44 },
      ({ get }) => get('HorizontalPodAutoscaler')['spec'].maxReplicas,
      3,
    ],
    ['strategy', 'Recreate', ({ get }) => get('Deployment')['spec'].strategy, { type: 'Recreate' }],
    [
      'nodeSelector',
      { agentpool: 'gpu' },
      ({ pod }) => pod.spec.nodeSelector,
      { 'kubernetes.io/os': 'linux', agentpool: 'gpu' },
    ],
  ])('%s', (property, value, read, expected) => {
    // GIVEN
    expect(
      read(
        workloadWith(undefined, {
          replicas: 2,
          autoscaling: undefined,
          ...(property === 'autoscaling'
            ? { autoscaling: { minReplicas: 1, maxReplicas: 2, targetCpuPercent: 44 } }
            : {}),
        }),
      ),
    ).not.toEqual(expected);

    // WHEN
    const made = workloadWith(undefined, { [property]: value });

    // THEN
    expect(read(made)).toEqual(expected);
    expect(made.objects.flatMap(objectProblems)).toEqual([]);
  });

  test('proxySidecarPort, where the proxy is asked for', () => {
    const { pod } = workloadWith(undefined, { injectProxySidecar: true, proxySidecarPort: 8001 });

    expect(pod.metadata.annotations['azure.workload.identity/proxy-sidecar-port']).toBe('8001');
  });
});

function checksum(more: Partial<OpenAiWorkloadProps> = {}, annotation?: string): string {
  const { pod } = workloadWith((workload) => {
    if (annotation !== undefined) workload.serviceAccount.metadata.addAnnotation(annotation, 'x');
  }, more);
  return pod.metadata.annotations[CHECKSUM] as string;
}

describe('what a pod reads at its start alone is in its checksum, so that a change starts new pods:', () => {
  test.each<[string, Partial<OpenAiWorkloadProps>]>([
    ['the client id', { clientId: '00000000-0000-4000-8000-00000000000f' }],
    ['the tenant id', { tenantId: '00000000-0000-4000-8000-00000000000f' }],
    ['how long a token lives', { tokenExpirationSeconds: 7200 }],
    ['the value of a variable', { variables: { LOG_LEVEL: 'debug' } }],
    ['the name of a variable', { variables: { LEVEL: 'info' } }],
  ])('%s', (_what, more) => {
    expect(checksum()).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum(more)).not.toBe(checksum());
  });

  test('and nothing else: the order of variables starts none', () => {
    expect(checksum({ variables: { A: '1', B: '2' } })).toBe(checksum({ variables: { B: '2', A: '1' } }));
    expect(checksum({ replicas: 2 })).toBe(checksum());
  });
});

describe('what is added to an OpenAiWorkload reaches its objects:', () => {
  test('a volume', () => {
    const { workload, pod, container } = workloadWith((workload, chart) =>
      workload.addVolume(Volume.fromEmptyDir(chart, 'cache', 'cache')),
    );

    expect(pod.spec.volumes.map(({ name }: { name: string }) => name)).toEqual(['writable-tmp', 'cache']);
    expect(container.volumeMounts).toEqual([{ name: 'writable-tmp', mountPath: '/tmp' }]);
    expect(workload.volumes.map(({ name }) => name)).toEqual(['writable-tmp', 'cache']);
  });

  test('a mount, and with it its volume', () => {
    const { pod, container } = workloadWith((workload, chart) => {
      const volume = Volume.fromEmptyDir(chart, 'cache', 'cache');
      workload.mount('/cache', volume, {
        readOnly: true,
        subPath: 'a',
        propagation: MountPropagation.HOST_TO_CONTAINER,
      });
      workload.mount('/again', volume, { subPathExpr: '$(POD_NAME)' });
    });

    expect(pod.spec.volumes).toEqual([
      { name: 'writable-tmp', emptyDir: {} },
      { name: 'cache', emptyDir: {} },
    ]);
    expect(container.volumeMounts.slice(1)).toEqual([
      { name: 'cache', mountPath: '/cache', readOnly: true, subPath: 'a', mountPropagation: 'HostToContainer' },
      { name: 'cache', mountPath: '/again', subPathExpr: '$(POD_NAME)' },
    ]);
  });

  test('a text as a variable, in its ConfigMap, which starts new pods', () => {
    const before = workloadWith();
    const after = workloadWith((workload) => workload.addVariable('DEPTH', '3'));
    const atOnce = workloadWith(undefined, { variables: { ...PROPS.variables, DEPTH: '3' } });
    const checksum = ({ pod }: typeof before) => pod.metadata.annotations[CHECKSUM] as string;

    expect(after.get('ConfigMap')['data']).toEqual({ LOG_LEVEL: 'info', DEPTH: '3' });
    expect(after.container).not.toHaveProperty('env');
    expect(checksum(after)).not.toBe(checksum(before));
    expect(checksum(after)).toBe(checksum(atOnce));
    expect(after.workload.variables).toEqual({ LOG_LEVEL: 'info', DEPTH: '3' });
  });

  test('an annotation of its identity on the ServiceAccount, which starts new pods, and no other', () => {
    expect(checksum({}, 'azure.workload.identity/tenant-id')).not.toBe(checksum());
    expect(checksum({}, 'acme.example.com/owner')).toBe(checksum());
  });

  test('variables from elsewhere, as references', () => {
    const { get, container } = workloadWith((workload) => {
      workload.addVariable('POD_NAME', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME));
      workload.addSecretVariable('DB_PASSWORD', { secretName: 'db', key: 'password' });
    });

    expect(container.env).toEqual([
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    ]);
    expect(get('ConfigMap')['data']).toEqual(PROPS.variables);
  });

  test('a port, on its container and its Service', () => {
    const { workload, get, container } = workloadWith((workload) =>
      workload.addPort({ name: 'metrics', port: 9100, servicePort: 9000 }),
    );

    expect(container.ports).toEqual([{ containerPort: 8080 }, { name: 'metrics', containerPort: 9100 }]);
    expect(get('Service')['spec'].ports).toEqual([
      { name: 'http', port: 8080, targetPort: 8080 },
      { name: 'metrics', port: 9000, targetPort: 9100 },
    ]);
    expect(workload.ports).toHaveLength(2);
  });

  test('a container beside its own, with all that is said of it', () => {
    const { workload, pod } = workloadWith((workload) =>
      workload.addContainer({
        ...SIDECAR,
        command: ['ship'],
        args: ['--all'],
        ports: [{ name: 'admin', port: 2020 }],
        variables: { TARGET: 'stdout' },
        secretVariables: { LOGIN: { secretName: 'logs', key: 'login' } },
        startupProbe: { by: 'port', periodSeconds: 2 },
        readinessProbe: { by: { path: '/ready' } },
        livenessProbe: { by: { command: ['true'] } },
      }),
    );

    expect(pod.spec.containers).toHaveLength(2);
    expect(pod.spec.containers[1]).toEqual({
      name: 'logs',
      image: 'ghcr.io/acme/logs:2.0.0',
      command: ['ship'],
      args: ['--all'],
      ports: [{ name: 'admin', containerPort: 2020 }],
      env: [
        { name: 'TARGET', value: 'stdout' },
        { name: 'LOGIN', valueFrom: { secretKeyRef: { name: 'logs', key: 'login' } } },
      ],
      resources: { requests: { cpu: '5m', memory: '16Mi' }, limits: { cpu: '50m', memory: '32Mi' } },
      startupProbe: { tcpSocket: { port: 2020 }, periodSeconds: 2 },
      readinessProbe: { httpGet: { path: '/ready', port: 2020 } },
      livenessProbe: { exec: { command: ['true'] } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [{ name: pod.spec.volumes[1].name, mountPath: '/tmp' }],
    });
    expect(workload.containers.map(({ name, image }) => [name, image])).toEqual([['logs', 'ghcr.io/acme/logs:2.0.0']]);
  });

  test('a container before its own', () => {
    const { workload, pod } = workloadWith((workload) => workload.addInitContainer({ ...SIDECAR, name: 'migrate' }));

    expect(pod.spec.containers).toHaveLength(1);
    expect(pod.spec.initContainers.map(({ name }: { name: string }) => name)).toEqual(['migrate']);
    expect(workload.initContainers.map(({ name }) => name)).toEqual(['migrate']);
  });

  test('what is added to an added container', () => {
    const { pod } = workloadWith((workload, chart) => {
      const sidecar = workload.addContainer(SIDECAR);
      sidecar.mount('/logs', Volume.fromEmptyDir(chart, 'shared', 'shared'));
      sidecar.addVariable('TARGET', 'stdout');
      sidecar.addVariable('NODE', EnvValue.fromFieldRef(EnvFieldPaths.NODE_NAME));
    });

    expect(pod.spec.volumes.map(({ name }: { name: string }) => name)).toContain('shared');
    expect(pod.spec.containers[1].volumeMounts).toContainEqual({ name: 'shared', mountPath: '/logs' });
    expect(pod.spec.containers[1].env).toEqual([
      { name: 'TARGET', value: 'stdout' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ]);
  });

  test('the nodes its pods are drawn to, and the taints they tolerate', () => {
    const { pod } = workloadWith(({ scheduling }) => {
      scheduling.attract(Node.labeled(NodeLabelQuery.is('agentpool', 'gpu')));
      scheduling.tolerate(Node.tainted(NodeTaintQuery.is('sku', 'gpu', { effect: TaintEffect.NO_SCHEDULE })));
    });

    expect(pod.spec.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'agentpool', operator: 'In', values: ['gpu'] }] }],
        },
      },
    });
    expect(pod.spec.tolerations).toEqual([{ key: 'sku', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }]);
  });

  test('one node by its name', () => {
    const { pod } = workloadWith(({ scheduling }) => scheduling.assign(Node.named('aks-1')));

    expect(pod.spec.nodeName).toBe('aks-1');
    expect(() =>
      workloadWith(({ scheduling }) => {
        scheduling.assign(Node.named('aks-1'));
        scheduling.assign(Node.named('aks-2'));
      }),
    ).toThrow('Cannot assign own to node aks-2');
  });

  test('labels and annotations of its pods and of each object', () => {
    const { get, pod } = workloadWith((workload) => {
      workload.podMetadata.addAnnotation('prometheus.io/scrape', 'true');
      workload.podMetadata.addLabel('team', 'search');
      workload.service.metadata.addAnnotation('service.beta.kubernetes.io/azure-load-balancer-internal', 'true');
      workload.deployment.metadata.addLabel('team', 'search');
    });

    expect(pod.metadata.annotations).toMatchObject({ 'prometheus.io/scrape': 'true', [CHECKSUM]: expect.anything() });
    expect(pod.metadata.labels).toMatchObject({ team: 'search', 'azure.workload.identity/use': 'true', app: 'own' });
    expect(get('Service').metadata.annotations).toEqual({
      'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
    });
    expect(get('Deployment').metadata.labels).toMatchObject({ team: 'search' });
    expect(get('ConfigMap').metadata.labels).not.toHaveProperty('team');
  });

  test('nothing through what it hands out as a copy', () => {
    const { get, container, pod } = workloadWith((workload) => {
      workload.variables['A'] = '1';
      workload.ports.push({ name: 'metrics', port: 9100 });
      workload.containers.push(workload.addContainer(SIDECAR));
      workload.initContainers.push(workload.containers[0]!);
    });

    expect(get('ConfigMap')['data']).toEqual(PROPS.variables);
    expect(container.ports).toHaveLength(1);
    expect(pod.spec.containers).toHaveLength(2);
    expect(pod.spec).not.toHaveProperty('initContainers');
  });
});

describe('a pod that was added to', () => {
  const ownUser = { level: 'restricted', user: 65_532, group: 65_532, writable: ['/tmp', '/state'] } as const;

  test('keeps the rules of the restricted level, and its objects pass their schemas', () => {
    const { objects, get } = workloadWith((workload, chart) => {
      workload.mount('/cache', Volume.fromEmptyDir(chart, 'cache', 'cache'));
      workload.addContainer(SIDECAR);
      workload.addContainer({ ...SIDECAR, name: 'proxy', needs: ownUser });
      workload.addInitContainer({ ...SIDECAR, name: 'migrate' });
    });

    expect(podOf(get('Deployment'))!.spec['containers']).toHaveLength(3);
    expect(brokenRules(podOf(get('Deployment'))!, 'restricted')).toEqual([]);
    expect(objects.flatMap(objectProblems)).toEqual([]);
  });

  test('shares no folder among its containers unless it is told to', () => {
    const { pod } = workloadWith((workload) => {
      workload.addContainer(SIDECAR);
      workload.addContainer({ ...SIDECAR, name: 'proxy', needs: ownUser });
    });
    const mounts = pod.spec.containers.flatMap(({ volumeMounts }: { volumeMounts: { name: string }[] }) =>
      volumeMounts.map(({ name }) => name),
    );

    expect(mounts).toHaveLength(4);
    expect(new Set(mounts)).toEqual(new Set(pod.spec.volumes.map(({ name }: { name: string }) => name)));
    expect(new Set(mounts).size).toBe(4);
  });

  test('runs a container as another user where its image needs one', () => {
    const { pod } = workloadWith((workload) => {
      workload.addContainer(SIDECAR);
      workload.addContainer({ ...SIDECAR, name: 'proxy', needs: ownUser });
    });
    const users = pod.spec.containers.map(
      ({ securityContext }: { securityContext: { runAsUser?: number } }) => securityContext.runAsUser,
    );

    expect(users).toEqual([undefined, undefined, 65_532]);
    expect(pod.spec.containers[2].securityContext).toMatchObject({ runAsNonRoot: true, runAsGroup: 65_532 });
  });

  test('keeps an added container from root where its own starts as root', () => {
    const { pod } = workloadWith((workload) => workload.addContainer(SIDECAR), {
      needs: { level: 'baseline', capabilities: ['CHOWN'], writable: [] },
    });

    expect(pod.spec.containers[0].securityContext).not.toHaveProperty('runAsNonRoot');
    expect(pod.spec.containers[1].securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10_001,
      runAsGroup: 10_001,
    });
  });
});

describe('an addition is refused', () => {
  test.each<[string, (workload: OpenAiWorkload, chart: Chart) => void, string]>([
    [
      'with the name of its own container',
      (workload) => workload.addContainer({ ...SIDECAR, name: 'own' }),
      "'name' must be one that no container of the pod has, got 'own'",
    ],
    [
      'with the name of another container',
      (workload) => {
        workload.addInitContainer(SIDECAR);
        workload.addContainer(SIDECAR);
      },
      "'name' must be one that no container of the pod has, got 'logs'",
    ],
    [
      'whose image is not pinned',
      (workload) => workload.addContainer({ ...SIDECAR, image: 'logs' }),
      "container 'logs': 'image' must be pinned",
    ],
    [
      'whose variable is a secret',
      (workload) => workload.addContainer({ ...SIDECAR, variables: { API_KEY: 'x' } }),
      "container 'logs': 'variables.API_KEY' has the name of a secret",
    ],
    [
      'whose probe asks no port',
      (workload) => workload.addContainer({ ...SIDECAR, readinessProbe: { by: 'port' } }),
      "container 'logs': 'readinessProbe' asks a port, and the container has none: add one to 'ports'",
    ],
    [
      'a variable of the identity',
      (workload) => workload.addVariable('AZURE_CLIENT_ID', 'x'),
      "'variables.AZURE_CLIENT_ID' must be left out",
    ],
    [
      'a variable of the identity from elsewhere',
      (workload) => workload.addVariable('AZURE_TENANT_ID', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME)),
      "'variables.AZURE_TENANT_ID' must be left out",
    ],
    [
      'a variable of the identity from a Secret',
      (workload) => workload.addSecretVariable('AZURE_AUTHORITY_HOST', { secretName: 's', key: 'k' }),
      "'secretVariables.AZURE_AUTHORITY_HOST' must be left out",
    ],
    [
      'a key from a Secret, in an added container',
      (workload) => workload.addContainer({ ...SIDECAR, secretVariables: { API_KEY: { secretName: 's', key: 'k' } } }),
      "container 'logs': 'secretVariables.API_KEY' has the name of a key",
    ],
    [
      'a secret as a variable',
      (workload) => workload.addVariable('DB_PASSWORD', 'x'),
      "'variables.DB_PASSWORD' has the name of a secret",
    ],
    [
      'a secret as a value',
      (workload) => workload.addVariable('DB', EnvValue.fromValue('postgres://me:pw@db/x')),
      "'variables.DB' looks like a password in a URL",
    ],
    [
      'a secret of an added container',
      (workload) => workload.addContainer(SIDECAR).addVariable('TOKEN', 'x'),
      "container 'logs': 'variables.TOKEN' has the name of a secret",
    ],
    [
      'a text that is there',
      (workload) => workload.addVariable('LOG_LEVEL', 'debug'),
      "'variables.LOG_LEVEL' must not be set twice",
    ],
    [
      'a reference that is there as a text',
      (workload) => workload.addVariable('LOG_LEVEL', EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME)),
      "'variables.LOG_LEVEL' must not be set twice",
    ],
    [
      'a secret variable that is there as a text',
      (workload) => workload.addSecretVariable('LOG_LEVEL', { secretName: 's', key: 'k' }),
      "'variables.LOG_LEVEL' must not be set twice",
    ],
    [
      'a variable twice in an added container',
      (workload) => {
        const sidecar = workload.addContainer(SIDECAR);
        sidecar.addVariable('A', '1');
        sidecar.addVariable('A', '2');
      },
      "container 'logs': 'variables.A' must not be set twice",
    ],
    [
      'a port of a name that is there',
      (workload) => workload.addPort({ name: 'http', port: 9100 }),
      "'port' must have a name and a port of the Service of its own, got 'http' 9100",
    ],
    [
      'a port of the Service that is there',
      (workload) => workload.addPort({ name: 'metrics', port: 9100, servicePort: 8080 }),
      "'port' must have a name and a port of the Service of its own, got 'metrics' 8080",
    ],
    [
      'a port of the container that is there',
      (workload) => workload.addPort({ name: 'metrics', port: 8080, servicePort: 9000 }),
      "'port' must have a number and a name of its own, got 8080 'metrics'",
    ],
    [
      'a port that is none',
      (workload) => workload.addPort({ name: 'metrics', port: 0 }),
      "'port' must be a whole number from 1 to 65535, got 0",
    ],
    [
      'a mount where there is one',
      (workload, chart) => workload.mount('/tmp', Volume.fromEmptyDir(chart, 'v', 'v')),
      "'path' must be one where nothing is mounted yet, got '/tmp'",
    ],
    [
      'a volume with the name of another',
      (workload, chart) => {
        workload.addVolume(Volume.fromEmptyDir(chart, 'v', 'v'));
        workload.addVolume(Volume.fromEmptyDir(chart, 'w', 'v'));
      },
      "'v' must be the name of one volume of the pod: another has it",
    ],
    [
      'a volume with the name of a folder’s',
      (workload, chart) => workload.mount('/x', Volume.fromEmptyDir(chart, 'v', 'writable-tmp')),
      "'writable-tmp' must be the name of one volume of the pod",
    ],
  ])('%s', (_what, add, message) => {
    expect(() => workloadWith(add)).toThrow(message);
    expect(() => workloadWith(add)).toThrow('[test/workload]');
  });

  test('but for a volume that is there already, which is mounted once more', () => {
    const { pod } = workloadWith((workload, chart) => {
      const volume = Volume.fromEmptyDir(chart, 'v', 'v');
      workload.addVolume(volume);
      workload.addVolume(volume);
      workload.mount('/v', volume);
    });

    expect(pod.spec.volumes).toHaveLength(2);
  });
});
