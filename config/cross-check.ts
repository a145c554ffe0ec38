import type { ParsedEnvironment } from './schema';

/**
 * Takes what is wrong, and where.
 *
 * @param value what the rule judged, where the schema knows no default for it
 */
export type Report = (path: string, message: string, value?: unknown) => void;

/** A rule over several fields. It runs only where all the fields it reads are valid by themselves. */
export interface CrossCheck {
  /** The fields it reads, dotted; a field covers what lies below it. */
  readonly reads: readonly string[];
  readonly check: (environment: ParsedEnvironment, report: Report) => void;
}
