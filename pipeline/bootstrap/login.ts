import type { Environment } from '../../model';
import type { AzureCli, Principal } from '../azure';
import { PreflightError, otherSubscription, placeholderSubscription } from '../preflight';
import { toolProblems, type Runner } from '../run';

/** Who runs the bootstrap. */
export interface Caller extends Principal {
  readonly tenantId: string;
}

/**
 * Who is logged in to the Azure CLI.
 *
 * @throws {PipelineError} if there is no Azure CLI, the environment names no subscription, nobody is logged in, or the Azure
 * CLI is set to another subscription
 */
export async function readCaller(runner: Runner, az: AzureCli, environment: Environment): Promise<Caller> {
  const [missing] = await toolProblems(runner, ['az']);
  if (missing) throw missing;
  const placeholder = placeholderSubscription(environment);
  if (placeholder.length > 0) runner.refuse(new PreflightError(placeholder));
  const account = await az.account();
  const other = otherSubscription(environment, account);
  if (other.length > 0) runner.refuse(new PreflightError(other));
  return { tenantId: account.tenantId, ...(await az.signedIn(account)) };
}
