import { sampleContract, toSnakeFields, type Contract, type Outputs } from '../../contract';

const base = {
  name: 'dev',
  subscriptionId: '11111111-1111-4111-8111-111111111111',
  openAi: { deployments: [{ name: 'gpt-5.4-mini' }] },
  workloads: [{ name: 'ai-service', namespace: 'dev', serviceAccountName: 'ai-service-account' }],
};

type Mode = Contract['gateway']['mode'];

/** A contract of each mode of the gateway. */
export const SAMPLES: Readonly<Record<Mode, Contract>> = {
  'bring-your-own': sampleContract({ ...base, gateway: { mode: 'bring-your-own' } }),
  managed: sampleContract({ ...base, gateway: { mode: 'managed' } }),
};

/** The same as the outputs of a stack. */
export const OUTPUTS: Readonly<Record<Mode, Outputs>> = {
  'bring-your-own': toSnakeFields<Outputs>(SAMPLES['bring-your-own']),
  managed: toSnakeFields<Outputs>(SAMPLES.managed),
};

/** The dotted paths of every string in a value. */
export function stringPaths(value: unknown, prefix = ''): string[] {
  if (typeof value === 'string') return [prefix.slice(0, -1)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => stringPaths(child, `${prefix}${key}.`));
}
