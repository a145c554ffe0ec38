import type { Step } from '../run-steps';
import { apply } from './apply';
import { certificate } from './certificate';
import { charts } from './charts';
import { dashboard } from './dashboard';
import { gateway, route } from './gateway';
import { infrastructure } from './infrastructure';
import { kubeconfigStep } from './kubeconfig';
import { loadBalancer } from './load-balancer';
import { login } from './login';
import { planStep } from './plan';
import { preflightStep } from './preflight';
import { prune } from './prune';
import { rollouts } from './rollouts';
import { secrets } from './secrets';
import { verify } from './verify';

/** What a deploy may be told. */
export interface DeployOptions {
  /** Whether it also deletes volume claims, Secrets and namespaces that have left the YAML. @default false */
  readonly pruneData?: boolean | undefined;
  /** Addresses of what may be replaced or destroyed in Azure. @default - nothing may, unless somebody at a terminal says so */
  readonly allowReplace?: readonly string[] | undefined;
}

/** The way of a deploy, in order; those that say `beside` run with the one before. */
export function deploySteps({ pruneData = false, allowReplace = [] }: DeployOptions = {}): readonly Step[] {
  return [
    preflightStep,
    planStep(allowReplace),
    loadBalancer,
    infrastructure,
    kubeconfigStep,
    login,
    secrets,
    charts,
    certificate,
    apply,
    rollouts,
    prune(pruneData),
    gateway,
    route,
    dashboard,
    verify,
  ];
}
