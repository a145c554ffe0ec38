import { reportRepeats, type Entry } from './checks-names';
import type { CrossCheck, Report } from './cross-check';
import { MAX_FEDERATED_CREDENTIAL_NAME } from './defaults';
import { dialectOf } from './dialects';
import { IMAGE_NAMES } from './images';
import { isChatModel, onlyTemperature } from './models';
import { deriveNames, workloadIdentityName } from './names';
import type { ParsedEnvironment } from './schema';

/** The workloads of the store beside ai-service, each with an image of its name. */
const STORE_WORKLOADS: readonly string[] = IMAGE_NAMES.filter(
  (name) => !['ai-service', 'busybox', 'chatbot'].includes(name),
);

/** Names that objects and constructs of this project have already. */
const TAKEN_NAMES = new Set([
  ...STORE_WORKLOADS,
  'ai-service',
  'alb-controller',
  'control-plane',
  'control-plane-subnet',
  'https-redirect',
  // The Service of the API server, in namespace default.
  'kubernetes',
]);

/**
 * First parts of paths that store-admin answers to on the same host name.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/blob/main/src/store-admin/nginx.conf
 */
const PATHS_OF_STORE_ADMIN = new Set([
  'ai',
  'api',
  'assets',
  'health',
  'makeline',
  'order',
  'orders',
  'product',
  'products',
]);

type Chatbot = ParsedEnvironment['chatbots'][number];
type Workload = ParsedEnvironment['workloads'][number];

/** A chatbot or a workload, and where it stands. */
interface Item {
  readonly path: string;
  readonly item: Chatbot | Workload;
  readonly namespace: string;
}

function itemsOf({ chatbots, workloads, namespace }: ParsedEnvironment): Item[] {
  return [
    ...chatbots.map((item, index) => ({ path: `chatbots.${index}`, item, namespace })),
    ...workloads.map((item, index) => ({
      path: `workloads.${index}`,
      item,
      namespace: item.namespace ?? namespace,
    })),
  ];
}

/** The ServiceAccount a workload gets that names none. */
export function defaultServiceAccountName(name: string): string {
  return `${name}-sa`;
}

/** The path a workload gets that is published by one and names none. */
export function defaultPath(name: string): string {
  return `/${name}`;
}

const namesAreFree: CrossCheck = {
  reads: ['chatbots.*.name', 'workloads.*.name'],
  check(environment, report) {
    const items = itemsOf(environment).map(({ path, item }) => ({ path: `${path}.name`, key: item.name }));
    reportRepeats(items, report, (first) => `must differ from ${first.path}: each has an identity by its name`);
    for (const { path, key } of items) {
      if (TAKEN_NAMES.has(key)) report(path, 'must differ from the names of this project: take another');
    }
  },
};

const deploymentsExist: CrossCheck = {
  reads: ['chatbots.*.deployment', 'workloads.*.deployment', 'openAi.deployments'],
  check(environment, report) {
    const known = environment.openAi.deployments.map(({ name }) => name);
    for (const { path, item } of itemsOf(environment)) {
      if (!known.includes(item.deployment)) {
        report(
          `${path}.deployment`,
          `must be one of openAi.deployments: ${known.join(', ')}; or add a deployment of that name there`,
        );
      }
    }
  },
};

function modelOf({ openAi }: ParsedEnvironment, deployment: string): string | undefined {
  const found = openAi.deployments.find(({ name }) => name === deployment);
  return found?.model ?? found?.name;
}

const chatbotsTalkToChatModels: CrossCheck = {
  reads: ['chatbots.*.deployment', 'chatbots.*.temperature', 'openAi.deployments'],
  check(environment, report) {
    environment.chatbots.forEach(({ deployment, temperature }, index) => {
      const model = modelOf(environment, deployment);
      if (model === undefined) return;
      if (!isChatModel(model)) {
        report(
          `chatbots.${index}.deployment`,
          `must be a deployment of a chat model, and ${model} holds no conversation`,
        );
      }
      const only = onlyTemperature(model);
      if (only !== undefined && temperature !== only) {
        report(`chatbots.${index}.temperature`, `must be ${only}: ${model} refuses every other`);
      }
    });
  },
};

const serviceAccountsAreApart: CrossCheck = {
  reads: [
    'namespace',
    'store.ai',
    'aiService.serviceAccountName',
    'aiService.alsoFederate',
    'chatbots.*.name',
    'chatbots.*.serviceAccountName',
    'workloads.*.name',
    'workloads.*.namespace',
    'workloads.*.serviceAccountName',
  ],
  check(environment, report) {
    const { namespace, aiService, store } = environment;
    const taken = !store.ai
      ? []
      : [
          { path: 'aiService', key: `${namespace}/${aiService.serviceAccountName}` },
          ...aiService.alsoFederate.map((account, index) => ({
            path: `aiService.alsoFederate.${index}`,
            key: `${account.namespace}/${account.serviceAccountName}`,
          })),
        ];
    const own = itemsOf(environment).map(({ path, item, namespace }) => {
      const value = item.serviceAccountName ?? defaultServiceAccountName(item.name);
      return { path: `${path}.serviceAccountName`, key: `${namespace}/${value}`, value };
    });
    reportRepeats(
      [...taken, ...own],
      onlyAt(own, report),
      (first) =>
        `must differ from ${first.path} (${first.key}): pods of one ServiceAccount share an identity, and its roles`,
    );
  },
};

const credentialNamesFit: CrossCheck = {
  reads: [
    'namespace',
    'chatbots.*.name',
    'chatbots.*.serviceAccountName',
    'workloads.*.name',
    'workloads.*.namespace',
    'workloads.*.serviceAccountName',
  ],
  check(environment, report) {
    for (const { path, item, namespace } of itemsOf(environment)) {
      const account = item.serviceAccountName ?? defaultServiceAccountName(item.name);
      // One character stands between the two.
      const most = MAX_FEDERATED_CREDENTIAL_NAME - 1;
      if (namespace.length + account.length > most) {
        report(
          `${path}.serviceAccountName`,
          `must have at most ${most - namespace.length} characters in namespace ${namespace}: both name a federated credential`,
          account,
        );
      }
    }
  },
};

const identityNamesDiffer: CrossCheck = {
  reads: [
    'names',
    'project',
    'name',
    'subscriptionId',
    'store.ai',
    'aiService.identityName',
    'chatbots.*.name',
    'chatbots.*.identityName',
    'workloads.*.name',
    'workloads.*.identityName',
  ],
  check(environment, report) {
    const { project, name, subscriptionId, names, aiService, store } = environment;
    const seed = { project, environment: name, subscriptionId };
    const derived = { ...deriveNames(seed) };
    const taken: Entry[] = [
      { path: 'names.clusterIdentity', value: names.clusterIdentity ?? derived.clusterIdentity },
      { path: 'names.albControllerIdentity', value: names.albControllerIdentity ?? derived.albControllerIdentity },
      ...(store.ai
        ? [
            {
              path: 'aiService.identityName',
              value: aiService.identityName ?? workloadIdentityName(seed, 'ai-service'),
            },
          ]
        : []),
    ].map((entry) => ({ ...entry, key: entry.value.toLowerCase() }));
    const own = itemsOf(environment).map(({ path, item }) => {
      const value = item.identityName ?? workloadIdentityName(seed, item.name);
      return { path: `${path}.identityName`, key: value.toLowerCase(), value };
    });
    reportRepeats(
      [...taken, ...own],
      onlyAt(own, report),
      (first) => `must differ from ${first.path}: Azure ignores case`,
    );
  },
};

const hostNamesDiffer: CrossCheck = {
  reads: ['gateway.hostname', 'gateway.storeFrontHostname', 'chatbots.*.publish', 'workloads.*.publish'],
  check(environment, report) {
    const { hostname, storeFrontHostname } = environment.gateway;
    const entries = [
      { path: 'gateway.hostname', key: hostname },
      { path: 'gateway.storeFrontHostname', key: storeFrontHostname },
      ...itemsOf(environment).map(({ path, item }) => ({
        path: `${path}.publish.hostname`,
        key: item.publish.by === 'hostname' ? item.publish.hostname : undefined,
      })),
    ].filter((entry): entry is Entry => entry.key !== undefined);
    reportRepeats(entries, report, (first) => `must differ from ${first.path}: a host name leads to one page`);
  },
};

const pathsDiffer: CrossCheck = {
  reads: ['chatbots.*.name', 'chatbots.*.publish', 'workloads.*.name', 'workloads.*.publish'],
  check(environment, report) {
    const entries = itemsOf(environment).flatMap(({ path, item }) => {
      if (item.publish.by !== 'path') return [];
      const value = item.publish.path ?? defaultPath(item.name);
      return [{ path: `${path}.publish.path`, key: value, value }];
    });
    reportRepeats(entries, report, (first) => `must differ from ${first.path}: a path leads to one page`);
    for (const { path, value } of entries) {
      const first = value.split('/')[1] ?? '';
      if (PATHS_OF_STORE_ADMIN.has(first)) {
        report(path, `must not begin with /${first}, which store-admin answers to on the same host name`, value);
      }
    }
  },
};

const publishedFromTheGatewaysNamespace: CrossCheck = {
  reads: ['namespace', 'workloads.*.namespace', 'workloads.*.publish'],
  check({ namespace, workloads }, report) {
    workloads.forEach((item, index) => {
      if (
        item.namespace !== undefined &&
        item.namespace !== namespace &&
        ['hostname', 'path'].includes(item.publish.by)
      ) {
        report(
          `workloads.${index}.publish.by`,
          `must be load-balancer or nothing outside of namespace ${namespace}: the gateway takes routes of its own namespace alone`,
        );
      }
    });
  },
};

const replicasAreSaidOnce: CrossCheck = {
  reads: ['workloads.*.replicas', 'workloads.*.autoscaling'],
  check({ workloads }, report) {
    workloads.forEach(({ replicas, autoscaling }, index) => {
      if (!autoscaling) return;
      if (replicas !== undefined) {
        report(`workloads.${index}.replicas`, 'must be left out with autoscaling, which moves the number of pods');
      }
      if (autoscaling.minReplicas > autoscaling.maxReplicas) {
        report(`workloads.${index}.autoscaling.minReplicas`, `must be at most maxReplicas ${autoscaling.maxReplicas}`);
      }
    });
  },
};

const variablesAreFree: CrossCheck = {
  reads: ['workloads.*.dialect', 'workloads.*.variables', 'workloads.*.secretVariables'],
  check({ workloads }, report) {
    workloads.forEach(({ dialect, variables, secretVariables }, index) => {
      const { names, switches } = dialectOf(dialect);
      const given = new Set([...Object.values(names), ...Object.keys(switches)]);
      for (const list of ['variables', 'secretVariables'] as const) {
        for (const name of Object.keys({ variables, secretVariables }[list])) {
          if (given.has(name)) report(`workloads.${index}.${list}.${name}`, 'must be left out: the dialect sets it');
        }
      }
      for (const name of Object.keys(secretVariables)) {
        if (Object.hasOwn(variables, name)) {
          report(`workloads.${index}.secretVariables.${name}`, 'must not stand in variables too');
        }
      }
    });
  },
};

const tokenReachesTheWorkload: CrossCheck = {
  reads: ['workloads.*.name', 'workloads.*.skipContainers'],
  check({ workloads }, report) {
    workloads.forEach(({ name, skipContainers }, index) => {
      if (skipContainers.includes(name)) {
        report(`workloads.${index}.skipContainers`, `must not hold ${name}: its own container would have no identity`);
      }
    });
  },
};

const callersExist: CrossCheck = {
  reads: ['namespace', 'store', 'chatbots.*.name', 'workloads.*.name', 'workloads.*.namespace', 'workloads.*.calledBy'],
  check(environment, report) {
    const { namespace, store, workloads } = environment;
    const inNamespace = (wanted: string) => [
      ...(wanted === namespace && store.enabled ? STORE_WORKLOADS : []),
      ...(wanted === namespace && store.ai ? ['ai-service'] : []),
      ...itemsOf(environment)
        .filter((item) => item.namespace === wanted)
        .map(({ item }) => item.name),
    ];
    workloads.forEach((item, index) => {
      const known = inNamespace(item.namespace ?? namespace).filter((name) => name !== item.name);
      item.calledBy.forEach((caller, place) => {
        if (!known.includes(caller)) {
          report(
            `workloads.${index}.calledBy.${place}`,
            `must be another workload of its namespace: ${known.join(', ') || 'there is none'}`,
          );
        }
      });
    });
  },
};

/** @see https://github.com/Azure/azure-workload-identity/issues/1424 */
const proxySidecarIsApart: CrossCheck = {
  reads: [
    'namespace',
    'workloads.*.namespace',
    'workloads.*.injectProxySidecar',
    'workloads.*.port',
    'workloads.*.proxySidecarPort',
  ],
  check({ namespace, workloads }, report) {
    workloads.forEach((item, index) => {
      if (!item.injectProxySidecar) return;
      const shared = workloads.some(
        (other) => !other.injectProxySidecar && (other.namespace ?? namespace) === (item.namespace ?? namespace),
      );
      if (shared || (item.namespace ?? namespace) === namespace) {
        report(
          `workloads.${index}.namespace`,
          'must be a namespace that holds workloads with a proxy sidecar alone: its init container runs as root with NET_ADMIN, which Pod Security refuses in the others',
          item.namespace ?? namespace,
        );
      }
      if (item.port === item.proxySidecarPort) {
        report(`workloads.${index}.proxySidecarPort`, `must differ from port ${item.port}: both listen in one pod`);
      }
    });
  },
};

/** The rules of chatbots and workloads. */
export const WORKLOAD_CHECKS: readonly CrossCheck[] = [
  namesAreFree,
  deploymentsExist,
  chatbotsTalkToChatModels,
  serviceAccountsAreApart,
  credentialNamesFit,
  identityNamesDiffer,
  hostNamesDiffer,
  pathsDiffer,
  publishedFromTheGatewaysNamespace,
  replicasAreSaidOnce,
  variablesAreFree,
  tokenReachesTheWorkload,
  callersExist,
  proxySidecarIsApart,
];

/** A report that keeps to some entries: what stands elsewhere has a rule of its own. */
function onlyAt(entries: readonly Entry[], report: Report): Report {
  const paths = new Set(entries.map(({ path }) => path));
  return (path, message, value) => {
    if (paths.has(path)) report(path, message, value);
  };
}
