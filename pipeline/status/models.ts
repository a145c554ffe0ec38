import { MODELS } from '../../config/tables';
import { placeOfAccount } from '../../model';
import type { ExistingDeployment, ModelOffer } from '../azure-answers';
import { offerOf } from '../preflight/models';
import { isSoon, type Concern, type Look, type Place } from './look';

/** The deployments of the account, and how long their models answer. */
export const models: Look = {
  id: 'models',
  async ask({ az, environment, offers: offered, target, today }) {
    const { subscriptionId, resourceGroup, name: account } = placeOfAccount(environment);
    const [deployments, offers] = await Promise.all([
      environment.existing.openAi
        ? az.in(subscriptionId).modelDeployments(account, resourceGroup)
        : az.modelDeployments(account, target.resourceGroup),
      offered(),
    ]);
    if (deployments === undefined) {
      const next = `npm run deploy -- ${environment.name}`;
      return { seen: `account ${account} does not exist`, concerns: [{ what: 'nothing is deployed', next }] };
    }
    const lives = deployments.map((deployment) => lifeOf(deployment, offers));
    return {
      seen: lives.map(({ text }) => text).join('; ') || 'no deployment',
      concerns: [
        ...lives.flatMap((life) => endConcerns(life, environment.name, today)),
        ...differences(environment, deployments),
      ],
    };
  },
};

/** How long a deployment's model answers. */
interface Life {
  readonly name: string;
  readonly text: string;
  /** The day from which it answers no more, as an ISO date. @default - neither Azure nor the table tells */
  readonly retires?: string;
  /** In the words of Azure. @default - it does not tell */
  readonly lifecycle?: string;
}

/** Azure's answer counts; where it says no day, that of the table. */
function lifeOf({ name, sku, properties: { model } }: ExistingDeployment, offers: readonly ModelOffer[]): Life {
  const offer = offerOf({ name, model: model.name, version: model.version, sku: 'Standard', capacity: 0 }, offers);
  const row = MODELS.rows.find((each) => each.name === model.name && each.version === model.version);
  const told = offer?.deprecation?.inference?.slice(0, 10);
  const retires = told ?? row?.retires;
  const lifecycle = offer?.lifecycleStatus ?? undefined;
  const end = [
    ...(lifecycle === undefined ? [] : [lifecycle]),
    retires === undefined
      ? 'no day of retirement is told'
      : `retires ${retires}${told === undefined ? ` by the table of ${MODELS.asOf}` : ''}`,
  ];
  return { name, text: `${name} ${model.name} ${model.version} ${sku.name} (${end.join(', ')})`, retires, lifecycle };
}

function endConcerns({ name, retires, lifecycle }: Life, environment: string, today: string): Concern[] {
  const next = `take another model for it in openAi.deployments of environments/${environment}.ts`;
  if (retires !== undefined && retires <= today) return [{ what: `${name} has retired on ${retires}`, next }];
  if (retires !== undefined && isSoon(retires, today)) return [{ what: `${name} retires on ${retires}`, next }];
  return lifecycle === 'Deprecated' ? [{ what: `${name} is Deprecated`, next }] : [];
}

/** Where the account is not as the environment says. */
function differences({ name, openAi }: Place['environment'], deployments: readonly ExistingDeployment[]): Concern[] {
  const next = `npm run plan -- ${name} shows what a deploy would change`;
  return openAi.deployments.flatMap((asked): Concern[] => {
    const made = deployments.find((each) => each.name === asked.name);
    if (made === undefined) return [{ what: `there is no deployment ${asked.name}`, next }];
    const { model } = made.properties;
    const isOther = model.name !== asked.model || (asked.version !== undefined && model.version !== asked.version);
    return isOther ? [{ what: `${asked.name} is to be ${asked.model} ${asked.version ?? ''}`.trim(), next }] : [];
  });
}
