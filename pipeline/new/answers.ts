import { DEFAULT_REGION } from '../../config';
import type { Principal } from '../../model';
import type { AzureCli } from '../azure';
import { CancelledError, PipelineError, UsageError, type Ask } from '../run';
import { SHAPES, type Answers, type ShapeName } from './shapes';

/** What the command line says. @default - asked, or what the Azure CLI knows, or a default */
export interface Given {
  readonly subscription?: string | undefined;
  readonly admin?: string | undefined;
  readonly region?: string | undefined;
  readonly shape?: string | undefined;
}

/** What the Azure CLI knows of whoever is logged in. */
interface Known {
  readonly subscriptionId?: string;
  readonly admin?: Principal;
}

/**
 * Gathers what an environment needs to be told: from the command line, else from somebody at the terminal, who is proposed
 * what the Azure CLI knows, else from the Azure CLI alone.
 *
 * @param ask how to ask. @default - nobody can be asked
 * @throws {UsageError} if something is known from nowhere, or is not allowed
 */
export async function gatherAnswers(
  name: string,
  given: Given,
  az: AzureCli,
  ask?: Ask,
): Promise<{ readonly answers: Answers; readonly shape: ShapeName }> {
  const isComplete = given.subscription !== undefined && given.admin !== undefined;
  const known = isComplete ? {} : await whatIsKnown(az);
  const tell = async (what: string, flag: string, said: string | undefined, proposal: string | undefined) => {
    const answer = said ?? (ask ? await askFor(ask, what, proposal) : proposal);
    if (answer) return answer;
    throw new UsageError(
      `${what} is not known: the Azure CLI does not say it, and nobody can be asked`,
      `npm run new -- ${name} ${flag}, or az login first`,
    );
  };

  const subscriptionId = await tell('subscription id', '--subscription <id>', given.subscription, known.subscriptionId);
  const objectId = await tell('object id of the administrator', '--admin <id>', given.admin, known.admin?.objectId);
  const location = await tell('region', '--region <region>', given.region, DEFAULT_REGION);
  const shape = await tell(`shape (${shapeNames.join(', ')})`, '--shape <shape>', given.shape, 'dev');
  if (!isShape(shape)) {
    throw new UsageError(`there is no shape "${shape}": allowed are ${shapeNames.join(', ')}`, 'npm run new -- --help');
  }
  const principalType = known.admin?.objectId === objectId ? known.admin.principalType : 'User';
  return {
    // The schema judges the region, with every other value.
    answers: { name, subscriptionId, location, admin: { objectId, principalType } },
    shape,
  };
}

const shapeNames = Object.keys(SHAPES);

function isShape(name: string): name is ShapeName {
  return shapeNames.includes(name);
}

/** An answer that is not empty; an empty one takes the proposal. */
async function askFor(ask: Ask, what: string, proposal: string | undefined): Promise<string> {
  const answer = (await ask(`${what}${proposal === undefined ? '' : ` [${proposal}]`}: `)).trim() || proposal;
  return answer ?? askFor(ask, what, proposal);
}

/** That nobody is logged in, or that there is no Azure CLI, only means that nothing can be proposed. */
async function whatIsKnown(az: AzureCli): Promise<Known> {
  const account = await orNothing(az.account());
  const admin = account && (await orNothing(az.signedIn(account)));
  return { ...(account && { subscriptionId: account.id }), ...(admin && { admin }) };
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PipelineError && !(error instanceof CancelledError)) return undefined;
    throw error;
  }
}
