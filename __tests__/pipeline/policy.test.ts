import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { World } from '../helpers/pipeline-world';

const FOREIGN = path.join(__dirname, '../fixtures/policy/foreign');
const world = new World();
afterAll(() => world.remove());

function put(name: string, text: string): string {
  writeFileSync(path.join(world.project, name), text);
  return name;
}

test('anybody’s artefacts are judged, without an environment and without a waiver', async () => {
  const [terraform, manifests] = [path.join(FOREIGN, 'store/main.tf.json'), path.join(FOREIGN, 'store/objects.yaml')];

  const { code, stdout } = await world.run('policy', ['--terraform', terraform, '--manifests', manifests]);

  expect(code).toBe(1);
  expect(stdout).toContain(`${terraform} and ${manifests}:`);
  expect(stdout).toMatch(/^error +pod-host +looked at 2: 1 found\./m);
  expect(stdout).toMatch(/^nothing +account-keys +nothing to look at$/m);
  expect(stdout).toMatch(/^ok +credential-audience +looked at 1\./m);
  expect(world.calls()).toEqual([]);
});

test('every environment is judged where none is named, and as JSON on stdout alone', async () => {
  const { code, stdout, stderr } = await world.run('policy', ['--json']);

  expect(code).toBe(0);
  const { judged } = JSON.parse(stdout) as { judged: { name: string; rules: object[] }[] };
  expect(judged.map(({ name }) => name)).toEqual(['dev', 'managed']);
  expect(judged[0]!.rules[0]).toEqual({
    id: 'account-bypass',
    state: 'nothing',
    what: expect.any(String) as unknown,
    why: expect.any(String) as unknown,
    fix: expect.any(String) as unknown,
    source: expect.stringMatching(/^https:/) as unknown,
    lookedAt: [],
    unknown: [],
    findings: [],
    waived: [],
  });
  expect(stderr).toContain('dev:\n');
});

test('a report for code scanning is written', async () => {
  const { stdout } = await world.run('policy', ['dev', '--sarif', 'policy.sarif']);

  expect(stdout).toContain('wrote policy.sarif');
  const sarif = JSON.parse(readFileSync(path.join(world.project, 'policy.sarif'), 'utf8')) as {
    version: string;
    runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
  };
  expect(sarif.version).toBe('2.1.0');
  expect(sarif.runs[0]!.results.map(({ locations }) => locations[0]!.physicalLocation.artifactLocation.uri)).toEqual([
    'environments/dev.ts',
  ]);
});

describe('files that are none', () => {
  const good = put('good.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: x }\n');

  test.each<[string, readonly string[], string]>([
    ['a file that is not there', ['--terraform', 'none.json'], 'none.json cannot be read: ENOENT'],
    ['no JSON', ['--terraform', put('x.tf', 'resource "x" "y" {}')], 'x.tf is no JSON: '],
    ['a list', ['--terraform', put('list.json', '[]')], 'list.json must hold an object'],
    [
      'a plan',
      ['--terraform', put('plan.json', '{"planned_values":{}}')],
      'plan.json is no Terraform configuration: it holds planned_values',
    ],
    ['no YAML', ['--manifests', put('no.yaml', 'a: [')], 'no.yaml, document 1: '],
    [
      'a text',
      ['--manifests', put('text.yaml', '---\n---\nhello')],
      'text.yaml, document 2 must be a Kubernetes object, with apiVersion and kind',
    ],
    [
      'no kind',
      ['--manifests', put('kind.yaml', 'apiVersion: v1')],
      'kind.yaml, document 1 must be a Kubernetes object',
    ],
    [
      'too many aliases',
      ['--manifests', put('alias.yaml', `a: &a [x]\nb: &b [${'*a,'.repeat(200)}]\nc: [${'*b,'.repeat(200)}]`)],
      'alias.yaml, document 1: Excessive alias count',
    ],
    [
      'an environment beside them',
      ['dev', '--manifests', good],
      'files are judged by themselves, and dev is named beside them',
    ],
    [
      'a folder that is not there',
      ['--manifests', good, '--sarif', 'no/folder.sarif'],
      'the report cannot be written: ENOENT',
    ],
  ])('are refused by name: %s', async (_, argv, message) => {
    const { code, stderr } = await world.run('policy', argv);

    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toMatch(/\nnext: /);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
