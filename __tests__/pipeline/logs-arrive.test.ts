import { parseEnvironment } from '../../config';
import { sampleContract } from '../../contract';
import { countQuery, judge, logSources, type LogRow } from '../../pipeline/verify/logs-arrive';
import { EXISTING, inputWith } from '../fixtures/existing';
import { World } from '../helpers/pipeline-world';
import { SUBSCRIPTION, devWith, only } from '../fixtures/pipeline/environments';

const environment = devWith({
  monitoring: {},
});
const environments = only(environment);
const outputs = { ...sampleContract(environment), subscriptionId: SUBSCRIPTION };
const sources = logSources(environment, outputs);

const ALL: readonly LogRow[] = ['containers', 'cluster', 'account', 'load balancer'].map((Source) => ({
  Source,
  Count: '3',
}));

describe('what has to arrive', () => {
  test('is of containers, cluster, account and load balancer, each by the id of what sends it', () => {
    expect(sources.map(({ title }) => title)).toEqual(ALL.map(({ Source }) => Source));
    const ids = sources.map(({ query }) => /_ResourceId =~ '([^']+)'/.exec(query)?.[1]!.split('/').at(-1));
    expect(ids).toEqual([
      outputs.clusterName,
      outputs.clusterName,
      outputs.openaiAccountName,
      outputs.gateway.mode === 'bring-your-own' ? outputs.gateway.loadBalancerId.split('/').at(-1) : '',
    ]);
    expect(sources[0]!.query).toContain("PodNamespace in ('dev', 'dev-data')");
  });

  test.each([
    ['no ai-service calls the account', { store: { ai: false } }, ['containers', 'cluster', 'load balancer']],
    ['the controller makes the load balancer', { gateway: { mode: 'managed' } }, ['containers', 'cluster', 'account']],
    ['nothing is published', { store: { enabled: false }, chatbots: [] }, ['containers', 'cluster']],
  ] as const)('is not of what says nothing by itself: %s', (_, input, titles) => {
    const other = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, monitoring: {}, ...input } as never);

    expect(logSources(other, sampleContract(other)).map(({ title }) => title)).toEqual(titles);
  });

  test('is of the cluster and the account that exist, wherever they are', () => {
    const taken = parseEnvironment({ ...inputWith(['cluster', 'deployments']), monitoring: {}, store: {} });
    const ids = logSources(taken, sampleContract(taken)).map(({ query }) => /_ResourceId =~ '([^']+)'/.exec(query)![1]);

    expect(ids.slice(0, 3)).toEqual([EXISTING.cluster.id, EXISTING.cluster.id, EXISTING.openAi.id]);
  });

  test('is asked for at once, and a table that does not exist yet is none of it', () => {
    expect(countQuery(sources)).toMatch(
      /^union isfuzzy=true \(ContainerLogV2 .*\| count \| extend Source = 'containers'\), /,
    );
  });
});

describe('what has arrived', () => {
  test('is enough where each has said something', () => {
    expect(judge(sources, ALL)).toEqual({
      passed: true,
      expected: 'lines of the last hour of containers, cluster, account, load balancer',
      seen: 'containers 3, cluster 3, account 3, load balancer 3',
    });
  });

  test.each([
    ['an empty table', [...ALL.slice(1), { Source: 'containers', Count: '0' }]],
    ['no table', ALL.slice(1)],
  ])('is not, and may still come, with %s', (_, rows) => {
    expect(judge(sources, rows)).toMatchObject({
      passed: false,
      seen: 'containers 0, cluster 3, account 3, load balancer 3',
      cause: expect.stringContaining('nothing of containers has arrived'),
      mayChange: true,
    });
  });
});

describe('of an environment that is watched', () => {
  const WORKSPACE = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
  let world: World;
  beforeEach(async () => {
    world = await new World().prepare('dev', environments);
    world.rule({
      call: 'az resource show --ids * --query properties *',
      code: 0,
      says: JSON.stringify({ customerId: WORKSPACE }),
    });
    world.rule({ call: 'az monitor log-analytics query *', times: 1, code: 0, says: '[]' });
    world.rule({ call: 'az monitor log-analytics query *', code: 0, says: JSON.stringify(ALL) });
  });
  afterEach(() => world.remove());

  test('a deploy waits until its logs arrive', async () => {
    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev', '--from', 'preflight'], {}, environments);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('logs: containers 0, cluster 0, account 0, load balancer 0; looking again');
    expect(stdout).toContain('holds  logs: logs arrive in the workspace');
    const queries = world.calls().filter((call) => call.includes('log-analytics query'));
    expect(queries).toHaveLength(2);
    expect(queries[0]).toContain(`--workspace ${WORKSPACE}`);
    const [show] = world.calls().filter((call) => call.includes('--query properties'));
    expect(show).toContain(
      `/providers/Microsoft.OperationalInsights/workspaces/${environment.names.logAnalyticsWorkspace}`,
    );
    expect(world.calls().filter((call) => call.includes('grafana'))).toEqual([]);
  });
});
