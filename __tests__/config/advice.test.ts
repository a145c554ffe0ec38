import { advice } from '../../config';
import { MINIMAL, parsed } from '../helpers/environment';

describe('advice', () => {
  const admins = [{ objectId: '11111111-2222-3333-4444-555555555555' }];
  const on = (today: string, draft: object = {}) => advice(parsed({ cluster: { admins, ...draft } }), today);

  test('there is none on an ordinary day', () => {
    expect(on('2026-11-22')).toEqual([]);
  });

  test.each([
    ['2027-05-31', []],
    ['2027-06-01', ['Kubernetes 1.36 loses standard support in 2027-06: raise cluster.kubernetesVersion']],
    ['2028-01-01', ['Kubernetes 1.36 loses standard support in 2027-06: raise cluster.kubernetesVersion']],
  ])('on %s, of the cluster: %j', (today, lines) => {
    expect(on(today).filter((line) => line.startsWith('Kubernetes'))).toEqual(lines);
  });

  test('names the version that is used', () => {
    expect(on('2026-11-22', { kubernetesVersion: '1.34' })).toEqual([
      'Kubernetes 1.34 loses standard support in 2026-11: raise cluster.kubernetesVersion',
    ]);
  });

  test('tells of each model that is about to go', () => {
    const environment = parsed({
      cluster: { admins },
      openAi: { deployments: [{ name: 'gpt-5-mini' }, { name: 'gpt-5.4' }] },
    });

    expect(advice(environment, '2027-02-06')).toEqual([
      'gpt-5-mini 2025-08-07 retired on 2027-02-06: Azure refuses new deployments of it',
      'gpt-5.4 2026-03-05 retires on 2027-03-05, in 27 days: plan its successor',
    ]);
  });

  test('asks for an administrator where none is named', () => {
    expect(on('2026-11-22', { admins: [] })).toEqual([
      'cluster.admins is empty: Helm can log in only if the deployer has "Azure Kubernetes Service RBAC Cluster Admin" from elsewhere',
    ]);
  });

  test('has a word on each public address past the gateway', () => {
    const publish = { by: 'load-balancer' };
    const environment = parsed({
      cluster: { admins: [{ objectId: MINIMAL.subscriptionId }] },
      openAi: { deployments: [{ name: 'gpt-5.1' }] },
      chatbots: [{ name: 'chat', deployment: 'gpt-5.1', publish }],
      workloads: [
        {
          name: 'summaries',
          image: 'acme/summaries:1',
          port: 8080,
          deployment: 'gpt-5.1',
          dialect: 'langchain',
          publish,
        },
        { name: 'inner', image: 'acme/inner:1', port: 9090, deployment: 'gpt-5.1', dialect: 'langchain' },
      ],
    });

    expect(advice(environment, '2026-11-22')).toEqual([
      'chat has a public address past the gateway: nothing encrypts or filters what reaches it',
      'summaries has a public address past the gateway: nothing encrypts or filters what reaches it',
    ]);
  });
});
