import { App } from 'cdktf';
import { parseEnvironment, type EnvironmentInput } from '../config';
import { PlatformStack } from '../constructs';
import type { StackJson } from './graph';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The shapes that an environment's stack can have, each by what tells it from the first. */
export const SHAPES = {
  'bring-your-own gateway, service endpoint': {},
  'managed gateway': { gateway: { mode: 'managed' } },
  'private endpoint': { openAi: { access: 'private-endpoint' } },
  'two more workloads': {
    chatbots: [
      { name: 'first', deployment: 'gpt-5.4-mini' },
      { name: 'second', deployment: 'gpt-5.4-mini' },
    ],
  },
  'watched, with Grafana': { monitoring: { grafana: true } },
  firewall: {
    existing: {
      webApplicationFirewallPolicyId: `/subscriptions/${NOBODY}/resourceGroups/rg-waf/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf`,
    },
  },
} as const satisfies Readonly<Record<string, Omit<Partial<EnvironmentInput>, 'name' | 'subscriptionId'>>>;

export type Shape = keyof typeof SHAPES;

/** The stack of a shape. */
export function stackOf(shape: Shape): PlatformStack {
  const input = { name: 'dev', subscriptionId: NOBODY, cluster: { admins: [{ objectId: NOBODY }] }, ...SHAPES[shape] };
  return new PlatformStack(new App(), 'dev', { environment: parseEnvironment(input) });
}

/** What Terraform would get of a stack. */
export function jsonOf(stack: PlatformStack): StackJson {
  stack.ensureBackendExists();
  return stack.toTerraform() as StackJson;
}
