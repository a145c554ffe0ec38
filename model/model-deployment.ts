import type { ModelDeployment } from './environment';
import type { DeploymentSku } from './vocabulary';

/** What a capacity of 1 is, in words that follow a number. */
export type CapacityUnit = 'thousand tokens a minute' | 'requests a minute' | 'PTUs';

/**
 * What the capacity of a deployment counts: of a provisioned type the throughput units (PTUs) that are bought by the hour; of
 * an image model requests; of every other, embeddings too, thousands of tokens.
 *
 * @example
 * import { capacityUnit } from './model';
 *
 * capacityUnit('GlobalStandard', 'gpt-5.4-mini'); // 'thousand tokens a minute'
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
 */
export function capacityUnit(sku: DeploymentSku, model: string): CapacityUnit {
  if (isProvisioned(sku)) return 'PTUs';
  return isImageModel(model) ? 'requests a minute' : 'thousand tokens a minute';
}

/** What is wrong with the name of a deployment; `undefined` where it fits. */
export function deploymentNameProblem(name: string): string | undefined {
  return /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}[a-zA-Z0-9]$/.test(name)
    ? undefined
    : 'must have 2 to 64 characters: letters, digits, ".", "_" and "-", first and last a letter or digit';
}

/** What is wrong with the name or the version of a model, as Azure spells them; `undefined` where nothing is. */
export function modelPartProblem(text: string, example: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)
    ? undefined
    : `must have 1 to 64 characters: letters, digits, ".", "_" and "-", first a letter or digit, for example ${example}`;
}

/** Whether throughput is bought by the hour, used or not. */
export function isProvisioned(sku: DeploymentSku): boolean {
  return sku.endsWith('ProvisionedManaged');
}

/**
 * The quota a deployment draws on, as `az cognitiveservices usage list` names it. That of a provisioned type is one pool for
 * all models.
 *
 * @example
 * import { quotaName } from './model';
 *
 * quotaName({ sku: 'GlobalStandard', model: 'gpt-5.4-mini' }); // 'OpenAI.GlobalStandard.gpt-5.4-mini'
 * quotaName({ sku: 'GlobalProvisionedManaged', model: 'gpt-5.5' }); // 'OpenAI.GlobalProvisionedManaged'
 */
export function quotaName({ sku, model }: Pick<ModelDeployment, 'sku' | 'model'>): string {
  return isProvisioned(sku) ? `OpenAI.${sku}` : `OpenAI.${sku}.${model}`;
}

/** Whether a model makes pictures. */
export function isImageModel(model: string): boolean {
  return /^(?:gpt-image|dall-e)-/.test(model);
}

/** Whether a model answers in a conversation: the others make pictures or vectors. */
export function isChatModel(model: string): boolean {
  return !isImageModel(model) && !model.startsWith('text-embedding-');
}

/**
 * The one temperature that a model takes; `undefined` where it takes any.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning
 */
export function onlyTemperature(model: string): number | undefined {
  return model.startsWith('gpt-5') ? 1 : undefined;
}
