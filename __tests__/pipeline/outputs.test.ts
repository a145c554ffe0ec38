import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment } from '../../config';
import type { Environments } from '../../pipeline';
import { SUBSCRIPTION, fixtureEnvironments, fixtureOutputs } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

const admins = [{ objectId: '22222222-2222-4222-8222-222222222222' }];
const REMOTE = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, state: 'azurerm', cluster: { admins } });
/** The fixture's environments, of which `dev` has its state in a storage account. */
const remote: Environments = { ...fixtureEnvironments, loadEnvironment: () => Promise.resolve(REMOTE) };
const BACKEND = { azurerm: { storage_account_name: REMOTE.names.stateStorageAccount, key: 'dev.tfstate' } };
const LINE = (from: string) => `outputs/dev.json was not there, and is written from the state, ${from}`;
const BLOB = `dev.tfstate in storage account ${REMOTE.names.stateStorageAccount}`;

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev');
});
afterEach(() => world.remove());

/** Outputs as a state holds them. */
const inState = (outputs: object) =>
  Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, type: 'string' }]));

/** Puts outputs into the state of `dev`, where it is a file and where it is a blob. */
function stateSays(outputs: object): void {
  const text = JSON.stringify({ version: 4, outputs: inState(outputs), resources: [] });
  writeFileSync(path.join(world.project, 'terraform.dev.tfstate'), text);
  world.make('state.json', JSON.stringify(inState(outputs)));
  world.make('stack.json', JSON.stringify({ terraform: { backend: BACKEND, required_providers: { azurerm: {} } } }));
}

const file = () => path.join(world.project, 'outputs/dev.json');
const outputsNow = () => JSON.parse(readFileSync(file(), 'utf8')) as object;

/** Lets a deploy go by, and what it knew get lost. */
async function deployedAndLost(): Promise<object> {
  await world.run('deploy', ['dev']);
  const outputs = fixtureOutputs(await fixtureEnvironments.loadEnvironment('dev'));
  expect(outputsNow()).toEqual({ dev: outputs });
  rmSync(file());
  world.forgetCalls();
  stateSays(outputs);
  return outputs;
}

describe('outputs that are lost', () => {
  test.each([
    ['verify', ['dev']],
    ['plan', ['dev']],
    ['deploy', ['dev', '--from', 'kubeconfig']],
    ['deploy', ['dev', '--from', 'charts']],
    ['deploy', ['dev', '--from', 'verify']],
  ])('are read from the state file by %s %j, which says so in one line', async (command, argv) => {
    // GIVEN
    const outputs = await deployedAndLost();

    // WHEN
    const { code, stdout, stderr } = await world.run(command, argv);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split(LINE('terraform.dev.tfstate'))).toHaveLength(2);
    expect(outputsNow()).toEqual({ dev: outputs });
    expect(world.calls().filter((call) => / output /.test(call))).toEqual([]);
  });

  test('lead a destroy to what was deployed, by whatever names', async () => {
    // GIVEN
    const outputs = await deployedAndLost();
    stateSays({ ...outputs, cluster_name: 'aks-before' });

    // WHEN
    const { code, stdout } = await world.run('destroy', ['dev', '--yes']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain(LINE('terraform.dev.tfstate'));
    expect(world.calls().find((call) => call.startsWith('az aks show'))).toContain(' --name aks-before ');
  });

  test('are read from the storage account by its backend alone, without a plugin', async () => {
    // GIVEN
    const outputs = await deployedAndLost();

    // WHEN
    const { code, stdout } = await world.run('verify', ['dev'], {}, remote);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain(LINE(BLOB));
    expect(outputsNow()).toEqual({ dev: outputs });
    expect(JSON.parse(world.read('backend.json'))).toEqual({ terraform: { backend: BACKEND } });
    expect(world.calls().slice(0, 3)).toEqual([
      'cdktf synth',
      'terraform -chdir=scratch/dev/state init -input=false -no-color',
      'terraform -chdir=scratch/dev/state output -json -no-color',
    ]);
  });

  test('and that nobody may read in the storage account say what to see to', async () => {
    // GIVEN
    await deployedAndLost();
    world.rule({ call: 'terraform *state init *', code: 1, says: 'Error: AuthorizationPermissionMismatch' });

    // WHEN
    const { code, stderr } = await world.run('verify', ['dev'], {}, remote);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('AuthorizationPermissionMismatch');
    expect(stderr).toContain('next: see that the storage account of the state is there');
  });

  test.each([
    ['another environment', { environment: 'prod' }, 'environment prod, not of dev'],
    [
      'another subscription',
      { subscription_id: '99999999-9999-4999-8999-999999999999' },
      `dev in subscription 99999999-9999-4999-8999-999999999999, not in ${SUBSCRIPTION}`,
    ],
  ])('are not trusted where the state is of %s', async (_, other, owner) => {
    // GIVEN
    const outputs = await deployedAndLost();
    stateSays({ ...outputs, ...other });

    for (const [environments, place] of [
      [fixtureEnvironments, 'terraform.dev.tfstate'],
      [remote, BLOB],
    ] as const) {
      // WHEN
      const { code, stderr } = await world.run('verify', ['dev'], {}, environments);

      // THEN
      expect(code).toBe(1);
      expect(stderr).toContain(`error: ${place} is the state of ${owner}: nothing was changed\nnext: `);
      expect(world.files()).not.toContain('outputs/dev.json');
    }
  });

  test.each([
    ['of a deploy that died early', { environment: 'dev', subscription_id: SUBSCRIPTION }],
    ['of another release', { environment: 'dev', contract_version: 0 }],
  ])('%s are left, and a deploy writes them', async (_, outputs) => {
    // GIVEN
    stateSays(outputs);

    // WHEN
    const { code, stdout } = await world.run('plan', ['dev']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toMatch(/^outputs\/dev\.json is not there, and terraform\.dev\.tfstate .+; a deploy writes them$/m);
    expect(world.files()).not.toContain('outputs/dev.json');
    expect((await world.run('deploy', ['dev'])).code).toBe(0);
  });

  test('are not looked for where they are', async () => {
    // GIVEN
    await world.run('deploy', ['dev']);
    stateSays({ environment: 'prod' });

    // THEN
    expect((await world.run('verify', ['dev'], {}, remote)).code).toBe(0);
    expect(world.calls().filter((call) => / output /.test(call))).toEqual([]);
  });
});

/** Takes away what a deploy has written into the folder. */
const moveAway = () => rmSync(path.join(world.project, 'outputs'), { recursive: true });

describe('on another machine', () => {
  test('a plan logs in to the cluster, and compares it', async () => {
    // GIVEN
    await deployedAndLost();
    moveAway();

    // WHEN
    const { code, stdout } = await world.run('plan', ['dev'], {}, remote);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('cluster: 0 objects to change');
    expect(world.files()).toContain('outputs/kubeconfig-dev');
  });

  test('a plan says why a cluster cannot be asked, and shows the rest', async () => {
    // GIVEN
    await deployedAndLost();
    moveAway();
    world.rule({ call: 'az aks get-credentials *', code: 1, says: '(AuthorizationFailed) no' });

    // WHEN
    const { code, stdout } = await world.run('plan', ['dev'], {}, remote);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('plan of dev: nothing would change\ncluster: not compared, exit code 1: az aks get');
    expect(stdout).toContain('(AuthorizationFailed) no');
  });
});

describe('a state of another environment in a storage account', () => {
  test('is not touched by a destroy', async () => {
    // GIVEN
    mkdirSync(path.dirname(file()), { recursive: true });
    writeFileSync(file(), '{}');
    stateSays({ environment: 'prod' });

    // WHEN
    const { code, stdout, stderr } = await world.run('destroy', ['dev', '--yes'], {}, remote);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: ${BLOB} is the state of environment prod, not of dev: nothing was changed\n` +
        'next: name the storage account of its own: names.stateStorageAccount in environments/dev.ts',
    );
    expect(stdout).toContain('stopped at: infrastructure');
    expect(world.calls().filter((call) => call.startsWith('cdktf destroy'))).toEqual([]);
  });

  test('is looked at by a dry run in words alone', async () => {
    // WHEN
    const { code, stdout, stderr } = await world.run('destroy', ['dev', '--dry-run'], {}, remote);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('$ terraform -chdir=scratch/dev/state output -json -no-color\n');
    expect(world.calls()).toEqual([]);
    expect(world.files()).toEqual([]);
  });

  test('is not touched by a deploy', async () => {
    // GIVEN
    world.make(
      'plan.json',
      JSON.stringify({ output_changes: { environment: { actions: ['update'], before: 'prod' } } }),
    );

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev'], {}, remote);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${BLOB} is the state of environment prod, not of dev: nothing was changed`);
    expect(stdout).toContain('stopped at: plan');
    expect(world.calls().filter((call) => call.startsWith('cdktf deploy'))).toEqual([]);
  });
});
