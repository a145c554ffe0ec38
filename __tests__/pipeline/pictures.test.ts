import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { World } from '../helpers/pipeline-world';

const STACK = 'cdktf.out/stacks/dev/cdk.tf.json';
const YAML = 'dist/dev/dev.k8s.yaml';

let world: World;
beforeEach(() => (world = new World()));
afterEach(() => world.remove());

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(world.project, file)), { recursive: true });
  writeFileSync(path.join(world.project, file), text);
}

function writeArtefacts(): void {
  write(STACK, JSON.stringify({ resource: { azurerm_virtual_network: { net: { name: 'vnet-theirs' } } } }));
  write(YAML, 'apiVersion: v1\nkind: Namespace\nmetadata: { name: theirs }\n');
}

test('diagram draws what lies there, each picture as SVG and Mermaid, and starts no tool', async () => {
  // GIVEN
  writeArtefacts();

  // WHEN
  const { code, stdout, stderr } = await world.run('diagram', ['dev']);

  // THEN
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const names = ['azure', 'cluster', 'request', 'token'].flatMap((name) => [`${name}.mmd`, `${name}.svg`]);
  const folder = path.join(world.project, 'dist/dev/pictures');
  expect(readdirSync(folder).toSorted()).toEqual(names);
  for (const name of names) expect(stdout).toContain(`wrote dist/dev/pictures/${name}`);
  expect(readFileSync(path.join(folder, 'azure.svg'), 'utf8')).toContain('>vnet-theirs<');
  expect(readFileSync(path.join(folder, 'cluster.mmd'), 'utf8')).toContain('<b>theirs</b>');
  expect(world.calls()).toEqual([]);
});

test('report writes one page, says of what, and knows the ends of versions by the tables', async () => {
  // GIVEN
  writeArtefacts();
  const cluster = { name: 'aks-theirs', kubernetes_version: '1.36' };
  write(STACK, JSON.stringify({ resource: { azurerm_kubernetes_cluster: { aks: cluster } } }));

  // WHEN
  const { code, stdout } = await world.run('report', ['dev']);

  // THEN
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'wrote dist/dev/report.html' });
  const page = readFileSync(path.join(world.project, 'dist/dev/report.html'), 'utf8').replaceAll(/\s+/g, ' ');
  expect(page).toContain('<h1>Environment dev</h1>');
  expect(page).toContain(`<code>${STACK}</code> and <code>${YAML}</code>`);
  expect(page).toMatch(/>aks-theirs<\/th> <td>Kubernetes 1\.36<\/td><td>(?:ended )?\d{4}-\d{2}</);
  expect(page).toMatch(/<th scope="row">cluster-local-accounts<\/th> <td><span class="door open">error</);
  expect(page).toMatch(/Drawn on \d{4}-\d{2}-\d{2} from/);
});

test.each(['diagram', 'report'])('%s says what is missing and what writes it, and writes nothing', async (command) => {
  // WHEN
  const none = await world.run(command, ['dev']);
  write(STACK, '{}');
  const half = await world.run(command, ['dev']);

  // THEN
  const next = 'next: npm run synth -- dev writes both artefacts, without an account';
  expect(none).toEqual({ code: 1, stdout: '', stderr: `error: ${STACK} does not exist\n${next}` });
  expect(half).toEqual({ code: 1, stdout: '', stderr: `error: ${YAML} does not exist\n${next}` });
  expect(world.files().filter((file) => file.startsWith('dist'))).toEqual([]);
});

test.each([
  ['the Terraform JSON', STACK, '{'],
  ['the YAML', YAML, 'kind: [\n'],
])('what cannot be read of %s is told', async (_, file, text) => {
  // GIVEN
  writeArtefacts();
  write(file, text);

  // WHEN
  const { code, stderr } = await world.run('diagram', ['dev']);

  // THEN
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^error: ${STACK} or ${YAML} cannot be read: `));
  expect(stderr).not.toMatch(/^ +at /m);
});
