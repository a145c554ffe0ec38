import { statSync } from 'node:fs';
import { backendOf } from '../../model';
import { openRun, stateFile } from '../terraform';
import type { Concern, Look, Place } from './look';

/** When the state was written last, from whatever machine, and whether a run of this folder has not come to its end. */
export const lastDeploy: Look = {
  id: 'deploy',
  async ask(place) {
    const { context, environment } = place;
    const next = `npm run deploy -- ${environment.name}`;
    const run = openRun(context.runner, environment.name);
    const state = await stateWritten(place);
    const concerns: Concern[] = [
      ...(state === undefined ? [{ what: 'nothing is deployed', next }] : []),
      ...(run !== undefined && !run.mayLive
        ? [{ what: `a run that began at ${run.since} has died`, next: `${next} goes on from there` }]
        : []),
    ];
    return {
      seen: [
        state === undefined ? 'there is no state' : `the state was written at ${state.at}`,
        ...(state?.isLocked ? ['somebody is at work on it'] : []),
        ...(run?.mayLive ? [`a run is at work since ${run.since}, process ${run.pid} of ${run.host}`] : []),
      ].join(', '),
      concerns,
    };
  },
};

async function stateWritten({
  az,
  context,
  environment,
}: Place): Promise<{ readonly at: string; readonly isLocked: boolean } | undefined> {
  const backend = backendOf(environment);
  if (backend.type === 'azurerm') {
    const blob = await az.blob(backend.storageAccountName, backend.containerName, backend.key);
    return blob && { at: inUtc(blob.properties.lastModified), isLocked: blob.properties.lease?.status === 'locked' };
  }
  const file = statSync(context.runner.path(stateFile(context)!), { throwIfNoEntry: false });
  return file && { at: inUtc(file.mtime), isLocked: false };
}

function inUtc(time: string | Date): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
