import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../pipeline';
import { initialize, type Manifest } from '../../package/init';
import { scratchFolder } from '../helpers/scratch';

const ROOT = path.join(__dirname, '..', '..');
const own = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
const read = (folder: string, file: string) => readFileSync(path.join(folder, file), 'utf8');
const manifestOf = (folder: string) => JSON.parse(read(folder, 'package.json')) as Manifest;

test('an empty folder gets all that the commands need, with the tools in the versions that are tested', () => {
  // GIVEN
  const folder = scratchFolder();

  // WHEN
  const said = initialize(folder, own);

  // THEN
  expect(readdirSync(folder).toSorted()).toEqual(
    ['.gitignore', 'cdk8s.yaml', 'cdktf.json', 'outputs', 'package.json', 'tsconfig.json'].toSorted(),
  );
  const { scripts, devDependencies, overrides } = manifestOf(folder);
  expect(Object.keys(scripts!)).toEqual(['help', 'synth', ...Object.keys(COMMANDS)]);
  expect(scripts).toMatchObject({ deploy: 'secure-aks-openai deploy' });
  expect(devDependencies).toEqual({
    'cdktf-cli': own.devDependencies!['cdktf-cli'],
    'cdk8s-cli': own.devDependencies!['cdk8s-cli'],
    '@cdktf/node-pty-prebuilt-multiarch': own.devDependencies!['@cdktf/node-pty-prebuilt-multiarch'],
  });
  expect(Object.keys(overrides!)).toEqual(['@cdktf/node-pty-prebuilt-multiarch']);
  expect(said).toEqual(expect.arrayContaining(['wrote cdktf.json', '  npm install secure-aks-openai']));
});

test('both frameworks start the app by one command', () => {
  const folder = scratchFolder();

  initialize(folder, own);

  const { app } = JSON.parse(read(folder, 'cdktf.json')) as { app: string };
  expect(app).toBe('npx --no-install secure-aks-openai');
  expect(read(folder, 'cdk8s.yaml')).toContain(`app: ${app}\n`);
});

test('what is there stays, and is not said to be written', () => {
  // GIVEN
  const folder = scratchFolder();
  const before = {
    name: 'mine',
    scripts: { deploy: 'my own' },
    dependencies: { 'secure-aks-openai': '0.2.0' },
    devDependencies: { 'cdktf-cli': '0.20.0' },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(before));
  writeFileSync(path.join(folder, 'cdktf.json'), '{}');

  // WHEN
  const said = initialize(folder, own);

  // THEN
  expect(manifestOf(folder)).toMatchObject(before);
  expect(manifestOf(folder).scripts).toHaveProperty('verify');
  expect(read(folder, 'cdktf.json')).toBe('{}');
  expect(said.filter((line) => line.includes('cdktf.json'))).toEqual([]);
  expect(said).toContain('  npm install');
});

test('once more changes nothing', () => {
  const folder = scratchFolder();
  initialize(folder, own);
  const files = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(path.join(folder, file)).isFile())
      .map((file) => [file, read(folder, file)]);
  const before = files();

  initialize(folder, own);

  expect(before.length).toBeGreaterThan(5);
  expect(files()).toEqual(before);
});
