import { Listr } from 'listr2';
import type { Deployment } from './deployment';
import type { Print } from './run';

/** One step of a command. It can run again at any time. */
export interface Step {
  /** What --from calls it. */
  readonly id: string;
  readonly title: string;
  /** Why there is nothing to do; `undefined` where there is. @default - there always is */
  readonly skip?: (deployment: Deployment) => Promise<string | undefined>;
  /** Whether a live list keeps what it prints, where otherwise the last line is shown while it runs. @default false */
  readonly keepsOutput?: boolean;
  readonly run: (deployment: Deployment) => Promise<void>;
}

export interface StepsOptions {
  /** The command, for what is printed. */
  readonly command: string;
  /** The first step to run; the ones before it are taken as done. @default - the first */
  readonly from?: string;
}

/** What a task list lets its task say. */
interface TaskHandle {
  output: string;
  skip(message: string): void;
}

/**
 * Runs steps in order, as a live list in a terminal and as plain lines elsewhere. If one fails, what is done, what is not and
 * how to go on are printed before its error is thrown.
 */
export async function runSteps(steps: readonly Step[], deployment: Deployment, options: StepsOptions): Promise<void> {
  const { runner, system, environment } = deployment;
  const first = options.from === undefined ? 0 : steps.findIndex(({ id }) => id === options.from);
  const live = system.interactive && !runner.dryRun;
  const done: string[] = [];
  let plain: Print | undefined;
  let failure: { readonly error: unknown } | undefined;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      failure = { error };
      // The list shows where; what went wrong is printed once, by whoever catches it.
      throw new Error('see below', { cause: error });
    }
  };
  const list = new Listr(
    steps.map((step, index) => ({
      title: `${step.id}: ${step.title}`,
      rendererOptions: step.keepsOutput ? { outputBar: Infinity, persistentOutput: true } : {},
      task: async (_: unknown, task: TaskHandle) => {
        if (live) {
          const before = runner.printTo((line) => (task.output = line));
          plain ??= before;
        }
        await guarded(async () => {
          const reason = index < first ? `--from ${options.from}` : await step.skip?.(deployment);
          if (reason === undefined) {
            if (!live) runner.print(`> ${step.id}: ${step.title}`);
            await step.run(deployment);
            if (!live) runner.print(`< ${step.id}: done`);
          } else if (live) task.skip(runner.masker.mask(reason));
          else runner.print(`- ${step.id}: skipped, ${reason}`);
          done.push(step.id);
        });
      },
    })),
    {
      concurrent: false,
      exitOnError: true,
      registerSignalListeners: false,
      ...(live
        ? {
            renderer: 'default' as const,
            rendererOptions: { collapseSkips: false, collapseErrors: false, showErrorMessage: false },
          }
        : { renderer: 'silent' as const }),
    },
  );
  try {
    await list.run().finally(() => plain && runner.printTo(plain));
  } catch (error) {
    const open = steps.map(({ id }) => id).filter((id) => !done.includes(id));
    runner.print(`done: ${done.join(', ') || 'nothing'}`);
    runner.print(`stopped at: ${open[0]}`);
    runner.print(`not done: ${open.slice(1).join(', ') || 'nothing more'}`);
    runner.print(`go on with: npm run ${options.command} -- ${environment.name}`);
    throw failure === undefined ? error : failure.error;
  }
}
