import type { Deployment } from '../deployment';

/** Something a check has found. */
export interface Finding {
  /** A problem stops the deploy; advice does not. */
  readonly kind: 'problem' | 'advice';
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}

/** One look at the world before anything is changed. */
export type Check = (deployment: Deployment, account: Account) => Promise<Finding[]>;

/** Who is logged in to the Azure CLI, and where. */
export interface Account {
  /** The subscription's id. */
  readonly id: string;
  readonly tenantId: string;
  readonly user: { readonly name: string; readonly type: string };
}

export function problem(message: string, next: string): Finding {
  return { kind: 'problem', message, next };
}

export function advise(message: string, next: string): Finding {
  return { kind: 'advice', message, next };
}
