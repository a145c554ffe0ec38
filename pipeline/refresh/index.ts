import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AzureCli } from '../azure';
import { CancelledError, PipelineError, type Runner } from '../run';
import { refreshTable, type Told } from './refresh';

/** Folder of the data files, relative to the project. */
const TABLES = 'config/tables';

/**
 * Rewrites the data files of config/tables by what Azure tells whoever is logged in, and says what became of each. Nothing
 * that cannot be reached stops it.
 *
 * @param region where to ask, by its short name
 * @param today as an ISO date
 */
export async function refreshTables(runner: Runner, region: string, today: string): Promise<void> {
  const told = await askAzure(runner, region);
  for (const file of readdirSync(runner.path(TABLES)).filter((name) => name.endsWith('.json'))) {
    const place = path.posix.join(TABLES, file);
    const before = runner.read(place) ?? '';
    const { text, report } = refreshTable(file, before, told, today);
    if (text !== before) writeFileSync(runner.path(place), text);
    for (const line of report) runner.print(line);
  }
}

/** What Azure tells of what the tables hold. */
async function askAzure(runner: Runner, region: string): Promise<Told> {
  const reached = async <T>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof PipelineError) || error instanceof CancelledError) throw error;
      runner.print(`not reached: ${error.message}`);
      return undefined;
    }
  };
  // Whatever is said of the login holds for every question.
  const account = await reached(new AzureCli(runner, '').account());
  if (!account) return {};
  const az = new AzureCli(runner, account.id);
  const [models, kubernetes, regions] = await Promise.all([
    reached(az.modelOffers(region)),
    reached(az.kubernetesVersions(region)),
    reached(az.locationsOf('Microsoft.ServiceNetworking/trafficControllers')),
  ]);
  return { models, kubernetes, regions };
}
