import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { labelsOf, selectorOf } from './labels';
import { USE_WORKLOAD_IDENTITY, identityAnnotations } from './workload-identity';

/** What an {@link OpenAiWorkload} is made of. */
export interface OpenAiWorkloadProps {
  /** Name of the Deployment, the Service and the container. */
  readonly name: string;
  readonly namespace: string;
  /** The ServiceAccount that the identity's federated credential names. */
  readonly serviceAccountName: string;
  /** Client id of the identity, a UUID. */
  readonly clientId: string;
  /** Tenant of the identity, a UUID. */
  readonly tenantId: string;
  /** Seconds a projected token lives, 3600 to 86400. @default 3600 */
  readonly tokenExpirationSeconds?: number;
  /** Reference of the image, with a tag or digest that does not move. */
  readonly image: string;
  /** Port the container listens on and the Service offers. */
  readonly port: number;
  /** Name of the ConfigMap. @default - the workload's name and `-config` */
  readonly configMapName?: string;
  /** Variables of the container. They are no place for a secret, and none is needed: the identity is the key. */
  readonly variables: Readonly<Record<string, string>>;
  readonly resources: k8s.ResourceRequirements;
  readonly startupProbe?: k8s.Probe;
  readonly readinessProbe?: k8s.Probe;
  readonly livenessProbe?: k8s.Probe;
  /** @default 1 */
  readonly replicas?: number;
}

/**
 * A workload that calls Azure OpenAI under an identity of its own: ServiceAccount, ConfigMap, Deployment and Service.
 *
 * @throws Error if a property is outside of what the workload identity webhook accepts
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export class OpenAiWorkload extends Construct {
  public constructor(scope: Construct, id: string, props: OpenAiWorkloadProps) {
    super(scope, id);
    const labels = labelsOf(props.name);
    const selector = selectorOf(props.name);
    const metadata = { name: props.name, namespace: props.namespace, labels };
    const configMapName = props.configMapName ?? `${props.name}-config`;

    new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: { ...metadata, name: props.serviceAccountName, annotations: identityAnnotations(props) },
    });
    new k8s.KubeConfigMap(this, 'config-map', {
      metadata: { ...metadata, name: configMapName },
      data: { ...props.variables },
    });
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        replicas: props.replicas ?? 1,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: { ...labels, ...USE_WORKLOAD_IDENTITY } },
          spec: {
            serviceAccountName: props.serviceAccountName,
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            containers: [
              {
                name: props.name,
                image: props.image,
                ports: [{ containerPort: props.port }],
                envFrom: [{ configMapRef: { name: configMapName } }],
                resources: props.resources,
                startupProbe: props.startupProbe,
                readinessProbe: props.readinessProbe,
                livenessProbe: props.livenessProbe,
              },
            ],
          },
        },
      },
    });
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: 'http', port: props.port, targetPort: k8s.IntOrString.fromNumber(props.port) }],
      },
    });
  }
}
