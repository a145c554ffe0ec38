import type { Deployment } from '../deployment';
import { CommandMissingError, PipelineError, toolProblems, type ToolName } from '../run';
import { accountName } from './account-name';
import { admins } from './admins';
import { problem, type Account, type Check, type Finding } from './finding';
import { placeholderProblems, readLogin } from './login';
import { providers, roles } from './providers';
import { coreQuota, modelQuota, offeredModels } from './quota';
import { tables } from './tables';

const TOOLS: readonly ToolName[] = ['terraform', 'az', 'kubectl', 'kubelogin'];

/** What needs a login, and the right subscription. */
const CHECKS: readonly Check[] = [providers, roles, offeredModels, modelQuota, coreQuota, accountName, admins];

/** Everything that stands in the way of a deploy, told at once. */
export class PreflightError extends PipelineError {
  public constructor(problems: readonly Finding[]) {
    super(
      `${problems.length} ${problems.length === 1 ? 'thing is' : 'things are'} in the way:\n${problems.map(line).join('\n')}`,
      'mend all of them and run the same command again; nothing was changed',
    );
  }
}

/**
 * Looks at tools, login, subscription, models, quota and names before anything is changed.
 *
 * @throws {PreflightError} naming every problem
 */
export async function preflight(deployment: Deployment): Promise<void> {
  const { account, findings } = await basics(deployment);
  const table = await tables(deployment, { id: '', tenantId: '', user: { name: '', type: '' } });
  const isReady = account !== undefined && findings.every(({ kind }) => kind !== 'problem');
  const rest = isReady ? await Promise.all(CHECKS.map((check) => guarded(check, deployment, account))) : [];
  tell(deployment, [...findings, ...table, ...rest.flat()]);
}

/** The part of the preflight that a destroy needs: tools, login and subscription. */
export async function preflightOfDestroy(deployment: Deployment): Promise<void> {
  tell(deployment, (await basics(deployment)).findings);
}

async function basics(deployment: Deployment): Promise<{ account?: Account; findings: Finding[] }> {
  const placeholders = placeholderProblems(deployment);
  const tools = await toolProblems(deployment.runner, TOOLS);
  const toolFindings = tools.map((error) => problem(error.message, error.next));
  // Without the Azure CLI there is nobody to ask; an old one still answers.
  const isMissing = tools.some((error) => error instanceof CommandMissingError && error.message.startsWith('"az"'));
  const { account, findings } = isMissing ? { findings: [] } : await readLogin(deployment);
  return { account, findings: [...toolFindings, ...placeholders, ...findings] };
}

/** A check that cannot look is a problem of its own, and must not hide what the others have found. */
async function guarded(check: Check, deployment: Deployment, account: Account): Promise<Finding[]> {
  try {
    return await check(deployment, account);
  } catch (error) {
    if (error instanceof PipelineError && !deployment.runner.signal.aborted)
      return [problem(error.message, error.next)];
    throw error;
  }
}

function tell({ runner }: Deployment, findings: readonly Finding[]): void {
  for (const finding of findings) if (finding.kind === 'advice') runner.print(`advice: ${line(finding).trim()}`);
  const problems = findings.filter(({ kind }) => kind === 'problem');
  if (problems.length === 0) return;
  // A dry run changes nothing, so it may show the whole way before anything is set up.
  if (runner.dryRun) for (const finding of problems) runner.print(`problem: ${line(finding).trim()}`);
  else throw new PreflightError(problems);
}

function line({ message, next }: Finding): string {
  return `  - ${message}\n    -> ${next}`;
}
