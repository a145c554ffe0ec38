import { placeOfAccount, type ModelDeployment } from '../../model';
import type { DeploymentMove } from '../command';
import type { ExistingDeployment } from '../azure-answers';
import { AzureCli } from '../azure';
import { readOutputs, type Context } from '../context';
import { recoverOutputs } from '../outputs';
import { planInfrastructure, type InfrastructurePlan } from '../plan';
import { problem, type Finding } from '../preflight/finding';
import { judgeModelQuota } from '../preflight/model-quota';
import { judgeModels } from '../preflight/models';
import type { Step } from '../run-steps';
import { apply } from '../steps/apply';
import { charts } from '../steps/charts';
import { deployStack } from '../steps/infrastructure';
import { requireKubeconfig } from '../steps/kubeconfig';
import { prune } from '../steps/prune';
import { rollouts } from '../steps/rollouts';
import { verify } from '../steps/verify';
import { readStack, stackResources, synthesizeStack } from '../terraform';
import { otherChanges } from './other-changes';
import type { Way } from './way';

const REVIEW = 'have it reviewed, and run the same command again';

/**
 * The way from one model deployment to another: the new one is made beside the old one, the workloads move, the proofs hold, and
 * then the old one goes. A deploy would do the same in one go, and leave the workloads without a model meanwhile.
 *
 * The environment's file says the end first: the new deployment, no old one, and the workloads on the new one. Until the last
 * step the stack is synthesized with the old one kept (KEEP_DEPLOYMENTS), as Azure tells of it. So the next plan shows nothing.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/working-with-models
 */
export async function modelWay(context: Context, { from, to }: DeploymentMove): Promise<Way> {
  requireKubeconfig(context);
  const { environment, runner } = context;
  const { names, openAi } = environment;
  const { subscriptionId, resourceGroup, name: account } = placeOfAccount(environment);
  const az = new AzureCli(runner, subscriptionId);
  const existing = (await az.modelDeployments(account, resourceGroup)) ?? [];
  const old = existing.find(({ name }) => name === from);
  const isThere = existing.some(({ name }) => name === to);
  const wanted = openAi.deployments.find(({ name }) => name === to);
  const steps = waySteps(old, to);
  const findings = fileFindings(context, { from, to });
  if (old === undefined && !isThere) findings.push(unknownDeployment(names.openAiAccount, from, existing));
  if (wanted === undefined || findings.length > 0) return { findings, steps };

  await recoverOutputs(context);
  const plan = await planInfrastructure(context, {});
  const addresses = await addressesOf(context, old === undefined ? [] : [keptDeployment(old)]);
  const isMeant = ({ address, action }: InfrastructurePlan['changes'][number]) =>
    (action === 'create' && address === addresses.get(to)) || (action === 'destroy' && address === addresses.get(from));
  return {
    findings: [
      ...(isThere ? [] : await offerFindings(context, az, wanted, existing)),
      ...otherChanges(context, plan, isMeant),
    ],
    steps:
      isDone(plan) && old === undefined ? [] : steps.slice(old === undefined ? -1 : isMade(context, plan, to) ? 1 : 0),
  };
}

function isDone({ changes, outputs }: InfrastructurePlan): boolean {
  return changes.length === 0 && outputs.length === 0;
}

/** Whether the new deployment is there, in the state, and in the outputs that the charts are made from. */
function isMade(context: Context, { changes }: InfrastructurePlan, to: string): boolean {
  return !changes.some(({ action }) => action === 'create') && readOutputs(context).openaiDeployments.includes(to);
}

/** Every step, the last of which takes the old one away. */
function waySteps(old: ExistingDeployment | undefined, to: string): readonly Step[] {
  const kept = JSON.stringify(old === undefined ? [] : [keptDeployment(old)]);
  return [
    {
      id: 'new-model',
      title: `deployment ${to} beside ${old?.name ?? 'the old one'}`,
      run: (context) => deployStack(context, { KEEP_DEPLOYMENTS: kept }),
    },
    // Each needs the one before.
    { ...charts, beside: false },
    apply,
    rollouts,
    prune(false),
    verify,
    {
      id: 'old-model',
      title: `deployment ${old?.name ?? 'that was replaced'} goes`,
      run: (context) => deployStack(context),
    },
  ];
}

/** An existing deployment as an environment would say it. */
function keptDeployment({ name, sku, properties }: ExistingDeployment): ModelDeployment {
  const { name: model, version } = properties.model;
  return { name, model, version, sku: sku.name as ModelDeployment['sku'], capacity: sku.capacity };
}

/** The Terraform addresses of the deployments by their names, those included that are kept. */
async function addressesOf(
  { environment, runner }: Context,
  kept: readonly ModelDeployment[],
): Promise<ReadonlyMap<string, string>> {
  const stack = await readStack(await synthesizeStack(runner, environment.name, JSON.stringify(kept)));
  const deployments = stackResources(stack).filter(({ type }) => type === 'azurerm_cognitive_deployment');
  return new Map(deployments.map(({ address, args }) => [args['name'] as string, address]));
}

function fileFindings({ environment: { name, openAi } }: Context, { from, to }: DeploymentMove): Finding[] {
  const names = openAi.deployments.map((deployment) => deployment.name);
  const file = `environments/${name}.ts`;
  return [
    ...(names.includes(to)
      ? []
      : [
          problem(
            `openAi.deployments of ${file} holds no "${to}": it holds ${names.join(', ')}`,
            `add { name: '${to}' } there, ${REVIEW}`,
          ),
        ]),
    ...(names.includes(from)
      ? [
          problem(
            `openAi.deployments of ${file} still holds "${from}"`,
            `take it out there, let what asks for it ask for "${to}", ${REVIEW}`,
          ),
        ]
      : []),
  ];
}

function unknownDeployment(account: string, from: string, existing: readonly ExistingDeployment[]): Finding {
  return problem(
    `account ${account} has no deployment "${from}": it has ${existing.map(({ name }) => name).join(', ') || 'none'}`,
    'name one that it has, by the name of the deployment',
  );
}

/** Whether the region offers the new model, and the quota has room for it beside the old one. */
async function offerFindings(
  { environment }: Context,
  az: AzureCli,
  wanted: ModelDeployment,
  existing: readonly ExistingDeployment[],
): Promise<Finding[]> {
  const { location, openAi } = environment;
  const offers = await az.modelOffers(location);
  const quotas = await az.modelQuotas(location);
  const demand = { name: environment.name, location, openAi: { ...openAi, deployments: [wanted] } };
  const today = new Date().toISOString().slice(0, 10);
  return [...judgeModels(demand, offers, existing, today), ...judgeModelQuota(demand, offers, quotas, existing)];
}
