/** The names of the variables in which a workload expects to find its model. */
export interface ConnectionVariables {
  /** Base address of the account. */
  readonly endpoint: string;
  /** Name of the model deployment. */
  readonly deployment: string;
  /** Version of the account's data plane. */
  readonly apiVersion: string;
}

/** How a workload is told which model to call, and to call it under its identity. */
export interface Dialect {
  /** The variables by their names. */
  readonly names: ConnectionVariables;
  /** Variables that switch the workload to Azure and to Microsoft Entra. */
  readonly switches: Readonly<Record<string, string>>;
}

/** The two dialects that are ready. */
export const DIALECTS = {
  /** @see https://github.com/Azure-Samples/aks-store-demo/tree/main/src/ai-service */
  store: {
    names: {
      endpoint: 'AZURE_OPENAI_ENDPOINT',
      deployment: 'AZURE_OPENAI_DEPLOYMENT_NAME',
      apiVersion: 'AZURE_OPENAI_API_VERSION',
    },
    switches: { USE_AZURE_OPENAI: 'True', USE_AZURE_AD: 'True' },
  },
  /** @see https://github.com/jsburckhardt/gradio-aks/blob/main/src/llm.py */
  langchain: {
    names: { endpoint: 'OPENAI_API_BASE', deployment: 'DEPLOYMENT_NAME', apiVersion: 'OPENAI_API_VERSION' },
    switches: { OPENAI_API_TYPE: 'azure_ad' },
  },
} as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof DIALECTS;

/** The dialect of a name, or one that consists of three names and switches nothing. */
export function dialectOf(dialect: DialectName | ConnectionVariables): Dialect {
  return typeof dialect === 'string' ? DIALECTS[dialect] : { names: dialect, switches: {} };
}

/** The variables that tell a workload of this dialect how to reach a model. */
export function connectionVariables({ names, switches }: Dialect, model: ConnectionVariables): Record<string, string> {
  return {
    ...switches,
    [names.deployment]: model.deployment,
    [names.endpoint]: model.endpoint,
    [names.apiVersion]: model.apiVersion,
  };
}
