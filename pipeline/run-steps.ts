import { AsyncLocalStorage } from 'node:async_hooks';
import { Listr } from 'listr2';
import type { Context } from './context';
import { CancelledError, PipelineError, type Print } from './run';

/** One step of a command. It can run again at any time. */
export interface Step {
  /** What --from calls it. */
  readonly id: string;
  readonly title: string;
  /** Whether it needs nothing of the step before it, and runs beside it. @default false */
  readonly beside?: boolean;
  /** Why there is nothing to do; `undefined` where there is. @default - there always is */
  readonly skip?: (context: Context) => Promise<string | undefined>;
  /** Whether a live list keeps what it prints, where otherwise the last line is shown while it runs. @default false */
  readonly keepsOutput?: boolean;
  /** Whether somebody at the terminal may be asked meanwhile, so that no live list is drawn over the question. @default false */
  readonly asks?: boolean;
  readonly run: (context: Context) => Promise<void>;
}

/** Options of {@link runSteps}. */
export interface StepsOptions {
  /** The command, for what is printed. */
  readonly command: string;
  /** Flags without which it would not go on. @default - none */
  readonly flags?: string;
  /** The first step to run; the ones before it are taken as done. @default - the first */
  readonly from?: string;
  /** One at a time, those too that may run beside another. @default false */
  readonly inOrder?: boolean;
}

/** Does the work of a step, and keeps whether it is done or has failed. What it throws says nothing of the reason. */
type Attempt = (step: Step, work: () => Promise<void>) => Promise<void>;

/** Does steps beside each other and shows them, each to its end, whichever of them fails. */
type Round = (steps: readonly Step[], context: Context, print: Print, attempt: Attempt) => Promise<void>;

/** Where the step that is under way prints: two may be, with the one runner. */
const printOfStep = new AsyncLocalStorage<Print>();

/**
 * Runs steps in order, and beside each other where they may, as a live list in a terminal and as plain lines elsewhere. If one
 * fails, those beside it come to their end and nothing new begins; what is done, what is not and how to go on are printed
 * before its error is thrown.
 */
export async function runSteps(
  steps: readonly Step[],
  context: Context,
  { command, flags, from, inOrder = false }: StepsOptions,
): Promise<void> {
  const { runner, environment } = context;
  const first = from === undefined ? 0 : steps.findIndex(({ id }) => id === from);
  const wanted = steps.map((step, index) =>
    index < first ? { ...step, skip: () => Promise.resolve(`--from ${from}`) } : step,
  );
  const done = new Set<string>();
  const failed = new Map<string, unknown>();
  const attempt: Attempt = async ({ id }, work) => {
    try {
      await work();
      done.add(id);
    } catch (error) {
      failed.set(id, error);
      // A list shows where; what went wrong is printed once, by whoever catches it.
      throw new Error('see below', { cause: error });
    }
  };
  const print = runner.printTo((line) => (printOfStep.getStore() ?? print)(line));
  try {
    for (const beside of roundsOf(wanted, inOrder)) {
      const round = runner.interactive && !beside.some(({ asks }) => asks) ? asList : asLines;
      await round(beside, context, print, attempt);
      if (failed.size > 0) break;
    }
  } finally {
    runner.printTo(print);
  }
  const [error, ...others] = failed.values();
  if (failed.size === 0) return;
  const ids = steps.map(({ id }) => id);
  runner.print(`done: ${ids.filter((id) => done.has(id)).join(', ') || 'nothing'}`);
  runner.print(`stopped at: ${ids.filter((id) => failed.has(id)).join(', ')}`);
  const open = ids.filter((id) => !done.has(id) && !failed.has(id));
  runner.print(`not done: ${open.join(', ') || 'nothing more'}`);
  for (const other of others) if (!(other instanceof CancelledError)) runner.print(`failed too: ${textOf(other)}`);
  runner.print(`go on with: npm run ${[command, '--', environment.name, flags].filter(Boolean).join(' ')}`);
  throw error;
}

/** The steps that run beside each other, round after round. */
function roundsOf(steps: readonly Step[], inOrder: boolean): Step[][] {
  const rounds: Step[][] = [];
  for (const step of steps) {
    const last = rounds.at(-1);
    if (step.beside && last !== undefined && !inOrder) last.push(step);
    else rounds.push([step]);
  }
  return rounds;
}

function textOf(error: unknown): string {
  return error instanceof PipelineError ? `${error.message}\nnext: ${error.next}` : String(error);
}

const asLines: Round = async (steps, context, print, attempt) => {
  const { runner } = context;
  const one = async (step: Step) => {
    // Where two print, each line says whose it is.
    const own = steps.length === 1 ? print : (line: string) => print(line.replaceAll(/^/gm, `${step.id}: `));
    const reason = await printOfStep.run(own, async () => step.skip?.(context));
    if (reason === undefined) {
      runner.print(`> ${step.id}: ${step.title}`);
      await printOfStep.run(own, () => step.run(context));
      runner.report(`< ${step.id}: done`);
    } else {
      runner.print(`- ${step.id}: skipped, ${reason}`);
    }
  };
  await Promise.allSettled(
    steps.map(async (step) => {
      try {
        await attempt(step, () => one(step));
      } catch (error) {
        // Told at once, since what runs beside it may take minutes.
        if (steps.length > 1) runner.print(`! ${step.id}: failed, ${(error as Error).message}`);
        throw error;
      }
    }),
  );
};

const asList: Round = async (steps, context, _, attempt) => {
  const { runner } = context;
  const list = new Listr(
    steps.map((step) => ({
      title: `${step.id}: ${step.title}`,
      rendererOptions: step.keepsOutput ? { outputBar: Infinity, persistentOutput: true } : {},
      task: (__: unknown, task) =>
        printOfStep.run(
          (line) => (task.output = line),
          () =>
            attempt(step, async () => {
              const reason = await step.skip?.(context);
              if (reason === undefined) await step.run(context);
              else task.skip(runner.masker.mask(reason));
            }),
        ),
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { collapseSkips: false, collapseErrors: false, showErrorMessage: false },
    },
  );
  await list.run();
};
