import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { connectionVariables, type WorkloadConfig } from '../config';
import type { ModelCallerProps } from './model-caller';
import { OpenAiWorkload } from './openai-workload';
import type { RestrictedNeeds } from './pod-security';
import { quantities } from './quantities';

/** What a {@link UserWorkloadChart} is made of. */
export interface UserWorkloadChartProps extends Omit<ModelCallerProps, 'namespace'> {
  /** What the environment says of it, its namespace too. */
  readonly workload: WorkloadConfig;
}

/** A workload of the user's own that calls a model. */
export class UserWorkloadChart extends Chart {
  public constructor(scope: Construct, id: string, { workload, endpoint, ...props }: UserWorkloadChartProps) {
    super(scope, id);
    const { deployment, apiVersion, dialect, resources } = workload;
    new OpenAiWorkload(this, 'workload', {
      ...workload,
      clientId: props.clientId,
      tenantId: props.tenantId,
      needs: needsOf(workload),
      publicAddress: workload.publish.by === 'load-balancer',
      variables: { ...workload.variables, ...connectionVariables(dialect, { endpoint, deployment, apiVersion }) },
      resources: {
        requests: quantities(resources.cpuRequest, resources.memoryRequest),
        limits: quantities(resources.cpuLimit, resources.memoryLimit),
      },
      readinessProbe: probe(workload.readinessProbe, workload.port),
      livenessProbe: workload.livenessProbe && probe(workload.livenessProbe, workload.port),
      startupProbe: workload.startupProbe && probe(workload.startupProbe, workload.port),
    });
  }
}

function needsOf({ runAsUser, writableFolders }: WorkloadConfig): RestrictedNeeds {
  return { level: 'restricted', user: runAsUser, group: runAsUser, writable: writableFolders };
}

function probe({ path, ...rhythm }: WorkloadConfig['readinessProbe'], number: number): k8s.Probe {
  const port = k8s.IntOrString.fromNumber(number);
  return path === undefined ? { tcpSocket: { port }, ...rhythm } : { httpGet: { path, port }, ...rhythm };
}
