import { App } from 'cdk8s';
import type { EnvironmentConfig } from '../config';
import type { Contract } from '../contract';
import { AiServiceChart } from './ai-service';
import { assertContractFits } from './contract-fit';
import { GatewayChart } from './gateway';
import { NamespaceChart } from './namespace';
import { markAsPreview } from './preview';

/** What the charts of an environment are made of. */
export interface ChartsProps {
  readonly environment: EnvironmentConfig;
  readonly contract: Contract;
  /** Whether the contract is a sample, which every object then says. @default false */
  readonly preview?: boolean;
  /** Host name of the gateway where the contract cannot know it: managed mode. @default - the contract's, or none */
  readonly gatewayHostname?: string;
}

/**
 * All Kubernetes objects of one environment as one YAML text, in the order in which they can be applied.
 *
 * @throws Error if the contract was made from another environment, or an object is not valid
 */
export function synthesizeCharts({ environment, contract, preview = false, gatewayHostname }: ChartsProps): string {
  assertContractFits(environment, contract);
  const app = new App();
  const namespace = new NamespaceChart(app, 'namespace', {
    name: environment.namespace,
    podSecurity: 'baseline',
    kubernetesVersion: environment.cluster.kubernetesVersion,
  });
  const identity = contract.workload_identities['ai-service']!;
  const aiService = new AiServiceChart(app, 'ai-service', {
    namespace: environment.namespace,
    serviceAccountName: environment.aiService.serviceAccountName,
    clientId: identity.client_id,
    tenantId: contract.tenant_id,
    endpoint: contract.openai_endpoint,
    deployment: environment.aiService.deployment,
    imageTag: environment.aiService.imageTag,
  });
  const gateway = new GatewayChart(app, 'gateway', {
    ...environment.gateway,
    namespace: environment.namespace,
    gateway: contract.gateway,
    hostname: gatewayHostname,
  });
  for (const chart of [aiService, gateway]) chart.addDependency(namespace);
  if (preview) markAsPreview(app);
  return app.synthYaml();
}
