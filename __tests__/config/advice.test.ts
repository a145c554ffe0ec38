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

  test('is of every table', () => {
    // GIVEN an environment of which no table knows anything, and which is not refused for it
    const environment = parsed({
      location: 'moon',
      cluster: { admins, kubernetesVersion: '1.99' },
      openAi: { deployments: [{ name: 'gpt-9' }, { name: 'gpt-5.5', sku: 'ProvisionedManaged', capacity: 1 }] },
      gateway: { controllerVersion: '9.0.0' },
      chatbots: [{ name: 'chat', deployment: 'gpt-9', apiVersion: '2023-08-01-preview' }],
    });

    // THEN
    expect(advice(environment, '2026-11-26').map((line) => line.split(/ (?:is|asks|from)\b/)[0])).toEqual([
      'location "moon"',
      'deployment "gpt-9": model "gpt-9"',
      'deployment "gpt-5.5": gpt-5.5',
      'chat',
      'Kubernetes 1.99',
      'ALB controller 9.0.0',
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
      openAi: { deployments: [{ name: 'gpt-5.4-mini' }] },
      chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini', publish }],
      workloads: [
        {
          name: 'summaries',
          image: 'acme/summaries:1',
          port: 8080,
          deployment: 'gpt-5.4-mini',
          dialect: 'langchain',
          publish,
        },
        { name: 'inner', image: 'acme/inner:1', port: 9090, deployment: 'gpt-5.4-mini', dialect: 'langchain' },
      ],
    });

    expect(advice(environment, '2026-11-22')).toEqual([
      'chat has a public address past the gateway: nothing encrypts or filters what reaches it',
      'summaries has a public address past the gateway: nothing encrypts or filters what reaches it',
    ]);
  });
});
