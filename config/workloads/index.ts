import { z } from 'zod';
import type { ModelWorkload } from '../../model';
import { aiService, aiServiceRow } from './ai-service';
import { chatbot, chatbotRow } from './chatbot';
import type { WorkloadContext } from './parts';
import { workload, workloadRow } from './workload';

/**
 * Where an environment names the workloads that call a model. Each kind has a file beside this one: what may be said of it,
 * and the row it becomes. Everything behind these rows takes them as one kind.
 */
export const modelWorkloadFields = {
  /** The store's ai-service, which runs with `store.enabled` and `store.ai`. @default - each property by its own default */
  aiService: aiService.prefault({}),
  /** Chatbots that run beside each other, at most 20. @default - none */
  chatbots: z.array(chatbot).max(20).default([]),
  /** Workloads of your own that call a model, at most 500. @default - none */
  workloads: z.array(workload).max(500).default([]),
};

/** What an environment says of its model workloads, and whether the store's ai-service is one of them. */
type SaidWorkloads = z.output<z.ZodObject<typeof modelWorkloadFields>> & {
  readonly store: { readonly enabled: boolean; readonly ai: boolean };
};

/** The rows of an environment's model workloads, in the order in which their objects are made. */
export function modelWorkloads(said: SaidWorkloads, context: WorkloadContext): ModelWorkload[] {
  return [
    ...(said.store.enabled && said.store.ai ? [aiServiceRow(said.aiService, context)] : []),
    ...said.chatbots.map((one, index) => chatbotRow(one, index, context)),
    ...said.workloads.map((one, index) => workloadRow(one, index, context)),
  ];
}

export type { WorkloadContext } from './parts';
