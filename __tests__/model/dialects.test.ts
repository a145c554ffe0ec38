import { connectionVariables, dialectOf } from '../../model';

const MODEL = { endpoint: 'https://oai.openai.azure.com/', deployment: 'chat', apiVersion: '2024-12-01-preview' };

test.each([
  [
    'store',
    {
      USE_AZURE_OPENAI: 'True',
      USE_AZURE_AD: 'True',
      AZURE_OPENAI_ENDPOINT: MODEL.endpoint,
      AZURE_OPENAI_DEPLOYMENT_NAME: MODEL.deployment,
      AZURE_OPENAI_API_VERSION: MODEL.apiVersion,
    },
  ],
  [
    'langchain',
    {
      OPENAI_API_TYPE: 'azure_ad',
      OPENAI_API_BASE: MODEL.endpoint,
      DEPLOYMENT_NAME: MODEL.deployment,
      OPENAI_API_VERSION: MODEL.apiVersion,
    },
  ],
  [
    { endpoint: 'URL', deployment: 'MODEL', apiVersion: 'VERSION' },
    { URL: MODEL.endpoint, MODEL: MODEL.deployment, VERSION: MODEL.apiVersion },
  ],
] as const)('%j tells a workload its model by these variables', (dialect, variables) => {
  expect(connectionVariables(dialectOf(dialect), MODEL)).toEqual(variables);
});
