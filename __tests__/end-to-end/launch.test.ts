import { readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EACH_SOURCE, ProjectCopy } from '../helpers/project-copy';

const SYNTH = { PREVIEW: '1', ENVIRONMENT: 'dev' };
const ARTEFACTS = ['cdktf.out/stacks/dev/cdk.tf.json', 'dist/dev/dev.k8s.yaml'];

const project = new ProjectCopy();
beforeAll(() => project.ownPackages());
afterAll(() => project.remove());

/** What a run of Node on main.ts makes. */
function artefacts(args: readonly string[] = ['launch.cjs', 'main.ts']): string[] {
  project.clean();
  const { status, stderr } = project.node(args, SYNTH);
  expect(stderr).not.toMatch(/error|Error/);
  expect(status).toBe(0);
  return ARTEFACTS.map((file) => project.read(file));
}

const cacheFolder = () => path.join(project.dir, 'node_modules/.cache/launch');

/** What is in the cache, by the name of the file. */
function cache(): Record<string, string> {
  const files = readdirSync(cacheFolder()).toSorted();
  return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(cacheFolder(), file), 'latin1')]));
}

/** What V8 compiles is not the same twice; the rest is. */
function texts(files: Readonly<Record<string, string>>): unknown[] {
  return Object.entries(files).filter(([file]) => !file.endsWith('.v8'));
}

test('the same bytes come without a cache, from it, and with no bundle at all', () => {
  const unbundled = artefacts([...EACH_SOURCE, 'main.ts']);

  expect(artefacts()).toEqual(unbundled);
  const made = cache();
  expect(
    Object.keys(made)
      .map((file) => path.extname(file))
      .toSorted()
      .join(' '),
  ).toBe('.cjs .cjs .cjs .json .json .v8 .v8');

  expect(artefacts()).toEqual(unbundled);
  expect(cache()).toEqual(made);
});

/** What the infrastructure is, without what the charts would take to make. */
function stack(): string {
  const run = project.node(['launch.cjs', 'main.ts'], { ...SYNTH, CDKTF_OUTDIR: 'cdktf.out' });
  expect(run).toMatchObject({ status: 0, stderr: expect.not.stringMatching(/error/i) });
  return project.read(ARTEFACTS[0]!);
}

describe('an edit', () => {
  const DEV = 'environments/dev.ts';
  let dev: string;
  let original: string;
  beforeAll(() => {
    project.clean();
    project.write('environments/shared/team.ts', "export const team = 'blue';\n");
    dev = project.read(DEV);
    const imported = dev.replace('export default {', 'export default { tags: { team },');
    project.write(DEV, `import { team } from './shared/team';\n${imported}`);
    original = stack();
  });
  afterAll(() => project.write(DEV, dev));

  test.each([
    ['an environment', DEV, '"name":"dev"', '"name":"dev","project":"edited"', 'edited'],
    ['what an environment imports', 'environments/shared/team.ts', 'blue', 'edited', 'edited'],
    ['a source of ours', 'model/names.ts', '`rg-${', '`edited-${', 'edited-'],
  ])('of %s is seen at once, and taken back at once', (_, file, before, after, seen) => {
    // GIVEN
    const source = project.read(file);
    const edited = source.replace(before, after);
    expect(edited).not.toBe(source);

    // WHEN
    project.write(file, edited);
    const changed = stack();
    project.write(file, source);

    // THEN
    expect(original).not.toContain(seen);
    expect(changed).toContain(seen);
    expect(stack()).toBe(original);
  });
});

test('a source that has gone is missed by nobody but those who import it', () => {
  // GIVEN
  const names = project.read('model/names.ts');
  const index = project.read('model/index.ts');
  project.write('model/gone.ts', "export const gone = 'gone';\n");
  project.write('model/index.ts', `${index}export { gone } from './gone';\n`);
  project.write('model/names.ts', `import { gone } from './gone';\n${names}`.replace('`rg-${', '`${gone}-${'));
  const [before] = artefacts();

  // WHEN
  rmSync(path.join(project.dir, 'model/gone.ts'));
  const broken = project.node(['launch.cjs', 'main.ts'], SYNTH);
  project.write('model/index.ts', index);
  project.write('model/names.ts', names);
  const [after] = artefacts();

  // THEN
  expect(before).toContain('gone-');
  expect(broken.status).toBe(1);
  expect(broken.stderr).toContain('Could not resolve "./gone"');
  expect(after).not.toContain('gone-');
});

/** What a small app says, which takes a package as main.ts does and is bundled in no time. */
function said(): string {
  project.write('small.ts', "import { parse } from 'yaml';\nconsole.log(parse('a: ö'));\n");
  const { status, stdout, stderr } = project.node(['launch.cjs', 'small.ts']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('a cache that is broken', () => {
  beforeEach(() => rmSync(path.join(project.dir, 'node_modules/.cache'), { recursive: true, force: true }));

  test.each([
    ['cut off', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -7))],
    ['empty', (file: string) => writeFileSync(file, '')],
    ['something else', (file: string) => writeFileSync(file, readFileSync(file).fill('x', 70, 90))],
  ])('is made again where its files are %s', (_, breakFile) => {
    // GIVEN
    expect(said()).toBe("{ a: 'ö' }\n");
    const made = cache();
    expect(Object.keys(made)).toHaveLength(5);
    for (const file of Object.keys(made)) breakFile(path.join(cacheFolder(), file));

    // WHEN
    const again = said();

    // THEN
    expect(again).toBe("{ a: 'ö' }\n");
    expect(Object.keys(cache())).toEqual(Object.keys(made));
    expect(texts(cache())).toEqual(texts(made));
    expect(said()).toBe("{ a: 'ö' }\n");
  });

  test('and cannot be written is done without', () => {
    // GIVEN
    project.write('node_modules/.cache', 'a file where the folder would be');

    // THEN
    expect(said()).toBe("{ a: 'ö' }\n");
    expect(project.read('node_modules/.cache')).toBe('a file where the folder would be');
    rmSync(path.join(project.dir, 'node_modules/.cache'));
  });
});

test('a package that starts a file beside itself finds it', () => {
  // GIVEN a package that is told apart by where it is
  const folder = path.join(project.dir, 'packages/teller');
  project.write('packages/teller/package.json', '{ "name": "teller", "version": "1.0.0", "main": "index.js" }');
  project.write('packages/teller/index.js', "'use strict';\nexports.place = [__filename, __dirname];\n");
  symlinkSync(folder, path.join(project.dir, 'node_modules/teller'), 'junction');
  project.write('tell.ts', "import { place } from 'teller';\nconsole.log(JSON.stringify(place));\n");

  // WHEN
  const { stdout } = project.node(['launch.cjs', 'tell.ts']);

  // THEN
  expect(JSON.parse(stdout)).toEqual([path.join(folder, 'index.js'), folder]);
});

/** When each file of the cache was written. */
const times = () => Object.keys(cache()).map((file) => statSync(path.join(cacheFolder(), file)).mtimeMs);

test('a bundle that is not plain ASCII is found again', () => {
  // GIVEN
  project.write('umlaut.ts', 'console.log(/^[äöü…]$/.test("ö"));\n');
  expect(project.node(['launch.cjs', 'umlaut.ts']).stdout).toBe('true\n');
  const made = times();

  // WHEN
  const { stdout } = project.node(['launch.cjs', 'umlaut.ts']);

  // THEN
  expect(stdout).toBe('true\n');
  expect(times()).toEqual(made);
});

test.each([
  ['under other flags, as cdktf gives its app', '--max-old-space-size=4096'],
  ['of another release of Node, though it may have the same V8', '--require ./release.cjs'],
])('what V8 has compiled %s is kept beside', (_, options) => {
  // GIVEN
  const file = `said-${options.replaceAll(/\W/g, '')}.ts`;
  project.write(file, "console.log('said');\n");
  project.write('release.cjs', "Object.defineProperty(process, 'version', { value: 'v20.0.0' });\n");
  const say = (variables = {}) => expect(project.node(['launch.cjs', file], variables).stdout).toBe('said\n');
  say();
  const own = times();

  // WHEN
  say({ NODE_OPTIONS: options });
  const both = times();
  say();

  // THEN
  expect(both.length).toBeGreaterThan(own.length);
  expect(times()).toEqual(both);
});

test('DEBUG tells an error by the line of the source', () => {
  project.write('fail.ts', '\n\nconst reason: string = "no";\nthrow new Error(reason);\n');

  const { status, stderr } = project.node(['launch.cjs', 'fail.ts'], { DEBUG: '1' });

  expect(status).not.toBe(0);
  expect(stderr).toMatch(/fail\.ts:4:\d+/);
});
