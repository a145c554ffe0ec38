import type { Environment } from '../../model';
import type { ParsedEnvironment } from '../schema/environment';

/**
 * Takes what is wrong, and where.
 *
 * @param path where the environment's file says it, dotted
 * @param judged what the rule judged, for where the user wrote nothing: a default, or a derived value
 */
export type Report = (path: string, message: string, judged: unknown) => void;

/** A rule over several properties of an environment. It runs only where all the properties it reads are valid by themselves. */
export interface Rule {
  /** The properties it reads, dotted, as the environment's file names them; one covers what lies below it. */
  readonly reads: readonly string[];
  /** Reports what is wrong with an environment. What its file says is beside it, for what the environment no longer tells. */
  readonly check: (environment: Environment, report: Report, said: ParsedEnvironment) => void;
}

/** Something that must be said once. */
interface Entry {
  /** Where the environment's file says it, dotted. */
  readonly path: string;
  /** What is said there. */
  readonly value: string;
  /** By what it is compared. @default - its value */
  readonly key?: string;
}

/** Reports each entry whose key an earlier one has. */
export function reportRepeats(entries: readonly Entry[], report: Report, message: (first: Entry) => string): void {
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    const key = entry.key ?? entry.value;
    const first = seen.get(key);
    if (first) report(entry.path, message(first), entry.value);
    else seen.set(key, entry);
  }
}
