import { POD_SECURITY_LEVELS, type PodSecurityLevel } from '../../model';
import type { KubernetesObject } from './artefacts';

// A pod's fields as they stand in the YAML; a rule reads what it judges.
// oxlint-disable-next-line typescript/no-explicit-any
type Fields = Record<string, any>;

/** A pod as admission sees it. */
export interface Pod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
}

/** One rule of a profile. */
export interface PodSecurityRule {
  readonly level: 'baseline' | 'restricted';
  readonly isBroken: (pod: Pod) => boolean;
}

function containers({ spec }: Pod): Fields[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => (spec[list] as Fields[]) ?? []);
}

/** The security contexts of a pod and its containers. */
function contexts(pod: Pod): Fields[] {
  return [pod.spec['securityContext'] ?? {}, ...containerContexts(pod)];
}

function containerContexts(pod: Pod): Fields[] {
  return containers(pod).map((container) => container['securityContext'] ?? {});
}

const isOneOf = (allowed: readonly unknown[]) => (value: unknown) => value === undefined || allowed.includes(value);

const BASELINE_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];
const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const CONFINED = ['RuntimeDefault', 'Localhost'];

const volumes = ({ spec }: Pod): Fields[] => (spec['volumes'] as Fields[]) ?? [];
const added = (context: Fields): string[] => context['capabilities']?.add ?? [];

/** The hosts that probes and hooks of a pod's containers name. */
function handlerHosts(pod: Pod): unknown[] {
  return containers(pod)
    .flatMap(({ startupProbe, readinessProbe, livenessProbe, lifecycle }) => [
      startupProbe,
      readinessProbe,
      livenessProbe,
      lifecycle?.postStart,
      lifecycle?.preStop,
    ])
    .flatMap((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host]);
}

/**
 * The rules of Pod Security admission by their names in the standard, as of Kubernetes 1.36.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const POD_SECURITY_RULES: Readonly<Record<string, PodSecurityRule>> = {
  HostProcess: {
    level: 'baseline',
    isBroken: (pod) => contexts(pod).some((context) => context['windowsOptions']?.hostProcess === true),
  },
  'Host Namespaces': {
    level: 'baseline',
    isBroken: ({ spec }) => ['hostNetwork', 'hostPID', 'hostIPC'].some((field) => spec[field] === true),
  },
  'Privileged Containers': {
    level: 'baseline',
    isBroken: (pod) => containerContexts(pod).some((context) => context['privileged'] === true),
  },
  'Capabilities (baseline)': {
    level: 'baseline',
    isBroken: (pod) => containerContexts(pod).some((context) => !added(context).every(isOneOf(BASELINE_CAPABILITIES))),
  },
  'HostPath Volumes': { level: 'baseline', isBroken: (pod) => volumes(pod).some((volume) => 'hostPath' in volume) },
  'Host Ports': {
    level: 'baseline',
    isBroken: (pod) =>
      containers(pod).some(({ ports = [] }) => (ports as Fields[]).some(({ hostPort = 0 }) => hostPort !== 0)),
  },
  'Host Probes / Lifecycle Hooks': {
    level: 'baseline',
    isBroken: (pod) => handlerHosts(pod).some((host) => host !== undefined && host !== ''),
  },
  AppArmor: {
    level: 'baseline',
    isBroken: (pod) =>
      contexts(pod).some((context) => !isOneOf(CONFINED)(context['appArmorProfile']?.type)) ||
      Object.entries(pod.annotations).some(
        ([key, value]) => key.startsWith(APP_ARMOR) && !/^(?:$|runtime\/default$|localhost\/)/.test(value),
      ),
  },
  SELinux: {
    level: 'baseline',
    isBroken: (pod) =>
      contexts(pod).some(
        ({ seLinuxOptions: { type, user, role } = {} as Fields }) =>
          !isOneOf(SELINUX_TYPES)(type) || !isOneOf([''])(user) || !isOneOf([''])(role),
      ),
  },
  '/proc Mount Type': {
    level: 'baseline',
    isBroken: (pod) => containerContexts(pod).some((context) => !isOneOf(['Default'])(context['procMount'])),
  },
  'Seccomp (baseline)': {
    level: 'baseline',
    isBroken: (pod) => contexts(pod).some((context) => !isOneOf(CONFINED)(context['seccompProfile']?.type)),
  },
  Sysctls: {
    level: 'baseline',
    isBroken: ({ spec }) =>
      ((spec['securityContext']?.sysctls as Fields[]) ?? []).some(({ name }) => !SYSCTLS.includes(name as string)),
  },
  'Volume Types': {
    level: 'restricted',
    isBroken: (pod) => volumes(pod).some((volume) => !VOLUME_TYPES.some((type) => type in volume)),
  },
  'Privilege Escalation': {
    level: 'restricted',
    isBroken: (pod) => containerContexts(pod).some((context) => context['allowPrivilegeEscalation'] !== false),
  },
  'Running as Non-root': {
    level: 'restricted',
    isBroken: (pod) =>
      containerContexts(pod).some(
        (context) => (context['runAsNonRoot'] ?? pod.spec['securityContext']?.runAsNonRoot) !== true,
      ),
  },
  'Running as Non-root user': {
    level: 'restricted',
    isBroken: (pod) => contexts(pod).some((context) => context['runAsUser'] === 0),
  },
  'Seccomp (restricted)': {
    level: 'restricted',
    isBroken: (pod) =>
      containerContexts(pod).some(
        (context) =>
          !CONFINED.includes((context['seccompProfile'] ?? pod.spec['securityContext']?.seccompProfile)?.type),
      ),
  },
  'Capabilities (restricted)': {
    level: 'restricted',
    isBroken: (pod) =>
      containerContexts(pod).some(
        (context) =>
          !(context['capabilities']?.drop ?? []).includes('ALL') ||
          !added(context).every(isOneOf(['NET_BIND_SERVICE'])),
      ),
  },
};

/** Names of the rules of a level that a pod breaks; `restricted` holds the rules of `baseline` too. */
export function brokenRules(pod: Pod, level: PodSecurityLevel): string[] {
  if (level === 'privileged') return [];
  return Object.entries(POD_SECURITY_RULES)
    .filter(([, rule]) => (level === 'restricted' || rule.level === 'baseline') && rule.isBroken(pod))
    .map(([name]) => name);
}

/** The level that the namespace of an object enforces. */
export function enforcedLevel(objects: readonly KubernetesObject[], { metadata }: KubernetesObject): PodSecurityLevel {
  const namespace = objects.find(({ kind, metadata: { name } }) => kind === 'Namespace' && name === metadata.namespace);
  return namespace?.metadata.labels?.['pod-security.kubernetes.io/enforce'] as PodSecurityLevel;
}

/** The pods that their namespace would not admit, each with the rules that it breaks. */
export function refusedPods(objects: readonly KubernetesObject[]): string[] {
  return objects.flatMap((object) => {
    const pod = podOf(object);
    if (!pod) return [];
    const level = enforcedLevel(objects, object);
    if (!POD_SECURITY_LEVELS.includes(level)) return [`${object.metadata.name}: its namespace enforces no level`];
    return brokenRules(pod, level).map((rule) => `${object.metadata.name}: ${rule}`);
  });
}

/** The pod that an object makes, if it makes any. */
export function podOf({ kind, spec }: KubernetesObject): Pod | undefined {
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
  if (template?.spec?.containers === undefined) return undefined;
  return { annotations: template.metadata?.annotations ?? {}, spec: template.spec };
}
