import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../pipeline';
import { ENVIRONMENTS } from '../fixtures/environments';
import { Project } from '../helpers/project';

const NAMES = Object.keys(ENVIRONMENTS);
const project = new Project();
afterAll(() => project.remove());
afterEach(() => project.clean());

/** Runs `npm run synth -- <words>`. */
function synth(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  return project.run(variables, ['synth', ...words]);
}

const artefactsOf = (names: readonly string[]) =>
  names.flatMap((name) => [`cdktf.out/stacks/${name}/cdk.tf.json`, `dist/${name}/${name}.k8s.yaml`]);

/** The artefacts that were written. */
const written = () => project.written().filter((file) => /\.(?:tf\.json|yaml)$/.test(file));

describe('npm run synth', () => {
  test('writes both artefacts of every environment as a preview, and sets no variable for it', async () => {
    // WHEN
    const { status, stdout } = await synth([]);

    // THEN
    expect(status).toBe(0);
    expect(written()).toEqual(artefactsOf(NAMES).toSorted());
    expect(project.read('dist/dev/dev.k8s.yaml')).toContain('secure-aks-openai/preview');
    for (const file of artefactsOf(NAMES)) expect(stdout).toContain(`wrote ${file}\n`);
    for (const name of NAMES) expect(stdout).toContain(`\n  npm run deploy -- ${name}\n`);
  });

  test('writes those of the environments that it names, once each, and says how to go on with them', async () => {
    // WHEN
    const { status, stdout } = await synth(['workshop', 'workshop']);

    // THEN
    expect(status).toBe(0);
    expect(written()).toEqual(artefactsOf(['workshop']).toSorted());
    expect(stdout).toContain('npx cdktf deploy workshop --outputs-file outputs/workshop.json');
    expect(stdout).not.toMatch(/\bdev\b/);
  });

  test('keeps to the variables of the command line tools', async () => {
    await synth([], { ENVIRONMENT: 'dev', CDKTF_OUTDIR: 'out' });

    expect(written()).toEqual(['out/stacks/dev/cdk.tf.json']);
  });

  test.each([
    ['an environment that is not there', ['worshop'], /there is no environment "worshop": .*did you mean workshop\?/],
    ['two of them, both', ['nope', 'nada'], /there is no environment "nope".*\nthere is no environment "nada"/],
    ['an unknown flag', ['--environment', 'dev'], /Unknown option '--environment'/],
  ])('refuses %s, and writes nothing', async (_, words, message) => {
    const { status, stdout, stderr } = await synth(words);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(project.written()).toEqual([]);
  });

  test.each(['--help', '-h'])('%s says what it does, and does nothing', async (flag) => {
    const { status, stdout } = await synth([flag]);

    expect(status).toBe(0);
    expect(stdout).toContain('Usage: npm run synth -- [environment...]');
    expect(project.written()).toEqual([]);
  });
});

test('the names of the environments are printed as the workflows read them', async () => {
  const { status, stdout } = await project.run({}, ['environments']);

  expect(status).toBe(0);
  expect(stdout).toBe(`${JSON.stringify(NAMES)}\n`);
});

describe('cdk8s, which prints all that is made as one stream', () => {
  const other = new Project();
  afterAll(() => other.remove());
  const charts = { CDK8S_OUTDIR: 'dist', PREVIEW: '1' };

  test('gets the only environment there is, whatever its name', async () => {
    other.only('workshop');

    expect((await other.run(charts)).status).toBe(0);
    expect(other.written()).toEqual(['dist/workshop/workshop.k8s.yaml']);
  });

  test('asks which one where there are several and none is called dev', async () => {
    other.only('workshop');
    other.write('environments/another.ts', 'export default {};');

    expect((await other.run(charts)).stderr).toContain(
      'ENVIRONMENT must name the environment to synthesize: allowed are another, workshop',
    );
  });
});

/** The names that it has a line of, of a folder with these scripts. */
const linesOfHelp = async (of: readonly string[]) => {
  project.write('package.json', JSON.stringify({ scripts: Object.fromEntries(of.map((name) => [name, name])) }));
  const { status, stdout, stderr } = await project.run({}, ['help']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return [...stdout.matchAll(/^ {2}([\w:-]+) {2,}\S/gm)].map(([, name]) => name!);
};

describe('npm run help', () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as { scripts: object }).scripts,
  );
  test('has a line for every script of the project, and for nothing else', async () => {
    expect((await linesOfHelp(scripts)).toSorted()).toEqual(scripts.toSorted());
  });

  test('says each in one sentence, on a line that fits', async () => {
    project.write('package.json', JSON.stringify({ scripts: Object.fromEntries(scripts.map((name) => [name, name])) }));
    const { stdout } = await project.run({}, ['help']);

    const lines = stdout.split('\n').filter((line) => /^ {2}\S/.test(line));
    expect(lines.filter((line) => line.length > 130)).toEqual([]);
    expect(lines.join('\n')).toMatch(/^ {2}status +Show versions, models, .* last deploy\.$/m);
  });

  test('tells who has the package of nothing but what they can run', async () => {
    expect(await linesOfHelp([])).toEqual(['help', 'synth', ...Object.keys(COMMANDS)]);
  });
});
