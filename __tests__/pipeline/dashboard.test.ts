import { readFileSync } from 'node:fs';
import path from 'node:path';
import { devWith, only } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

const environment = devWith({
  monitoring: { grafana: true },
});
const environments = only(environment);
const CREATE = 'az grafana dashboard create *';
const arrived = ['containers', 'cluster', 'account', 'load balancer'].map((Source) => ({ Source, Count: '1' }));

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev', environments);
  world.rule({ call: 'az resource show --ids * --query properties *', code: 0, says: '{"customerId":"id"}' });
  world.rule({ call: 'az monitor log-analytics query *', code: 0, says: JSON.stringify(arrived) });
});
afterEach(() => world.remove());

const deploy = (...args: string[]) => world.run('deploy', ['dev', ...args], {}, environments);

describe('the dashboard of Grafana', () => {
  test('is written, and put into the environment’s Grafana, once that knows who may', async () => {
    // GIVEN
    world.rule({ call: CREATE, times: 1, code: 1, says: 'ERROR: (401) NoRoleAssignedException' });
    world.rule({ call: CREATE, code: 0 });

    // WHEN
    const { code, stderr } = await deploy('--from', 'preflight');

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    const calls = world.calls().filter((call) => call.startsWith('az grafana '));
    expect(calls).toHaveLength(2);
    const { names } = environment;
    expect(calls[1]).toContain(
      `--name ${names.grafana} --resource-group ${names.resourceGroup} --definition @outputs/grafana-dev.json --overwrite true`,
    );
    const written = readFileSync(path.join(world.project, 'outputs/grafana-dev.json'), 'utf8');
    for (const name of [names.cluster, names.openAiAccount, names.logAnalyticsWorkspace])
      expect(written).toContain(name);
  });

  test('is not looked after where there is no Grafana', async () => {
    // GIVEN
    const plain = await new World().prepare('dev');

    // WHEN
    const { code, stdout } = await plain.run('deploy', ['dev', '--from', 'preflight']);
    const calls = plain.calls();
    plain.remove();

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('- dashboard: skipped, the environment has no Grafana');
    expect(calls.filter((call) => /grafana|log-analytics/.test(call))).toEqual([]);
  });

  test('a dry run says where it goes, and writes nothing', async () => {
    const { code, stdout } = await deploy('--dry-run');

    expect(code).toBe(0);
    expect(stdout).toContain('$ (dashboard) > outputs/grafana-dev.json');
    expect(stdout).toContain(`az grafana dashboard create --name ${environment.names.grafana}`);
    expect(stdout).toContain('a run would judge proof logs: logs arrive in the workspace');
    expect(world.calls()).toEqual([]);
  });
});
