import type { Step } from '../run-steps';
import { apply } from './apply';
import { charts } from './charts';
import { gateway, route } from './gateway';
import { infrastructure } from './infrastructure';
import { kubeconfigStep } from './kubeconfig';
import { preflightStep } from './preflight';
import { rollouts } from './rollouts';
import { storeSecret } from './store-secret';
import { verify } from './verify';

/** The way of a deploy, in order; those that say `beside` run with the one before. */
export const DEPLOY_STEPS: readonly Step[] = [
  preflightStep,
  infrastructure,
  kubeconfigStep,
  storeSecret,
  charts,
  apply,
  rollouts,
  gateway,
  route,
  verify,
];
