import { Listr } from 'listr2';
import type { Context } from './context';

/** One step of a command. It can run again at any time. */
export interface Step {
  /** What --from calls it. */
  readonly id: string;
  readonly title: string;
  /** Why there is nothing to do; `undefined` where there is. @default - there always is */
  readonly skip?: (context: Context) => Promise<string | undefined>;
  /** Whether a live list keeps what it prints, where otherwise the last line is shown while it runs. @default false */
  readonly keepsOutput?: boolean;
  readonly run: (context: Context) => Promise<void>;
}

/** Options of {@link runSteps}. */
export interface StepsOptions {
  /** The command, for what is printed. */
  readonly command: string;
  /** The first step to run; the ones before it are taken as done. @default - the first */
  readonly from?: string;
}

/** Runs steps in order, and calls `done` after each. */
type Way = (steps: readonly Step[], context: Context, done: (step: Step) => void) => Promise<void>;

/**
 * Runs steps in order, as a live list in a terminal and as plain lines elsewhere. If one fails, what is done, what is not and
 * how to go on are printed before its error is thrown.
 */
export async function runSteps(
  steps: readonly Step[],
  context: Context,
  { command, from }: StepsOptions,
): Promise<void> {
  const { runner, environment } = context;
  const first = from === undefined ? 0 : steps.findIndex(({ id }) => id === from);
  const wanted = steps.map((step, index) =>
    index < first ? { ...step, skip: () => Promise.resolve(`--from ${from}`) } : step,
  );
  const done: string[] = [];
  const way = runner.interactive ? asList : asLines;
  try {
    await way(wanted, context, ({ id }) => void done.push(id));
  } catch (error) {
    const [stopped, ...open] = steps.slice(done.length).map(({ id }) => id);
    runner.print(`done: ${done.join(', ') || 'nothing'}`);
    runner.print(`stopped at: ${stopped}`);
    runner.print(`not done: ${open.join(', ') || 'nothing more'}`);
    runner.print(`go on with: npm run ${command} -- ${environment.name}`);
    throw error;
  }
}

const asLines: Way = async (steps, context, done) => {
  const { runner } = context;
  for (const step of steps) {
    const reason = await step.skip?.(context);
    if (reason === undefined) {
      runner.print(`> ${step.id}: ${step.title}`);
      await step.run(context);
      runner.report(`< ${step.id}: done`);
    } else {
      runner.print(`- ${step.id}: skipped, ${reason}`);
    }
    done(step);
  }
};

const asList: Way = async (steps, context, done) => {
  const { runner } = context;
  let failure: unknown;
  const list = new Listr(
    steps.map((step) => ({
      title: `${step.id}: ${step.title}`,
      rendererOptions: step.keepsOutput ? { outputBar: Infinity, persistentOutput: true } : {},
      task: async (_: unknown, task) => {
        runner.printTo((line) => (task.output = line));
        try {
          const reason = await step.skip?.(context);
          if (reason === undefined) await step.run(context);
          else task.skip(runner.masker.mask(reason));
          done(step);
        } catch (error) {
          failure = error;
          // The list shows where; what went wrong is printed once, by whoever catches it.
          throw new Error('see below', { cause: error });
        }
      },
    })),
    {
      concurrent: false,
      exitOnError: true,
      registerSignalListeners: false,
      rendererOptions: { collapseSkips: false, collapseErrors: false, showErrorMessage: false },
    },
  );
  const print = runner.printTo(() => {});
  try {
    await list.run();
  } catch (error) {
    throw failure ?? error;
  } finally {
    runner.printTo(print);
  }
};
