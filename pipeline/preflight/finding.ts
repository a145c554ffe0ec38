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

/**
 * A look at Azure that a provider may refuse before it is registered, which is advice: Terraform registers it, or whoever
 * wants to be told before.
 */
export async function unlessUnregistered(look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const provider = error instanceof CommandFailedError ? unregisteredIn(error.stderrTail) : undefined;
    if (provider === undefined) throw error;
    return [
      advise(
        `${provider} is not registered in this subscription, and Azure does not tell before what it offers`,
        `az provider register --namespace ${provider} --wait`,
      ),
    ];
  }
}

/**
 * The provider that Azure Resource Manager names as not registered, in the words of each service.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider
 */
function unregisteredIn(message: string): string | undefined {
  const isMeant = /MissingSubscriptionRegistration|SubscriptionNotRegistered|not registered to use namespace/i.test(
    message,
  );
  const named = /namespace '(Microsoft\.\w+)'/i.exec(message) ?? /\b(Microsoft\.\w+)/i.exec(message);
  return isMeant ? named?.[1] : undefined;
}
