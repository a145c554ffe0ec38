import { recoverOutputs } from '../outputs';
import { basicPreflight } from '../preflight';
import type { Step } from '../run-steps';
import { gatewayObjects } from './gateway-objects';
import { infrastructureGone } from './infrastructure';
import { leftovers } from './leftovers';

/** The way of a destroy, in order. */
export const DESTROY_STEPS: readonly Step[] = [
  {
    id: 'preflight',
    title: 'tools and login',
    async run(context) {
      await basicPreflight(context);
      await recoverOutputs(context);
    },
  },
  gatewayObjects,
  infrastructureGone,
  leftovers,
];
