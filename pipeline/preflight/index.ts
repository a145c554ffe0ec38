import type { Environment } from '../../model';
import { AzureCli, type Account } from '../azure';
import type { Context } from '../context';
import { CancelledError, CommandMissingError, PipelineError, toolProblems, type Runner, type ToolName } from '../run';
import { accountName } from './account-name';
import { admins } from './admins';
import { existing } from './existing';
import { problem, unlessUnregistered, type Check, type Finding } from './finding';
import { otherSubscription, placeholderApplication, placeholderPeople, placeholderSubscription } from './login';
import { providers, roles } from './providers';
import { reach } from './reach';
import { registry } from './registry';
import { QUESTIONS, askService } from './service';
import { tables } from './tables';

export { otherSubscription, placeholderSubscription } from './login';
export { placeOfRegistry } from './registry';

const TOOLS: readonly ToolName[] = ['terraform', 'az', 'kubectl', 'kubelogin'];

/** What needs a login, and the right subscription. */
const CHECKS: readonly Check[] = [providers, roles, accountName, admins, reach, existing, registry];

/** Everything that stands in the way of a run, told at once. */
export class PreflightError extends PipelineError {
  public constructor(problems: readonly Finding[]) {
    super(
      `${problems.length} ${problems.length === 1 ? 'thing is' : 'things are'} in the way:\n${problems.map(line).join('\n')}`,
      'fix all of them and run the same command again; nothing was changed',
    );
  }
}

/**
 * Looks at tools, login, subscription, at what Azure offers, quotas and names before anything is changed.
 *
 * @throws {PreflightError} naming every problem
 */
export async function preflight({ environment, runner }: Context): Promise<void> {
  const az = new AzureCli(runner, environment.subscriptionId);
  const { account, findings } = await basics(environment, runner, az);
  // Only the right subscription can answer for the environment, and only through tools that are in order.
  const isReady = account !== undefined && findings.every(({ kind }) => kind !== 'problem');
  const rest = isReady
    ? await Promise.all([
        ...CHECKS.map((check) => asFinding(() => unlessUnregistered(() => check(environment, az, account)))),
        whatIsOffered(environment, az),
      ])
    : [];
  const said = tables(environment, today());
  for (const finding of said) runner.print(`advice: ${line(finding).trim()}`);
  // Several questions may meet the same provider.
  const heard = new Set(
    rest
      .flat()
      .filter(isAdvice)
      .map((finding) => line(finding).trim()),
  );
  for (const text of heard) runner.report(`advice: ${text}`);
  refuseProblems(runner, [...findings, ...rest.flat()]);
}

/**
 * The part of the preflight that a destroy and an upgrade need: tools, login and subscription.
 *
 * @throws {PreflightError} naming every problem
 */
export async function basicPreflight({ environment, runner }: Context): Promise<void> {
  const { findings } = await basics(environment, runner, new AzureCli(runner, environment.subscriptionId));
  refuseProblems(runner, findings);
}

async function basics(
  environment: Environment,
  runner: Runner,
  az: AzureCli,
): Promise<{ readonly account?: Account; readonly findings: Finding[] }> {
  const tools = await toolProblems(runner, TOOLS);
  const findings = [
    ...tools.map((error) => problem(error.message, error.next)),
    ...placeholderSubscription(environment),
    ...placeholderPeople(environment),
    ...placeholderApplication(environment),
  ];
  // Without the Azure CLI there is nobody to ask; an old one still answers.
  if (tools.some((error) => error instanceof CommandMissingError && error.tool === 'az')) return { findings };
  let account: Account | undefined;
  const login = await asFinding(async () => {
    account = await az.account();
    return otherSubscription(environment, account);
  });
  return { account, findings: [...findings, ...login] };
}

/** What Azure offers, asked one after another: each call of the Azure CLI takes a processor for a second or more. */
async function whatIsOffered(environment: Environment, az: AzureCli): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const question of QUESTIONS) {
    findings.push(...(await asFinding(() => askService(question, environment, az, today()))));
  }
  return findings;
}

/** A check that cannot look is a problem of its own, and must not hide what the others have found. */
async function asFinding(check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof PipelineError && !(error instanceof CancelledError))
      return [problem(error.message, error.next)];
    throw error;
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function isAdvice({ kind }: Finding): boolean {
  return kind === 'advice';
}

/**
 * Prints what is advice, and refuses what is a problem.
 *
 * @throws {PreflightError} naming every problem
 */
export function tellFindings(runner: Runner, findings: readonly Finding[]): void {
  for (const finding of findings.filter(isAdvice)) runner.print(`advice: ${line(finding).trim()}`);
  refuseProblems(runner, findings);
}

function refuseProblems(runner: Runner, findings: readonly Finding[]): void {
  const problems = findings.filter(({ kind }) => kind === 'problem');
  if (problems.length > 0) runner.refuse(new PreflightError(problems));
}

function line({ message, next }: Finding): string {
  return `  - ${message}\n    -> ${next}`;
}
