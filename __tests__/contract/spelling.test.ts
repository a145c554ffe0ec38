import { toCamelFields, toSnakeFields } from '../../contract/spelling';
import { OUTPUTS, SAMPLES } from './samples';

const SNAKE = {
  cluster_name: 'my_cluster',
  node_resource_group_name: 'MC_rg',
  openai_deployments: ['gpt_a', 'gpt-b'],
  workload_identities: { 'ai-service': { client_id: 'a_b' } },
};
const CAMEL = {
  clusterName: 'my_cluster',
  nodeResourceGroupName: 'MC_rg',
  openaiDeployments: ['gpt_a', 'gpt-b'],
  workloadIdentities: { 'ai-service': { clientId: 'a_b' } },
};

describe('the fields of outputs', () => {
  test('are respelled, and neither values nor names of workloads are', () => {
    expect(toCamelFields(SNAKE)).toEqual(CAMEL);
    expect(toSnakeFields(CAMEL)).toEqual(SNAKE);
  });

  test.each(['bring-your-own', 'managed'] as const)('come back as they were, %s', (mode) => {
    expect(toCamelFields(OUTPUTS[mode])).toEqual(SAMPLES[mode]);
    expect(toSnakeFields(toCamelFields(OUTPUTS[mode]))).toEqual(OUTPUTS[mode]);
  });
});
