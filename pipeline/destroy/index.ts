import { basicPreflight } from '../preflight';
import type { Step } from '../run-steps';
import { gatewayObjects } from './gateway-objects';
import { infrastructureGone } from './infrastructure';
import { leftovers } from './leftovers';

/** The way of a destroy, in order. */
export const DESTROY_STEPS: readonly Step[] = [
  { id: 'preflight', title: 'tools and login', run: basicPreflight },
  gatewayObjects,
  infrastructureGone,
  leftovers,
];
