import { AzureCli } from '../azure';
import type { Context } from '../context';
import { LIMITS } from '../limits';
import { PipelineError, waitUntil } from '../run';
import { deployFolder, readStack, stateAddresses } from '../terraform';
import type { Existing } from './existing';
import { importAll } from './import';
import { LookUp, type Found } from './look-up';

/** What Azure says of something that it has come to an end with, well or not. */
const SUCCEEDED = 'Succeeded';
const AT_REST = [SUCCEEDED, 'Failed', 'Canceled'];
const GONE = 'gone';

/** Something that an environment would make is there, and is somebody else's. */
export class ForeignResourcesError extends PipelineError {
  public constructor(environment: string, foreign: readonly Found[]) {
    super(
      `${foreign.length} ${foreign.length === 1 ? 'resource exists' : 'resources exist'} already and ${foreign.length === 1 ? 'is' : 'are'} not taken over:\n${foreign
        .map((found) => `  - ${found.address}: ${found.id}\n    ${found.foreign}`)
        .join('\n')}`,
      [
        `give the environment other names (names.… in environments/${environment}.ts), or delete what is there`,
        `if it is the environment's own all the same: terraform -chdir=${deployFolder(environment)} import <address> <id>`,
      ].join('\n'),
    );
  }
}

/** Options of {@link adopt}. */
export interface AdoptOptions {
  /** What Terraform has said. @default - nothing */
  readonly existing?: readonly Existing[];
  /** Whether a cluster whose making has failed is made well first: a deploy goes on with it. @default false */
  readonly reconcile?: boolean;
}

/**
 * Takes into Terraform's state what died on its way there: what the stack makes, what is in Azure already, and what is the
 * environment's own. It is waited for until Azure has come to an end with it. All that is there is looked up, not only what
 * Terraform has met so far.
 *
 * @returns how many resources were taken over, and what is there and somebody else's, which is left alone
 */
export async function adopt(
  context: Context,
  { existing = [], reconcile = false }: AdoptOptions = {},
): Promise<{ readonly adopted: number; readonly foreign: readonly Found[] }> {
  const { environment, runner } = context;
  const stack = await readStack(runner.path(deployFolder(environment.name)));
  const managed = await stateAddresses(runner, environment.name);
  const az = new AzureCli(runner, environment.subscriptionId);
  const found = await new LookUp({ environment, az, stack, managed, existing }).all();
  const own = found.filter(({ foreign }) => foreign === undefined);
  const foreign = found.filter((each) => each.foreign !== undefined);
  const settled: Found[] = [];
  for (const each of own) {
    const state = await comesToRest(context, az, each);
    if (state === GONE) continue;
    // Before it is imported: where this ends, the next run finds it again.
    if (reconcile && isCluster(each) && state !== SUCCEEDED) await makeWell(context, az, state);
    settled.push(each);
  }
  return { adopted: settled.length === 0 ? 0 : await importAll(context, settled), foreign };
}

/** Waits until Azure has come to an end with a resource. Returns with which, or that it has gone meanwhile. */
async function comesToRest({ runner }: Context, az: AzureCli, { id, provisioningState }: Found): Promise<string> {
  if (isAtRest(provisioningState)) return provisioningState ?? SUCCEEDED;
  return waitUntil<string>(runner, {
    what: `Azure to finish with ${id}`,
    look: `az resource show --ids ${id} --query properties.provisioningState`,
    timeoutMs: LIMITS.azureFinishes,
    check: async () => {
      const answer = await az.resource(id);
      if (answer === undefined) return { done: GONE };
      const state = answer.properties?.provisioningState;
      return isAtRest(state) ? { done: state ?? SUCCEEDED } : { seen: state ?? 'no answer' };
    },
  });
}

function isCluster({ address }: Found): boolean {
  return address.startsWith('azurerm_kubernetes_cluster.');
}

async function makeWell({ environment, runner }: Context, az: AzureCli, state: string): Promise<void> {
  const { cluster, resourceGroup } = environment.names;
  runner.print(`cluster ${cluster} was left ${state}: AKS reconciles it`);
  await az.reconcileCluster(cluster, resourceGroup);
}

/** Whether Azure has come to an end with something in this provisioning state. */
export function isAtRest(state: string | undefined): boolean {
  return state === undefined || AT_REST.includes(state);
}
