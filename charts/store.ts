import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { STORE, labelsOf, selectorOf, type StoreWorkload } from '../model';
import { servicePort } from './hardened-container';
import { HardenedPod } from './hardened-pod';

/** Properties of a {@link StoreChart}. */
export interface StoreChartProps {
  /** The workloads, ai-service not among them. */
  readonly workloads: readonly StoreWorkload[];
}

/**
 * The AKS store demo but for ai-service, which is a model workload.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo
 * @example
 * import { App } from 'cdk8s';
 * import { StoreChart } from './charts';
 * import { parseEnvironment } from './config';
 *
 * const { store } = parseEnvironment({ name: 'team', subscriptionId: '00000000-0000-0000-0000-000000000000' });
 * new StoreChart(new App(), 'store', { workloads: store });
 */
export class StoreChart extends Chart {
  public constructor(scope: Construct, id: string, { workloads }: StoreChartProps) {
    super(scope, id);
    for (const workload of workloads) {
      const { name, namespace } = workload;
      const metadata = { name, namespace, labels: labelsOf(name, STORE) };
      addWorkload(this, workload, metadata);
      if (workload.ports.length > 0) addService(this, workload, metadata);
    }
  }
}

/** Names of one workload's objects. */
interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

function addWorkload(scope: Construct, workload: StoreWorkload, metadata: Metadata): void {
  const spec = {
    replicas: 1,
    selector: { matchLabels: selectorOf(workload.name) },
    template: { metadata: { labels: metadata.labels }, spec: podOf(scope, workload).toKube() },
  };
  const id = `${workload.name}-pods`;
  if (workload.kind === 'StatefulSet') {
    new k8s.KubeStatefulSet(scope, id, { metadata, spec: { ...spec, serviceName: workload.name } });
  } else {
    new k8s.KubeDeployment(scope, id, { metadata, spec });
  }
}

function podOf(scope: Construct, workload: StoreWorkload): HardenedPod {
  const { waitsFor, resources } = workload;
  const pod = new HardenedPod(scope, {
    serviceLinks: workload.serviceLinks,
    container: {
      name: workload.name,
      image: workload.image,
      needs: workload.needs,
      args: workload.args,
      ports: workload.ports,
      variables: workload.variables,
      secretVariables: workload.secretVariables,
      resources,
      startupProbe: workload.startupProbe,
      readinessProbe: workload.readinessProbe,
      livenessProbe: workload.livenessProbe,
    },
  });
  if (waitsFor) {
    const { host, port, image, needs } = waitsFor;
    const command = ['sh', '-c', `until nc -zv ${host} ${port}; do echo waiting for ${host}; sleep 2; done;`];
    pod.addInitContainer({ name: `wait-for-${host}`, image, needs, command, resources });
  }
  return pod;
}

/**
 * All Services are ClusterIP. Upstream makes the two pages load balancers with public addresses of their own; here they
 * stand behind the gateway.
 */
function addService(scope: Construct, { name, ports }: StoreWorkload, metadata: Metadata): void {
  new k8s.KubeService(scope, `${name}-service`, {
    metadata,
    spec: { type: 'ClusterIP', selector: selectorOf(name), ports: ports.map(servicePort) },
  });
}
