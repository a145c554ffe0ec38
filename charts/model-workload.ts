import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { connectionVariables, type ModelWorkload } from '../model';
import { OpenAiWorkload } from './openai-workload';

/** Properties of a {@link ModelWorkloadChart}. */
export interface ModelWorkloadChartProps {
  /** What the environment says of it. */
  readonly workload: ModelWorkload;
  /** Client id of its identity, a UUID. */
  readonly clientId: string;
  /** Tenant of the identity, a UUID. */
  readonly tenantId: string;
  /** Base address of the account. */
  readonly endpoint: string;
}

/**
 * A workload of an environment that calls a model: the store's ai-service, a chatbot, or one of the user's own.
 *
 * @example
 * import { App } from 'cdk8s';
 * import { ModelWorkloadChart } from './charts';
 * import { parseEnvironment } from './config';
 *
 * const { workloads } = parseEnvironment({ name: 'team', subscriptionId: '00000000-0000-0000-0000-000000000000' });
 * new ModelWorkloadChart(new App(), 'ai-service', {
 *   workload: workloads[0]!,
 *   clientId: '11111111-1111-4111-8111-111111111111',
 *   tenantId: '22222222-2222-4222-8222-222222222222',
 *   endpoint: 'https://oai-team.openai.azure.com/',
 * });
 */
export class ModelWorkloadChart extends Chart {
  /** The workload, to add to. */
  public readonly workload: OpenAiWorkload;

  public constructor(scope: Construct, id: string, props: ModelWorkloadChartProps) {
    super(scope, id);
    const { workload, endpoint } = props;
    const { deployment, apiVersion } = workload;
    this.workload = new OpenAiWorkload(this, 'workload', {
      name: workload.name,
      namespace: workload.namespace,
      partOf: workload.partOf,
      serviceAccountName: workload.serviceAccountName,
      clientId: props.clientId,
      tenantId: props.tenantId,
      tokenExpirationSeconds: workload.tokenExpirationSeconds,
      skipContainers: workload.skipContainers,
      injectProxySidecar: workload.injectProxySidecar,
      proxySidecarPort: workload.proxySidecarPort,
      image: workload.image,
      needs: workload.needs,
      port: workload.port,
      publicAddress: workload.publish.by === 'load-balancer',
      variables: {
        ...workload.variables,
        ...connectionVariables(workload.dialect, { endpoint, deployment, apiVersion }),
      },
      secretVariables: workload.secretVariables,
      resources: workload.resources,
      startupProbe: workload.startupProbe,
      readinessProbe: workload.readinessProbe,
      livenessProbe: workload.livenessProbe,
      replicas: workload.replicas,
      autoscaling: workload.autoscaling,
      strategy: workload.strategy,
    });
  }
}
