import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { DEFAULT_API_VERSION, connectionVariables } from '../config';
import { IMAGE_NEEDS } from './image-needs';
import type { ModelCallerProps } from './model-caller';
import { OpenAiWorkload } from './openai-workload';
import { quantities } from './quantities';

/** What an {@link AiServiceChart} is made of. */
export interface AiServiceChartProps extends ModelCallerProps {
  readonly serviceAccountName: string;
  /** Name of the model deployment. */
  readonly deployment: string;
  /** Reference of the image, release 2.2.0 or newer. */
  readonly image: string;
}

const NAME = 'ai-service';
const PORT = 5001;

/**
 * The AKS store demo's ai-service, which writes descriptions of products.
 *
 * @see https://github.com/Azure-Samples/aks-store-demo/tree/main/src/ai-service
 */
export class AiServiceChart extends Chart {
  public constructor(scope: Construct, id: string, { endpoint, deployment, ...props }: AiServiceChartProps) {
    super(scope, id);
    new OpenAiWorkload(this, NAME, {
      ...props,
      name: NAME,
      partOf: 'aks-store-demo',
      port: PORT,
      needs: IMAGE_NEEDS['ai-service'],
      variables: connectionVariables('store', { endpoint, deployment, apiVersion: DEFAULT_API_VERSION }),
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
