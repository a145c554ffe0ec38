import { preflight } from '../preflight';
import type { Step } from '../run-steps';

/** Nothing is changed before everything that can be known is known. */
export const preflightStep: Step = {
  id: 'preflight',
  title: 'tools, login, models, quota and names',
  keepsOutput: true,
  run: preflight,
};
