import { ContractError } from '../../contract';
import { AzureCli } from '../azure';
import type { Context } from '../context';
import { clusterGroup, target } from '../destroy/target';
import { recoverOutputs } from '../outputs';
import { CancelledError, CommandFailedError, PipelineError } from '../run';
import { certificate } from './certificate';
import { controller } from './controller';
import { credentials } from './credentials';
import { drift } from './drift';
import { gateway } from './gateway';
import { kubernetes } from './kubernetes';
import { lastDeploy } from './last-deploy';
import type { Concern, Look, Place } from './look';
import { models } from './models';
import { quota } from './quota';

/** The lines of the screen, in order. */
export const LOOKS: readonly Look[] = [
  kubernetes,
  controller,
  models,
  quota,
  credentials,
  gateway,
  certificate,
  lastDeploy,
  drift,
];

/** How a part of an environment stands. */
export type State = 'well' | 'attention' | 'unknown' | 'skipped';

/** One line of the screen. */
export interface StatusLine {
  readonly id: string;
  /** `unknown` is what could not be asked. */
  readonly state: State;
  /** What was seen, or why nothing could be. */
  readonly seen: string;
  readonly concerns: readonly Concern[];
}

/**
 * Looks how an environment stands. It asks beside each other, changes nothing, and what cannot be asked hides nothing of the rest.
 *
 * @param options whether to compare with Azure and the cluster too
 */
export async function lookAt(context: Context, options: Pick<Place, 'drift' | 'today'>): Promise<StatusLine[]> {
  const { environment, runner } = context;
  const outputs = await attempt('outputs', async () => {
    await recoverOutputs(context);
    return { seen: '' };
  });
  const names = target(context);
  const az = new AzureCli(runner, names.subscription);
  const place: Place = {
    context,
    environment,
    az,
    target: names,
    cluster: once(() => az.cluster(names.cluster, clusterGroup(context))),
    offers: once(() => az.modelOffers(environment.location)),
    ...options,
  };
  const lines = await Promise.all(LOOKS.map((look) => attempt(look.id, () => look.ask(place))));
  // Where they are lost for good, the rest goes by the names of the environment.
  return outputs.state === 'unknown' ? [outputs, ...lines] : lines;
}

/** The exit code of a command that has seen these lines, as that of a plan: whether all could be asked comes first. */
export function exitCodeOf(lines: readonly StatusLine[]): number {
  if (lines.some(({ state }) => state === 'unknown')) return 1;
  return lines.some(({ state }) => state === 'attention') ? 2 : 0;
}

async function attempt(id: string, ask: () => ReturnType<Look['ask']>): Promise<StatusLine> {
  try {
    const { seen, concerns = [], skipped = false } = await ask();
    return { id, state: skipped ? 'skipped' : concerns.length > 0 ? 'attention' : 'well', seen, concerns };
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const isTold = error instanceof PipelineError || error instanceof ContractError;
    if (!isTold) throw error;
    const next = error instanceof PipelineError ? error.next : '';
    const seen = reasonOf(error);
    return { id, state: 'unknown', seen, concerns: next === '' ? [] : [{ what: 'it could not be asked', next }] };
  }
}

/** A line of a log that kubectl writes beside its answer, once for each attempt. */
const KLOG = /^[EFIW]\d{4} \d{2}:\d{2}:\d{2}\./;

/** Why something could not be asked, in a line. */
function reasonOf(error: Error): string {
  const said = error instanceof CommandFailedError && error.stderrTail.trim() !== '' ? error.stderrTail : error.message;
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^[\s│╷╵]+/, ''))
    .filter((line) => line !== '' && !KLOG.test(line));
  // Tools warn before they say what has failed.
  return lines.find((line) => /\berror\b|^unable/i.test(line)) ?? lines[0]!;
}

/** Asks at the first call, and gives each later one the same answer. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
