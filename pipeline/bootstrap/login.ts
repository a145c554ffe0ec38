import type { EnvironmentConfig } from '../../config';
import { PLACEHOLDER } from '../preflight/login';
import { PipelineError, toolProblems, type Runner } from '../run';
import { azJson } from './azure';

/** Who runs the bootstrap. */
export interface Caller {
  readonly tenantId: string;
  /** Object id in Microsoft Entra. */
  readonly objectId: string;
  readonly principalType: 'User' | 'ServicePrincipal';
}

interface Account {
  readonly id: string;
  readonly tenantId: string;
  readonly user: { readonly name: string; readonly type: string };
}

/**
 * Who is logged in to the Azure CLI.
 *
 * @throws {PipelineError} if there is no Azure CLI, the environment names no subscription, or the Azure CLI is set to
 * another one
 */
export async function readCaller(runner: Runner, { subscriptionId, name }: EnvironmentConfig): Promise<Caller> {
  const [missing] = await toolProblems(runner, ['az']);
  if (missing) throw missing;
  if (subscriptionId === PLACEHOLDER && !runner.dryRun) {
    throw new PipelineError(
      `subscriptionId of environments/${name}.ts is still the placeholder ${PLACEHOLDER}`,
      'put "az account show --query id --output tsv" there',
    );
  }
  const dryRun = { id: subscriptionId, tenantId: '<tenant>', user: { name: '<you>', type: 'user' } };
  const account = await azJson<Account>(
    runner,
    'account show',
    {},
    { next: 'az login', dryRunStdout: JSON.stringify(dryRun) },
  );
  if (account.id.toLowerCase() !== subscriptionId.toLowerCase()) {
    throw new PipelineError(
      `the Azure CLI is set to subscription ${account.id}, and environment "${name}" is in ${subscriptionId}`,
      `az account set --subscription ${subscriptionId}, or mend subscriptionId in environments/${name}.ts`,
    );
  }
  const isUser = account.user.type === 'user';
  const { id } = await azJson<{ id: string }>(
    runner,
    isUser ? 'ad signed-in-user show' : 'ad sp show',
    { id: isUser ? undefined : account.user.name },
    { dryRunStdout: JSON.stringify({ id: '<your object id>' }) },
  );
  return { tenantId: account.tenantId, objectId: id, principalType: isUser ? 'User' : 'ServicePrincipal' };
}
