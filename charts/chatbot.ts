import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { CHATBOT_PORT, connectionVariables, type ChatbotConfig } from '../config';
import { IMAGE_NEEDS } from './image-needs';
import type { ModelCallerProps } from './model-caller';
import { OpenAiWorkload } from './openai-workload';
import { quantities } from './quantities';

/** What a {@link ChatbotChart} is made of. */
export interface ChatbotChartProps extends ModelCallerProps {
  readonly chatbot: ChatbotConfig;
}

/**
 * A web page to talk with one model.
 *
 * @see https://github.com/jsburckhardt/gradio-aks
 */
export class ChatbotChart extends Chart {
  public constructor(scope: Construct, id: string, { chatbot, endpoint, ...props }: ChatbotChartProps) {
    super(scope, id);
    new OpenAiWorkload(this, 'chatbot', {
      ...props,
      name: chatbot.name,
      serviceAccountName: chatbot.serviceAccountName,
      tokenExpirationSeconds: chatbot.tokenExpirationSeconds,
      image: chatbot.image,
      needs: IMAGE_NEEDS.chatbot,
      port: CHATBOT_PORT,
      publicAddress: chatbot.publish.by === 'load-balancer',
      // The conversation is a variable of the one process, shared by all who talk with it: a second pod would answer
      // every other message without having heard the first.
      replicas: 1,
      strategy: 'Recreate',
      variables: variables(chatbot, endpoint),
      // An estimate for Gradio and LangChain in one process; upstream names neither requests nor limits.
      resources: { requests: quantities('50m', '256Mi'), limits: quantities('500m', '768Mi') },
      startupProbe: { ...page(), periodSeconds: 5, failureThreshold: 60 },
      readinessProbe: { ...page(), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
      livenessProbe: youngerThan(chatbot.restartAfterSeconds),
    });
  }
}

function variables({ deployment, apiVersion, temperature, publish }: ChatbotConfig, endpoint: string) {
  return {
    ...connectionVariables('langchain', { endpoint, deployment, apiVersion }),
    TEMPERATURE: String(temperature),
    // Its libraries keep caches in the home of their user, who has none.
    HOME: '/tmp',
    GRADIO_ANALYTICS_ENABLED: 'False',
    // Gradio then asks for its scripts below the path that the gateway takes away:
    // https://github.com/gradio-app/gradio/issues/4968
    ...(publish.by === 'path' ? { GRADIO_ROOT_PATH: publish.path } : {}),
  };
}

function page(): k8s.Probe {
  return { httpGet: { path: '/', port: k8s.IntOrString.fromNumber(CHATBOT_PORT) } };
}

/**
 * Fails once the container's first process is older than that, and so has it started anew.
 *
 * The chatbot fetches its token for the model once, when it starts, and never again: from the moment that token expires
 * the page still answers, and every message fails. No request can tell without calling the model, but the age of the
 * process can. A token of Entra lives 60 minutes at least, so the default stays below that.
 *
 * @see https://github.com/jsburckhardt/gradio-aks/blob/main/src/llm.py
 * @see https://learn.microsoft.com/entra/identity-platform/configurable-token-lifetimes#access-tokens
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function youngerThan(seconds: number): k8s.Probe {
  const script = [
    'import os',
    'started = int(open("/proc/1/stat").read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")',
    'now = float(open("/proc/uptime").read().split()[0])',
    `raise SystemExit(now - started > ${seconds})`,
  ].join('; ');
  return {
    exec: { command: ['python', '-c', script] },
    periodSeconds: 30,
    timeoutSeconds: 10,
    failureThreshold: 1,
    // As the first process of its container, Python takes no notice of being asked to end.
    terminationGracePeriodSeconds: 5,
  };
}
