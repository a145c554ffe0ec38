import type { Context } from '../context';
import type { Finding } from '../preflight/finding';
import type { Step } from '../run-steps';

/** The way of an upgrade from where the world is. */
export interface Way {
  /** What speaks against it, or is to be known before. */
  readonly findings: readonly Finding[];
  /** What is still to be done, in order. */
  readonly steps: readonly Step[];
}

/** How to look at the world. */
export interface LookOptions {
  /** Whether to wait for what is under way, as a run of before may have left it. */
  readonly waits: boolean;
}

/** Looks at the world, changes nothing, and says the way. */
export type Look = (context: Context, options: LookOptions) => Promise<Way>;
