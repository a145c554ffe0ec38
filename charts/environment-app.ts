import { App, type Chart } from 'cdk8s';
import type { EnvironmentConfig } from '../config';
import type { Contract } from '../contract';
import { AiServiceChart } from './ai-service';
import { ChatbotChart } from './chatbot';
import { assertContractFits } from './contract-fit';
import { GatewayChart } from './gateway';
import { NamespaceChart } from './namespace';
import { namespacePlans } from './namespaces';
import { NetworkPoliciesChart } from './network-policies';
import { pagesOf } from './pages';
import { markAsPreview } from './preview';
import { toYaml } from './to-yaml';
import { StoreChart } from './store';
import { UserWorkloadChart } from './user-workload';

/** What the charts of an environment are made of. */
export interface ChartsProps {
  readonly environment: EnvironmentConfig;
  readonly contract: Contract;
  /** Whether the contract is a sample, which every object then says. @default false */
  readonly preview?: boolean;
  /**
   * Host name of the gateway where neither the environment nor the contract knows it: managed mode.
   *
   * @default - the environment's, or the contract's, or none
   */
  readonly gatewayHostname?: string;
}

/**
 * All Kubernetes objects of one environment as one YAML text, in the order in which they can be applied.
 *
 * @throws Error if the contract was made from another environment, or an object is not valid
 */
export function synthesizeCharts(props: ChartsProps): string {
  assertContractFits(props.environment, props.contract);
  const app = new App();
  const namespaces = addNamespaces(app, props.environment);
  for (const chart of [...addWorkloads(app, props), addGateway(app, props)]) {
    for (const namespace of namespaces) chart.addDependency(namespace);
  }
  if (props.preview === true) markAsPreview(app);
  return toYaml(app);
}

/** The namespaces and, before anything runs in them, what their pods may connect to. */
function addNamespaces(app: App, environment: EnvironmentConfig): Chart[] {
  const { cluster, network, openAi } = environment;
  return namespacePlans(environment).map(({ name, podSecurity, flows }) => {
    const suffix = name === environment.namespace ? '' : `-${name}`;
    const namespace = new NamespaceChart(app, `namespace${suffix}`, {
      name,
      podSecurity,
      kubernetesVersion: cluster.kubernetesVersion,
    });
    const policies = new NetworkPoliciesChart(app, `network-policies${suffix}`, {
      namespace: name,
      flows,
      loadBalancerCidr: network.albSubnetCidr,
      privateEndpointCidr: openAi.access === 'private-endpoint' ? network.privateEndpointSubnetCidr : undefined,
    });
    policies.addDependency(namespace);
    return policies;
  });
}

function addWorkloads(app: App, { environment, contract }: ChartsProps): Chart[] {
  const { namespace, store, aiService, chatbots, workloads, images } = environment;
  const caller = (workload: string) => ({
    namespace,
    clientId: contract.workload_identities[workload]!.client_id,
    tenantId: contract.tenant_id,
    endpoint: contract.openai_endpoint,
  });
  return [
    ...(store.enabled ? [new StoreChart(app, 'store', { namespace, ai: store.ai, images })] : []),
    ...(store.ai
      ? [
          new AiServiceChart(app, 'ai-service', {
            ...caller('ai-service'),
            serviceAccountName: aiService.serviceAccountName,
            deployment: aiService.deployment,
            image: images['ai-service'],
          }),
        ]
      : []),
    ...chatbots.map(
      (chatbot) => new ChatbotChart(app, `chatbot-${chatbot.name}`, { ...caller(chatbot.name), chatbot }),
    ),
    ...workloads.map(
      (workload) => new UserWorkloadChart(app, `workload-${workload.name}`, { ...caller(workload.name), workload }),
    ),
  ];
}

function addGateway(app: App, { environment, contract, gatewayHostname }: ChartsProps): Chart {
  const { gateway } = contract;
  const own = gateway.mode === 'bring-your-own' ? gateway.fqdn : undefined;
  return new GatewayChart(app, 'gateway', {
    ...environment.gateway,
    namespace: environment.namespace,
    gateway,
    pages: pagesOf(environment, environment.gateway.hostname ?? gatewayHostname ?? own),
  });
}
