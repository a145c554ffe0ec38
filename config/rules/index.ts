import { CLUSTER_RULES } from './cluster';
import { EXISTING_RULES } from './existing';
import { GATEWAY_RULES } from './gateway';
import { NAME_RULES } from './names';
import { NETWORK_RULES } from './network';
import { REGISTRY_RULES } from './registry';
import type { Rule } from './rule';
import { WORKLOAD_RULES } from './workloads';

/** Every rule that no property can hold alone. */
export const RULES: readonly Rule[] = [
  ...EXISTING_RULES,
  ...NETWORK_RULES,
  ...CLUSTER_RULES,
  ...NAME_RULES,
  ...WORKLOAD_RULES,
  ...GATEWAY_RULES,
  ...REGISTRY_RULES,
];

export type { Report, Rule } from './rule';
