import type { Deployment } from '../deployment';
import { CommandFailedError } from '../run';
import { problem, type Account, type Finding } from './finding';

/** What `environments/` holds before somebody has put their own ids there. */
export const PLACEHOLDER = '00000000-0000-0000-0000-000000000000';

/** Ids of the environment that nobody has filled in. */
export function placeholderProblems({ environment }: Deployment): Finding[] {
  const file = `environments/${environment.name}.ts`;
  const admins = environment.cluster.admins.some(({ objectId }) => objectId === PLACEHOLDER);
  const operators = environment.openAi.operators.some(({ objectId }) => objectId === PLACEHOLDER);
  const objectId = 'put "az ad signed-in-user show --query id --output tsv" there, or take the entry out';
  return [
    ...(environment.subscriptionId === PLACEHOLDER
      ? [
          problem(
            `subscriptionId of ${file} is still the placeholder ${PLACEHOLDER}`,
            'put "az account show --query id --output tsv" there',
          ),
        ]
      : []),
    ...(admins ? [problem(`cluster.admins of ${file} still holds the placeholder ${PLACEHOLDER}`, objectId)] : []),
    ...(operators ? [problem(`openAi.operators of ${file} still holds the placeholder ${PLACEHOLDER}`, objectId)] : []),
  ];
}

/** Who is logged in, and what is wrong with that. */
export async function readLogin({
  runner,
  environment,
}: Deployment): Promise<{ account?: Account; findings: Finding[] }> {
  let account: Account;
  try {
    account = await runner.json<Account>('az', ['account', 'show', '--output', 'json'], {
      dryRunStdout: JSON.stringify({ id: environment.subscriptionId, tenantId: '', user: { name: '', type: '' } }),
    });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    return { findings: [problem(`nobody is logged in to the Azure CLI: ${error.stderrTail}`, 'az login')] };
  }
  const wanted = environment.subscriptionId;
  // A placeholder is told as such, and needs no second complaint.
  const isOther = wanted !== PLACEHOLDER && account.id.toLowerCase() !== wanted.toLowerCase();
  return {
    account,
    findings: isOther
      ? [
          problem(
            `the Azure CLI is set to subscription ${account.id}, and environment ${environment.name} is in ${wanted}`,
            `az account set --subscription ${wanted}`,
          ),
        ]
      : [],
  };
}
