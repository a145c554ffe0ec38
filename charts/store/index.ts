import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { STORE_SECRET, type ImageName } from '../../config';
import { IMAGE_NEEDS } from '../image-needs';
import { labelsOf, selectorOf } from '../labels';
import { containerSecurityContext, hardenedContainer, hardenedPod } from '../pod-security';
import { quantities } from '../quantities';
import { AI_SERVICE_URL, STORE_WORKLOADS, type PortRow, type ProbeRow, type StoreWorkload } from './workloads';

type Images = Readonly<Record<ImageName, string>>;

/** What a {@link StoreChart} is made of. */
export interface StoreChartProps {
  readonly namespace: string;
  /** Whether product-service offers the descriptions that ai-service writes. */
  readonly ai: boolean;
  /** The reference of each image. */
  readonly images: Images;
}

/**
 * The AKS store demo but for ai-service: what each workload is stands in workloads.ts, this makes objects of it.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo
 */
export class StoreChart extends Chart {
  public constructor(scope: Construct, id: string, props: StoreChartProps) {
    super(scope, id);
    for (const row of STORE_WORKLOADS) {
      const workload = row.name === 'product-service' && props.ai ? withDescriptions(row) : row;
      const metadata = { name: row.name, namespace: props.namespace, labels: labelsOf(row.name) };
      addWorkload(this, workload, metadata, props.images);
      if (row.ports) addService(this, row.ports, metadata);
    }
  }
}

function withDescriptions(productService: StoreWorkload): StoreWorkload {
  return { ...productService, variables: { ...productService.variables, AI_SERVICE_URL } };
}

/** Names of one workload's objects. */
interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

function addWorkload(scope: Construct, workload: StoreWorkload, metadata: Metadata, images: Images): void {
  const spec = {
    replicas: 1,
    selector: { matchLabels: selectorOf(workload.name) },
    template: { metadata: { labels: metadata.labels }, spec: podSpec(workload, images) },
  };
  const id = `${workload.name}-pods`;
  if (workload.kind === 'StatefulSet') {
    new k8s.KubeStatefulSet(scope, id, { metadata, spec: { ...spec, serviceName: workload.name } });
  } else {
    new k8s.KubeDeployment(scope, id, { metadata, spec });
  }
}

function podSpec(workload: StoreWorkload, images: Images): k8s.PodSpec {
  const needs = IMAGE_NEEDS[workload.name];
  return {
    ...hardenedPod(needs),
    enableServiceLinks: workload.serviceLinks,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    initContainers: workload.waitsFor && [waitingContainer(workload, workload.waitsFor, images.busybox)],
    containers: [
      {
        name: workload.name,
        image: images[workload.name],
        args: workload.args && [...workload.args],
        ports: workload.ports?.map(({ name, port }) => ({ name, containerPort: port })),
        env: variables(workload),
        resources: resources(workload),
        ...probes(workload),
        ...hardenedContainer(needs),
      },
    ],
  };
}

function waitingContainer(
  workload: StoreWorkload,
  { host, port }: NonNullable<StoreWorkload['waitsFor']>,
  image: string,
): k8s.Container {
  return {
    name: `wait-for-${host}`,
    image,
    command: ['sh', '-c', `until nc -zv ${host} ${port}; do echo waiting for ${host}; sleep 2; done;`],
    // A cluster with Azure Policy refuses an init container without limits.
    resources: resources(workload),
    securityContext: containerSecurityContext(IMAGE_NEEDS.busybox),
  };
}

function variables({ variables = {}, credentials = {} }: StoreWorkload): k8s.EnvVar[] {
  return [
    ...Object.entries(variables).map(([name, value]) => ({ name, value })),
    ...Object.entries(credentials).map(([name, key]) => ({
      name,
      valueFrom: { secretKeyRef: { name: STORE_SECRET.name, key: STORE_SECRET.keys[key] } },
    })),
  ];
}

function resources({ requests, limits }: StoreWorkload): k8s.ResourceRequirements {
  return { requests: quantities(...requests), limits: quantities(...limits) };
}

function probes({
  ports,
  startup,
  readiness,
  liveness,
}: StoreWorkload): Pick<k8s.Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const port = ports?.[0]?.port;
  return {
    startupProbe: startup && probe(startup, port),
    readinessProbe: probe(readiness, port),
    livenessProbe: probe(liveness, port),
  };
}

function probe({ by, ...rhythm }: ProbeRow, port: number | undefined): k8s.Probe {
  if (typeof by === 'object' && 'command' in by) return { exec: { command: [...by.command] }, ...rhythm };
  if (port === undefined) throw new Error('a probe that asks a port needs a workload that has one');
  const target = k8s.IntOrString.fromNumber(port);
  return by === 'port' ? { tcpSocket: { port: target }, ...rhythm } : { httpGet: { ...by, port: target }, ...rhythm };
}

/**
 * All Services are ClusterIP. Upstream makes the two pages load balancers with public addresses of their own; here they
 * stand behind the gateway.
 */
function addService(scope: Construct, ports: readonly PortRow[], metadata: Metadata): void {
  new k8s.KubeService(scope, `${metadata.name}-service`, {
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: selectorOf(metadata.name),
      ports: ports.map(({ name, port, servicePort = port }) => ({
        name,
        port: servicePort,
        targetPort: k8s.IntOrString.fromNumber(port),
      })),
    },
  });
}
