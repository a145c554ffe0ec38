import { aiServiceOf, publicPortsOf } from '../../model';
import { parsed } from '../helpers/environment';

const publish = { by: 'load-balancer' };
const workload = { image: 'acme/summaries:1', port: 8080, deployment: 'gpt-5.1', dialect: 'langchain' };
const environment = parsed({
  openAi: { deployments: [{ name: 'gpt-5.1' }] },
  chatbots: [
    { name: 'chat', deployment: 'gpt-5.1', publish },
    { name: 'chat2', deployment: 'gpt-5.1', publish },
  ],
  workloads: [
    { name: 'summaries', ...workload, port: 80, publish },
    { name: 'inner', ...workload, port: 9090 },
  ],
});

describe('publicPortsOf', () => {
  test('are the ports of workloads with a public Service, each once and in order', () => {
    expect(publicPortsOf(environment)).toEqual([80, 7860]);
  });

  test('are none where nothing is past the gateway', () => {
    expect(publicPortsOf(parsed())).toEqual([]);
  });
});

describe('aiServiceOf', () => {
  test('is the row of that kind, where there is one', () => {
    expect(aiServiceOf(environment)?.name).toBe('ai-service');
    expect(aiServiceOf(parsed({ store: { ai: false } }))).toBeUndefined();
  });
});
