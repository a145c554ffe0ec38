import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Testing } from 'cdktf';
import azurerm5 from '../../cdktn/azurerm-5.json';
import { parseEnvironment } from '../../config';
import { PlatformStack } from '../../constructs';
import { synthStack, type Template } from '../helpers/template';

const CONSTRUCTS = path.join(__dirname, '..', '..', 'constructs');
const rows = azurerm5.changes.map((change) => [change.resource, change.today ?? 'nothing', change] as const);

/** Both ways to the account, so that everything the constructs can say of the network is said. */
const stacks: readonly Template[] = (['service-endpoint', 'private-endpoint'] as const).map((access) => {
  const environment = parseEnvironment({
    name: 'dev',
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    openAi: { access },
  });
  return synthStack(new PlatformStack(Testing.app(), 'dev', { environment }));
});

/** Every argument that a resource of a type is given in either. */
function argumentsOf(resource: string): string[] {
  return stacks.flatMap((stack) => Object.values(stack.resources(resource)).flatMap((given) => Object.keys(given)));
}

/** What the marks of a file of constructs/ say that an argument becomes. */
function marks(file: string): string[] {
  const text = readFileSync(path.join(CONSTRUCTS, file), 'utf8');
  return [...text.matchAll(/\/\/ azurerm 5: (\w+)/g)].map(([, then]) => `constructs/${file} ${then}`);
}

test.each(rows)('%s is given %s today, and not yet what takes its place', (resource, _, { today, then }) => {
  const given = argumentsOf(resource);

  expect(given.length).toBeGreaterThan(0);
  expect(given).toEqual(expect.arrayContaining([today].filter((argument) => argument !== null)));
  expect(given).not.toContain(then);
});

test('each change is marked where it will be made, and each mark is a change', () => {
  const expected = new Set(azurerm5.changes.map(({ file, then }) => `${file} ${then}`));

  const found = readdirSync(CONSTRUCTS).flatMap(marks);

  expect(found.toSorted()).toEqual([...expected].toSorted());
});

test('no resource provider is registered by default, as azurerm 5 does', () => {
  for (const { json } of stacks) {
    expect(json.provider['azurerm']).toEqual([expect.objectContaining({ resource_provider_registrations: 'none' })]);
  }
});

test('the page moves from the versions that package.json has', () => {
  const root = path.join(CONSTRUCTS, '..');
  const page = readFileSync(path.join(root, 'docs/life-after-cdktf.md'), 'utf8');
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
    'devDependencies' | 'peerDependencies',
    Readonly<Record<string, string>>
  >;
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (?:`"(\w+)": "(\S+)"`|nothing) +\| (?:`"\w+": "(\S+)"`|nothing)/gm)];

  expect(rows.map(([, part, name, today, then]) => [part, name, today, then])).toEqual([
    ['devDependencies', 'cdktf', manifest.devDependencies['cdktf'], `npm:cdktn@${manifest.devDependencies['cdktn']}`],
    ['devDependencies', 'cdktn', manifest.devDependencies['cdktn'], undefined],
    ['peerDependencies', 'cdktf', manifest.peerDependencies['cdktf'], `^${manifest.devDependencies['cdktn']}`],
    ['overrides', undefined, undefined, '$cdktf'],
  ]);
});

test('the page has a row of each resource, with what it is given and what takes its place', () => {
  const page = readFileSync(path.join(CONSTRUCTS, '..', 'docs/life-after-cdktf.md'), 'utf8');
  const lines = [...page.matchAll(/^\| `(azurerm_\w+)`.*$/gm)].map(([line, resource]) => [resource!, line] as const);

  expect(lines.map(([resource]) => resource)).toEqual([...new Set(azurerm5.changes.map(({ resource }) => resource))]);
  for (const { resource, today, then } of azurerm5.changes) {
    const line = new Map(lines).get(resource);
    const words = [today, then].filter((word) => word !== null);
    expect(words.filter((word) => !line?.includes(`\`${word}\``))).toEqual([]);
  }
  expect(page).toContain(`${azurerm5.package}\` ${azurerm5.version}`);
});
