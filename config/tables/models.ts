/**
 * What ages: the models of Azure OpenAI and the day each version retires, as published by 2026-07-07.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements
 */
export const MODELS_AS_OF = '2026-07-07';

/** Retirement day by model and version; the first version of a model is its default. */
export const MODELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'gpt-5.4-mini': { '2026-03-17': '2027-03-18' },
  'gpt-5.4': { '2026-03-05': '2027-03-05' },
  'gpt-5.4-nano': { '2026-03-17': '2027-03-18' },
  'gpt-5.5': { '2026-04-24': '2027-04-23' },
  'gpt-5.1': { '2025-11-13': '2027-05-15' },
  'gpt-5-mini': { '2025-08-07': '2027-02-06' },
  'gpt-image-2': { '2026-04-21': '2027-04-21' },
  'text-embedding-3-small': { '1': '2027-04-15' },
  'text-embedding-3-large': { '1': '2027-04-15' },
};

/** Models that are gone, kept so that an old environment is told so instead of being told of a typing mistake. */
export const RETIRED_MODELS: Readonly<Record<string, string>> = {
  'gpt-35-turbo': '2025-02-13',
  'gpt-4': '2025-06-06',
  'gpt-4o': '2026-10-01',
  'gpt-4o-mini': '2026-10-01',
  'gpt-4.1': '2026-10-14',
  'gpt-4.1-mini': '2026-10-14',
  'gpt-4.1-nano': '2026-10-14',
  'o3-mini': '2026-10-16',
  'o4-mini': '2026-10-16',
};

/** The model of the AKS store demo's own infrastructure. */
export const DEFAULT_MODEL = 'gpt-5.4-mini';

/** How long before its retirement a model is worth a warning. */
const WARN_DAYS = 60;

/** The version a model gets where none is named; `undefined` for an unknown model. */
export function defaultModelVersion(model: string): string | undefined {
  return Object.keys(versionsOf(model) ?? {})[0];
}

/**
 * What is wrong with asking for this model and version.
 *
 * @returns a message, or `undefined` where the table knows the pair
 */
export function modelProblem(model: string, version: string | undefined): string | undefined {
  const versions = versionsOf(model);
  if (!versions) {
    const gone = Object.hasOwn(RETIRED_MODELS, model) ? RETIRED_MODELS[model] : undefined;
    const why = gone ? `retired on ${gone}` : `is not in the table of ${MODELS_AS_OF}`;
    return `model "${model}" ${why}: allowed are ${Object.keys(MODELS).join(', ')}`;
  }
  if (version !== undefined && !Object.hasOwn(versions, version)) {
    return `version "${version}" of ${model} is not in the table of ${MODELS_AS_OF}: allowed are ${Object.keys(versions).join(', ')}`;
  }
  return undefined;
}

/** The day a version of a model retires; `undefined` where the table does not know it. */
export function retirementOf(model: string, version: string): string | undefined {
  return versionsOf(model)?.[version];
}

/**
 * Advice about a model that is about to retire, or that has.
 *
 * @param today as an ISO date, so that the answer depends on nothing else
 */
export function retirementAdvice(model: string, version: string, today: string): string | undefined {
  const retires = retirementOf(model, version);
  if (retires === undefined) return undefined;
  const days = Math.round((Date.parse(retires) - Date.parse(today)) / 86_400_000);
  if (days <= 0) return `${model} ${version} retired on ${retires}: Azure refuses new deployments of it`;
  return days <= WARN_DAYS
    ? `${model} ${version} retires on ${retires}, in ${days} ${days === 1 ? 'day' : 'days'}: plan its successor`
    : undefined;
}

function versionsOf(model: string): Readonly<Record<string, string>> | undefined {
  return Object.hasOwn(MODELS, model) ? MODELS[model] : undefined;
}

/**
 * The one temperature that a model takes; `undefined` where it takes any.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning
 */
export function onlyTemperature(model: string): number | undefined {
  return model.startsWith('gpt-5') ? 1 : undefined;
}

/** Whether a model answers in a conversation: the others make pictures or vectors. */
export function isChatModel(model: string): boolean {
  return !/^(?:gpt-image|text-embedding)-/.test(model);
}
