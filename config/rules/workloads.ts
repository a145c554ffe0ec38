import {
  LOGIN,
  STORE_WORKLOAD_NAMES,
  credentialNameProblem,
  isChatModel,
  loginPagesOf,
  onlyTemperature,
  type Environment,
  type ModelWorkload,
  type ServiceAccountRef,
} from '../../model';
import { reportRepeats, type Rule } from './rule';

/** Names that objects and constructs of this project have already. */
const TAKEN_NAMES = new Set<string>([
  ...STORE_WORKLOAD_NAMES,
  'ai-service',
  'alb-controller',
  'cert-manager',
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

/** The workloads whose names the environment chooses: ai-service has its own. */
function named({ workloads }: Environment): ModelWorkload[] {
  return workloads.filter(({ kind }) => kind !== 'ai-service');
}

const namesAreFree: Rule = {
  reads: ['chatbots.*.name', 'workloads.*.name'],
  check(environment, report) {
    const entries = named(environment).map(({ source, name }) => ({ path: `${source}.name`, value: name }));
    reportRepeats(entries, report, (first) => `must differ from ${first.path}: each has an identity by its name`);
    for (const { path, value } of entries) {
      if (TAKEN_NAMES.has(value)) report(path, 'must differ from the names of this project: take another', value);
    }
  },
};

const deploymentsExist: Rule = {
  reads: ['aiService.deployment', 'chatbots.*.deployment', 'workloads.*.deployment', 'openAi.deployments'],
  check({ workloads, openAi }, report) {
    const known = openAi.deployments.map(({ name }) => name);
    for (const { source, deployment } of workloads) {
      if (!known.includes(deployment)) {
        report(
          `${source}.deployment`,
          `must be one of openAi.deployments: ${known.join(', ')}; or add a deployment of that name there`,
          deployment,
        );
      }
    }
  },
};

const chatbotsTalkToChatModels: Rule = {
  reads: ['chatbots.*.deployment', 'chatbots.*.temperature', 'openAi.deployments'],
  check({ openAi }, report, { chatbots }) {
    for (const [index, { deployment, temperature }] of chatbots.entries()) {
      const model = openAi.deployments.find(({ name }) => name === deployment)?.model;
      if (model === undefined) continue;
      if (!isChatModel(model)) {
        report(
          `chatbots.${index}.deployment`,
          `must be a deployment of a chat model, and ${model} holds no conversation`,
          deployment,
        );
      }
      const only = onlyTemperature(model);
      if (only !== undefined && temperature !== only) {
        report(`chatbots.${index}.temperature`, `must be ${only}: ${model} refuses every other`, temperature);
      }
    }
  },
};

/** A ServiceAccount that an identity is federated with, and where the environment names it. */
interface FederatedAccount extends ServiceAccountRef {
  readonly path: string;
}

function federatedAccounts(environment: Environment): FederatedAccount[] {
  const { serviceAccountName } = LOGIN;
  const login = { path: 'gateway.login', namespace: environment.namespace, serviceAccountName };
  const ofWorkloads = environment.workloads.flatMap(({ source, namespace, serviceAccountName, alsoFederate }) => [
    { path: `${source}.serviceAccountName`, namespace, serviceAccountName },
    ...alsoFederate.map((account, index) => ({
      path: `${source}.alsoFederate.${index}.serviceAccountName`,
      ...account,
    })),
  ]);
  return loginPagesOf(environment).length === 0 ? ofWorkloads : [login, ...ofWorkloads];
}

/** The properties that name the ServiceAccounts. */
const SERVICE_ACCOUNTS = [
  'namespace',
  'gateway.login',
  'gateway.hostname',
  'store',
  'aiService.serviceAccountName',
  'aiService.alsoFederate',
  'chatbots.*.name',
  'chatbots.*.publish',
  'chatbots.*.serviceAccountName',
  'workloads.*.name',
  'workloads.*.namespace',
  'workloads.*.serviceAccountName',
  'workloads.*.publish',
];

const serviceAccountsAreApart: Rule = {
  reads: SERVICE_ACCOUNTS,
  check(environment, report) {
    reportRepeats(
      federatedAccounts(environment).map(({ path, namespace, serviceAccountName }) => ({
        path,
        value: serviceAccountName,
        key: `${namespace}/${serviceAccountName}`,
      })),
      report,
      (first) =>
        `must differ from ${first.path} (${first.key}): pods of one ServiceAccount share an identity, and its roles`,
    );
  },
};

const credentialNamesFit: Rule = {
  reads: SERVICE_ACCOUNTS,
  check(environment, report) {
    for (const account of federatedAccounts(environment)) {
      const problem = credentialNameProblem(account);
      if (problem) report(account.path, problem, account.serviceAccountName);
    }
  },
};

const hostNamesDiffer: Rule = {
  reads: ['gateway.hostname', 'gateway.storeFrontHostname', 'chatbots.*.publish', 'workloads.*.publish'],
  check({ gateway, workloads }, report) {
    const entries = [
      { path: 'gateway.hostname', value: gateway.hostname },
      { path: 'gateway.storeFrontHostname', value: gateway.storeFrontHostname },
      ...workloads.map(({ source, publish }) => ({
        path: `${source}.publish.hostname`,
        value: publish.by === 'hostname' ? publish.hostname : undefined,
      })),
    ].flatMap(({ path, value }) => (value === undefined ? [] : [{ path, value }]));
    reportRepeats(entries, report, (first) => `must differ from ${first.path}: a host name leads to one page`);
  },
};

const pathsDiffer: Rule = {
  reads: ['chatbots.*.name', 'chatbots.*.publish', 'workloads.*.name', 'workloads.*.publish'],
  check({ workloads }, report) {
    const entries = workloads.flatMap(({ source, publish }) =>
      publish.by === 'path' ? [{ path: `${source}.publish.path`, value: publish.path }] : [],
    );
    reportRepeats(entries, report, (first) => `must differ from ${first.path}: a path leads to one page`);
    for (const { path, value } of entries) {
      const first = value.split('/')[1] ?? '';
      if (PATHS_OF_STORE_ADMIN.has(first)) {
        report(path, `must not begin with /${first}, which store-admin answers to on the same host name`, value);
      }
    }
  },
};

const publishedFromTheGatewaysNamespace: Rule = {
  reads: ['namespace', 'workloads.*.namespace', 'workloads.*.publish'],
  check({ namespace, workloads }, report) {
    for (const workload of workloads) {
      const { source, publish } = workload;
      if (workload.namespace !== namespace && ['hostname', 'path'].includes(publish.by)) {
        report(
          `${source}.publish.by`,
          `must be load-balancer or nothing outside of namespace ${namespace}: the gateway takes routes of its own namespace alone`,
          publish.by,
        );
      }
    }
  },
};

const variablesAreFree: Rule = {
  reads: ['workloads.*.dialect', 'workloads.*.variables', 'workloads.*.secretVariables'],
  check({ workloads }, report) {
    for (const { source, dialect, variables, secretVariables } of workloads) {
      const given = new Set([...Object.values(dialect.names), ...Object.keys(dialect.switches)]);
      for (const [list, said] of Object.entries({ variables, secretVariables })) {
        for (const [name, value] of Object.entries(said)) {
          if (given.has(name)) report(`${source}.${list}.${name}`, 'must be left out: the dialect sets it', value);
        }
      }
      for (const [name, value] of Object.entries(secretVariables)) {
        if (Object.hasOwn(variables, name)) {
          report(`${source}.secretVariables.${name}`, 'must not stand in variables too', value);
        }
      }
    }
  },
};

const tokenReachesTheWorkload: Rule = {
  reads: ['workloads.*.name', 'workloads.*.skipContainers'],
  check({ workloads }, report) {
    for (const { source, name, skipContainers } of workloads) {
      if (skipContainers.includes(name)) {
        report(
          `${source}.skipContainers`,
          `must not hold ${name}: its own container would have no identity`,
          skipContainers,
        );
      }
    }
  },
};

const callersExist: Rule = {
  reads: ['namespace', 'store', 'chatbots.*.name', 'workloads.*.name', 'workloads.*.namespace', 'workloads.*.calledBy'],
  check({ store, workloads }, report) {
    const namesIn = (wanted: string): string[] => [
      ...store.filter((one) => one.namespace === wanted).map(({ name }) => name),
      ...workloads.filter((workload) => workload.namespace === wanted).map(({ name }) => name),
    ];
    for (const { source, name, namespace: own, calledBy } of workloads) {
      const known = namesIn(own).filter((other) => other !== name);
      calledBy.forEach((caller, index) => {
        if (!known.includes(caller)) {
          report(
            `${source}.calledBy.${index}`,
            `must be another workload of its namespace: ${known.join(', ') || 'there is none'}`,
            caller,
          );
        }
      });
    }
  },
};

/** Characters of a DNS label, which the name of a namespace is. */
const MAX_NAMESPACE = 63;

const databaseIsApart: Rule = {
  reads: ['namespace', 'store', 'workloads.*.namespace'],
  check({ namespace, store, workloads }, report) {
    const database = store.find(({ name }) => name === 'documentdb')?.namespace;
    if (database === undefined) return;
    if (database.length > MAX_NAMESPACE) {
      report(
        'store.dataNamespace',
        `must have at most ${MAX_NAMESPACE} characters, and the environment's namespace and "-data" have more: name a shorter one`,
        database,
      );
    }
    if ([namespace, ...workloads.map((workload) => workload.namespace)].includes(database)) {
      report(
        'store.dataNamespace',
        'must be a namespace that holds nothing else: the image of the database cannot run restricted, and what calls a model has to',
        database,
      );
    }
  },
};

/** @see https://github.com/Azure/azure-workload-identity/issues/1424 */
const proxySidecarIsApart: Rule = {
  reads: [
    'namespace',
    'workloads.*.namespace',
    'workloads.*.injectProxySidecar',
    'workloads.*.port',
    'workloads.*.proxySidecarPort',
  ],
  check({ namespace, workloads }, report) {
    for (const workload of workloads.filter(({ injectProxySidecar }) => injectProxySidecar)) {
      const isShared = workloads.some((other) => !other.injectProxySidecar && other.namespace === workload.namespace);
      if (isShared || workload.namespace === namespace) {
        report(
          `${workload.source}.namespace`,
          'must be a namespace that holds workloads with a proxy sidecar alone: its init container runs as root with NET_ADMIN, which Pod Security refuses in the others',
          workload.namespace,
        );
      }
      if (workload.port === workload.proxySidecarPort) {
        report(
          `${workload.source}.proxySidecarPort`,
          `must differ from port ${workload.port}: both listen in one pod`,
          workload.proxySidecarPort,
        );
      }
    }
  },
};

/** The rules of workloads that call a model. */
export const WORKLOAD_RULES: readonly Rule[] = [
  namesAreFree,
  deploymentsExist,
  chatbotsTalkToChatModels,
  serviceAccountsAreApart,
  credentialNamesFit,
  hostNamesDiffer,
  pathsDiffer,
  publishedFromTheGatewaysNamespace,
  variablesAreFree,
  tokenReachesTheWorkload,
  callersExist,
  databaseIsApart,
  proxySidecarIsApart,
];
