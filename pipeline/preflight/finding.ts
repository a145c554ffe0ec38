import type { Environment } from '../../model';
import type { Account, AzureCli } from '../azure';
import { CommandFailedError } from '../run';

/** Something a check has found. */
export interface Finding {
  /** A problem stops the deploy; advice does not. */
  readonly kind: 'problem' | 'advice';
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}

/** One look at Azure before anything is changed. */
export type Check = (environment: Environment, az: AzureCli, account: Account) => Promise<Finding[]>;

/** What must be fixed before a deploy. */
export function problem(message: string, next: string): Finding {
  return { kind: 'problem', message, next };
}

/** What may be wrong, and a deploy may go well all the same. */
export function advise(message: string, next: string): Finding {
  return { kind: 'advice', message, next };
}

/** An answer that a deploy can do without: `undefined` where the Azure CLI fails to give it. */
export async function ifTold<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CommandFailedError) return undefined;
    throw error;
  }
}
