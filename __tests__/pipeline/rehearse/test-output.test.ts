import { readFileSync } from 'node:fs';
import path from 'node:path';
import { applyOrder } from '../../../pipeline/rehearse/order';
import { describeApply, describeOutputs } from '../../../pipeline/rehearse/report';
import { readTestOutput } from '../../../pipeline/rehearse/test-output';

const recorded = (file: string) =>
  readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'terraform-test', file), 'utf8');

test('reads the state and the outputs of a run that passed', () => {
  // WHEN
  const output = readTestOutput(recorded('applied.jsonl'));

  // THEN
  expect(output.passed).toBe(true);
  expect(output.diagnostics).toEqual([]);
  // Terraform leaves out an output that is null.
  expect(output.state?.outputs).toEqual({
    client_id: '11111111-1111-4111-8111-111111111111',
    gateway: { id: 'gateway-id', ports: [80, 443] },
  });
  expect(output.state?.resources.map(({ address }) => address)).toEqual([
    'terraform_data.account',
    'terraform_data.gateway',
    'terraform_data.identity',
  ]);
});

test('reads the complaint of a run that was refused', () => {
  // WHEN
  const output = readTestOutput(recorded('refused.jsonl'));

  // THEN
  expect(output.passed).toBe(false);
  expect(output.state).toBeUndefined();
  expect(output.diagnostics).toHaveLength(1);
  expect(output.diagnostics[0]).toMatchObject({
    severity: 'error',
    summary: 'Resource precondition failed',
    detail: 'the account belongs to another identity',
    snippet: { context: 'resource.terraform_data.account.lifecycle.precondition[0]' },
  });
});

test.each([
  ['a warning of Terraform before the lines', `There are some problems with the CLI configuration:\n`],
  ['a line that was cut off', '{"type":"diagnostic","diagn\n'],
])('goes by %s', (_what, noise) => {
  expect(readTestOutput(noise + recorded('applied.jsonl'))).toEqual(readTestOutput(recorded('applied.jsonl')));
});

test('a run that was cut off has not passed', () => {
  // GIVEN
  const withoutSummary = recorded('applied.jsonl').split('\n').slice(0, 6).join('\n');

  // THEN
  expect(readTestOutput(withoutSummary)).toMatchObject({ passed: false, state: { outputs: { gateway: {} } } });
});

test('orders resources so that each comes after all it depends on', () => {
  // GIVEN
  const { state } = readTestOutput(recorded('applied.jsonl'));

  // THEN
  expect(applyOrder(state!.resources).map(({ address }) => address)).toEqual([
    'terraform_data.identity',
    'terraform_data.account',
    'terraform_data.gateway',
  ]);
});

test('says what was made by which construct, and what was only read', () => {
  // GIVEN
  const stack = { resource: { terraform_data: { b: { '//': { metadata: { path: 'dev/b', uniqueId: 'b' } } } } } };

  // WHEN
  const lines = describeApply(
    [
      { address: 'terraform_data.b', mode: 'managed', type: 'terraform_data', depends_on: ['data.caller.a'] },
      { address: 'data.caller.a', mode: 'data', type: 'caller' },
    ],
    stack,
  );

  // THEN
  expect(lines).toEqual(['  1. read data.caller.a', '  2. made terraform_data.b (construct dev/b)']);
});

test('says which resource a value of an output came from', () => {
  // GIVEN
  const mocked = new Map([
    ['id.right', { client_id: 'aaaa' }],
    ['id.wrong', { client_id: 'bbbb' }],
  ]);

  // WHEN
  const lines = describeOutputs({ environment: 'dev', workloads: { ai: { client_id: 'bbbb' } }, ports: [80] }, mocked);

  // THEN
  expect(lines).toEqual([
    '  environment = "dev"',
    '  workloads.ai.client_id = "bbbb" (id.wrong.client_id)',
    '  ports.0 = 80',
  ]);
});
