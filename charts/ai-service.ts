import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { OpenAiWorkload } from './openai-workload';

/** What an {@link AiServiceChart} is made of. */
export interface AiServiceChartProps {
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** Base address of the account. */
  readonly endpoint: string;
  /** Name of the model deployment. */
  readonly deployment: string;
  /** Release of the image, 2.2.0 or newer. */
  readonly imageTag: string;
}

const NAME = 'ai-service';
const PORT = 5001;
const IMAGE = 'ghcr.io/azure-samples/aks-store-demo/ai-service';

/** The API version that release 2.2.0 asks for by itself, written out so that an upgrade of the image does not move it. */
const API_VERSION = '2024-12-01-preview';

/**
 * The AKS store demo's ai-service, which writes descriptions of products.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/tree/main/src/ai-service
 */
export class AiServiceChart extends Chart {
  public constructor(scope: Construct, id: string, props: AiServiceChartProps) {
    super(scope, id);
    new OpenAiWorkload(this, NAME, {
      name: NAME,
      namespace: props.namespace,
      serviceAccountName: props.serviceAccountName,
      clientId: props.clientId,
      tenantId: props.tenantId,
      image: `${IMAGE}:${props.imageTag}`,
      port: PORT,
      variables: {
        USE_AZURE_OPENAI: 'True',
        USE_AZURE_AD: 'True',
        AZURE_OPENAI_DEPLOYMENT_NAME: props.deployment,
        AZURE_OPENAI_ENDPOINT: props.endpoint,
        AZURE_OPENAI_API_VERSION: API_VERSION,
      },
      resources: { requests: quantities('20m', '50Mi'), limits: quantities('50m', '128Mi') },
      // It imports its libraries for most of a minute on the processor it is given.
      startupProbe: health({ initialDelaySeconds: 60, periodSeconds: 5, failureThreshold: 3 }),
      // Neither calls the model: a green probe says that the service runs, not that it may use the account.
      readinessProbe: health({ initialDelaySeconds: 3, periodSeconds: 10, failureThreshold: 10 }),
      livenessProbe: health({ initialDelaySeconds: 3, periodSeconds: 10, failureThreshold: 10 }),
    });
  }
}

function health(timing: Pick<k8s.Probe, 'initialDelaySeconds' | 'periodSeconds' | 'failureThreshold'>): k8s.Probe {
  return { httpGet: { path: '/health', port: k8s.IntOrString.fromNumber(PORT) }, ...timing };
}

function quantities(cpu: string, memory: string): Record<string, k8s.Quantity> {
  return { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory) };
}
