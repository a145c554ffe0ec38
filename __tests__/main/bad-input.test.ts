import { ENVIRONMENTS } from '../fixtures/environments';
import { deployedContract, outputsFile } from '../helpers/outputs';
import { Project, type Run } from '../helpers/project';

const project = new Project();
afterAll(() => project.remove());
afterEach(() => project.clean());

function expectRefusal({ status, stdout, stderr }: Run, ...parts: string[]): void {
  expect(status).toBe(1);
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr).toMatch(/^error: /);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).toBe('');
  expect(project.written()).toEqual([]);
}

describe('main.ts refuses outputs', () => {
  const charts = { CDK8S_OUTDIR: 'dist', ENVIRONMENT: 'dev' };
  const command = 'npx cdktf deploy dev --outputs-file';

  test('that are not there', async () => {
    expectRefusal(
      await project.run(charts),
      'outputs/dev.json does not exist',
      `${command} outputs/dev.json`,
      'PREVIEW=1',
    );
  });

  test('that are not there under a name of the user’s', async () => {
    expectRefusal(
      await project.run({ ...charts, OUTPUTS_FILE: 'mine.json' }),
      'mine.json does not exist',
      `${command} mine.json`,
    );
  });

  test('that are not there, before it writes the stacks too', async () => {
    expectRefusal(await project.run(), 'outputs/dev.json does not exist');
  });

  test.each<[string, (good: string) => string, string]>([
    ['that are empty', () => '', 'is empty'],
    ['that were cut off', (good) => good.slice(0, good.length / 2), 'cut off'],
    ['of another stack', (good) => good.replace('"dev":', '"prod":'), 'holds no outputs of stack "dev"'],
    ['with a field missing', (good) => good.replace('"openai_endpoint"', '"endpoint"'), 'openai_endpoint'],
    [
      'with an unknown field',
      (good) => good.replace('"openai_endpoint"', '"endpoint"'),
      'endpoint: is not a known property',
    ],
    [
      'with a client id that is none',
      (good) => good.replace('abcdef00', 'nope'),
      'workload_identities.ai-service.client_id: must be a UUID',
    ],
    [
      'with an endpoint that is not https',
      (good) => good.replace('https://oai-real', 'http://oai-real'),
      'openai_endpoint: must be an https URL',
    ],
    [
      'that hold a token',
      (good) => good.replace('aks-preview', '${TfToken[TOKEN.1]}'),
      'cluster_name: is an unresolved token',
    ],
    ['of a newer contract', (good) => good.replace('"contract_version":1', '"contract_version":99'), 'newer release'],
  ])('%s', async (_, spoil, reason) => {
    // GIVEN
    const good = outputsFile(deployedContract(ENVIRONMENTS.dev));
    const spoilt = spoil(good);
    expect(spoilt).not.toBe(good);
    project.write('outputs/dev.json', spoilt);

    // WHEN
    const run = await project.run(charts);

    // THEN
    expectRefusal(run, 'outputs/dev.json', reason, command);
  });

  test.each<[string, (good: string) => string, string]>([
    [
      'credential was made for another ServiceAccount',
      (good) => good.replace('"ai-service-account"', '"other"'),
      'the credential was made for dev/other',
    ],
    [
      'gateway is of the other mode',
      () => '',
      'gateway.mode: the environment says bring-your-own, the outputs say managed',
    ],
  ])('whose %s', async (_, spoil, reason) => {
    const contract = deployedContract(ENVIRONMENTS.dev);
    const other = { ...contract, gateway: deployedContract(ENVIRONMENTS.workshop).gateway };
    project.write('outputs/dev.json', spoil(outputsFile(contract)) || outputsFile(other));

    expectRefusal(await project.run(charts), 'made from another environment file', reason, command);
  });
});

describe('main.ts refuses an environment', () => {
  afterEach(() => {
    for (const name of ['bad', 'misnamed', 'mute']) project.forget(name);
  });

  test('that nobody wrote', async () => {
    expectRefusal(
      await project.run({ ENVIRONMENT: 'nope', PREVIEW: '1' }),
      'there is no environment "nope": allowed are dev, workshop',
    );
  });

  test('with all of its mistakes at once', async () => {
    // GIVEN
    project.write(
      'environments/bad.ts',
      `export default { name: 'bad', subscriptionId: 'mine', colour: 'red',
         network: { aksSubnetCidr: '10.99.0.0/24' }, openAi: { deployments: [{ name: 'gpt-4o', capacity: 0 }] } };`,
    );

    // WHEN
    const run = await project.run({ ENVIRONMENT: 'bad', PREVIEW: '1' });

    // THEN
    expectRefusal(
      run,
      'environments/bad.ts is not valid',
      'subscriptionId: must be a UUID',
      '(got "mine")',
      'colour: is not a known property',
      'network.aksSubnetCidr: must lie in network.virtualNetworkCidr 10.21.0.0/16 (got "10.99.0.0/24")',
      'openAi.deployments.0.capacity: must be at least 1 (got 0)',
    );
  });

  test('whose file and name differ', async () => {
    project.write(
      'environments/misnamed.ts',
      `export default { name: 'good', subscriptionId: '${'1'.repeat(8)}-1111-1111-1111-111111111111' };`,
    );

    expectRefusal(
      await project.run({ ENVIRONMENT: 'misnamed', PREVIEW: '1' }),
      'must be "misnamed", the name of its file (got "good")',
    );
  });

  test('that exports nothing', async () => {
    project.write('environments/mute.ts', 'export const environment = {};');

    expectRefusal(
      await project.run({ ENVIRONMENT: 'mute', PREVIEW: '1' }),
      'environments/mute.ts',
      'exports no environment: "export default environment;"',
    );
  });
});

test('main.ts takes PREVIEW=1 and no other word for it', async () => {
  expectRefusal(await project.run({ PREVIEW: 'true' }), 'PREVIEW must be 1 or left out, got "true"');
});

test('main.ts takes PROTECT=false and no other word for it', async () => {
  expectRefusal(await project.run({ PREVIEW: '1', PROTECT: '0' }), 'PROTECT must be false or left out, got "0"');
});

test('main.ts takes REHEARSAL=1 and no other word for it', async () => {
  expectRefusal(
    await project.run({ REHEARSAL: 'yes', CDK8S_OUTDIR: 'dist' }),
    'REHEARSAL must be 1 or left out, got "yes"',
  );
});

test('main.ts takes deployments to keep as JSON', async () => {
  const message = 'KEEP_DEPLOYMENTS must be JSON that npm run upgrade has made, or left out, got "gpt-4o"';
  expectRefusal(await project.run({ PREVIEW: '1', KEEP_DEPLOYMENTS: 'gpt-4o' }), message);
});

test('main.ts takes an empty PREVIEW for none', async () => {
  expectRefusal(await project.run({ PREVIEW: '', CDK8S_OUTDIR: 'dist' }), 'outputs/dev.json does not exist');
});

test('main.ts shows the stack to whoever asks for it', async () => {
  const { status, stderr } = await project.run({ ENVIRONMENT: 'nope', DEBUG: '1' });

  expect(status).toBe(1);
  expect(stderr).toMatch(/^ +at /m);
});
