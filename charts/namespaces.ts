import { CHATBOT_PORT, namespacesOf, type EnvironmentConfig } from '../config';
import { dataFlow, type Flow, type PublishedPage } from './data-flow';
import { IMAGE_NEEDS } from './image-needs';
import { strictestCommonLevel, type PodSecurityLevel } from './pod-security';
import { STORE_WORKLOADS } from './store/workloads';

/** What a namespace of workloads lets its pods be and do. */
export interface NamespacePlan {
  readonly name: string;
  /** The strictest level that every pod of it can run under. */
  readonly podSecurity: PodSecurityLevel;
  /** Every connection that is wanted in it. */
  readonly flows: readonly Flow[];
}

/** A workload that calls a model, as its namespace sees it. */
interface ModelUser {
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
  readonly publish: EnvironmentConfig['workloads'][number]['publish'];
  readonly calledBy: readonly string[];
  readonly level: PodSecurityLevel;
}

/** The environment's own namespace, and those that its workloads name beside it. */
export function namespacePlans(environment: EnvironmentConfig): NamespacePlan[] {
  const modelUsers = modelUsersOf(environment);
  return namespacesOf(environment).map((name) => planOf(name, environment, modelUsers));
}

function planOf(name: string, environment: EnvironmentConfig, allModelUsers: readonly ModelUser[]): NamespacePlan {
  const isMain = name === environment.namespace;
  const store = isMain && environment.store.enabled;
  const ai = isMain && environment.store.ai;
  const modelUsers = allModelUsers.filter(({ namespace }) => namespace === name);
  return {
    name,
    podSecurity: strictestCommonLevel([
      ...(store ? STORE_WORKLOADS.map((workload) => IMAGE_NEEDS[workload.name].level) : []),
      ...modelUsers.map(({ level }) => level),
    ]),
    flows: [
      ...dataFlow({
        store,
        ai,
        pages: modelUsers.flatMap(pageOf),
        modelUsers: [...(ai ? ['ai-service'] : []), ...modelUsers.map((user) => user.name)],
        privateEndpoint: environment.openAi.access === 'private-endpoint',
      }),
      ...modelUsers.flatMap(callsOf),
    ],
  };
}

function modelUsersOf({ namespace, chatbots, workloads }: EnvironmentConfig): ModelUser[] {
  return [
    ...chatbots.map(({ name, publish }) => ({
      name,
      namespace,
      port: CHATBOT_PORT,
      publish,
      calledBy: [],
      level: IMAGE_NEEDS.chatbot.level,
    })),
    ...workloads.map((workload) => ({
      ...workload,
      // The proxy's init container changes the pod's network as root: https://github.com/Azure/azure-workload-identity/issues/1424
      level: workload.injectProxySidecar ? ('privileged' as const) : ('restricted' as const),
    })),
  ];
}

function pageOf({ name, port, publish }: ModelUser): PublishedPage[] {
  if (publish.by === 'nothing') return [];
  return [{ workload: name, port, pastTheGateway: publish.by === 'load-balancer' }];
}

function callsOf({ name, port, calledBy }: ModelUser): Flow[] {
  return calledBy.map((from) => ({ from, to: name, port, why: 'the environment names it as a caller' }));
}
