import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { scratchFolder } from '../helpers/scratch';
import { scriptOf } from '../helpers/script-of';

const ROOT = path.join(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};
const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';

/** A stack and a chart in twenty lines, as somebody writes them who has the package and nothing else of this project. */
const PROGRAM = `import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider/index.js';
import { App as ChartsApp, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { OpenAiWorkload, type OpenAiWorkloadProps } from 'secure-aks-openai/charts';
import { parseEnvironment, type EnvironmentInput } from 'secure-aks-openai/config';
import { PrivateOpenAi } from 'secure-aks-openai/constructs';
import { sampleContract } from 'secure-aks-openai/contract';
const input: EnvironmentInput = { name: 'mine', subscriptionId: '${SUBSCRIPTION}' };
const environment = parseEnvironment(input);
const app = new App();
const resourceGroup = { name: 'rg-own', id: '/subscriptions/x/resourceGroups/rg-own', location: 'westeurope' };
const stack = new TerraformStack(app, 'own');
new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: environment.subscriptionId });
new PrivateOpenAi(stack, 'openai', { resourceGroup, accountName: 'oai-own-7f3a' });
app.synth();
const { tenantId, openaiEndpoint, workloadIdentities } = sampleContract(environment);
const { clientId, namespace, serviceAccountName } = workloadIdentities['ai-service']!;
const identity: Pick<OpenAiWorkloadProps, 'clientId' | 'tenantId'> = { clientId, tenantId };
const resources = { cpuRequest: '5m', memoryRequest: '16Mi', cpuLimit: '50m', memoryLimit: '32Mi' };
const workload = { name: 'own', namespace, serviceAccountName, image: 'ghcr.io/acme/own:1.0.0', port: 8080, resources };
const charts = new ChartsApp();
new OpenAiWorkload(new Chart(charts, 'own'), 'own', { ...identity, ...workload, variables: { ENDPOINT: openaiEndpoint } });
charts.synth();
`;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'package-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** An empty project, outside of this one, that has the tarball and, by links, what the package declares to need. */
class Consumer {
  public readonly dir: string;

  public constructor(name: string, files: Readonly<Record<string, string>> = {}) {
    this.dir = path.join(scratch, name);
    const packages = path.join(this.dir, 'node_modules');
    mkdirSync(path.join(packages, 'secure-aks-openai'), { recursive: true });
    const tarball = path.join(scratch, `secure-aks-openai-${manifest.version}.tgz`);
    const into = path.join(packages, 'secure-aks-openai');
    execFileSync('tar', ['-xzf', tarball, '--strip-components', '1'], { cwd: into });
    const needed = { ...manifest.dependencies, ...manifest.peerDependencies };
    for (const name of [...Object.keys(needed), '@types/node']) {
      mkdirSync(path.dirname(path.join(packages, name)), { recursive: true });
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(packages, name), 'junction');
    }
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(this.dir, file), text);
  }

  /** Runs a script by Node in it, with nothing in the environment. */
  public node(script: string, ...words: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
      cwd: this.dir,
      env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], HOME: this.dir },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  /** Compiles what is in it, by one checker: each would look at the types of the libraries anew. */
  public compile() {
    return this.node(scriptOf('tsc', 'typescript'), '--checkers', '1');
  }

  public read(file: string): string {
    return readFileSync(path.join(this.dir, file), 'utf8');
  }

  public has(file: string): boolean {
    return existsSync(path.join(this.dir, file));
  }
}

beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', scratch], { cwd: ROOT, shell: true, stdio: 'pipe' });
});

describe.each([
  ['NodeNext', 'module', { module: 'nodenext', skipLibCheck: false }],
  ['CommonJS', 'commonjs', { module: 'commonjs', skipLibCheck: true }],
])('a strict project of %s', (name, type, options) => {
  test('compiles a stack and a chart of its own, and synthesizes them', () => {
    // GIVEN
    const compilerOptions = { ...options, strict: true, target: 'es2023', types: ['node'], outDir: 'out' };
    const consumer = new Consumer(name, {
      'package.json': JSON.stringify({ name: 'consumer', type }),
      'tsconfig.json': JSON.stringify({ compilerOptions, files: ['app.ts'] }),
      'app.ts': PROGRAM,
    });

    // WHEN
    const compiled = consumer.compile();
    const ran = consumer.node('out/app.js');

    // THEN
    expect(compiled).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(ran).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(consumer.read('cdktf.out/stacks/own/cdk.tf.json')).toContain('"oai-own-7f3a"');
    expect(consumer.read('dist/own.k8s.yaml')).toContain('azure.workload.identity/client-id');
  });
});

describe('the command of the package, in an empty folder', () => {
  const BIN = 'node_modules/secure-aks-openai/lib/package/bin.js';
  let consumer: Consumer;
  beforeAll(() => {
    consumer = new Consumer('command');
  });

  test('says what to do where there is no environment', () => {
    expect(consumer.node(BIN, 'synth')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: environments/ holds no environment: npm run new -- <name> writes one\n',
    });
    expect(consumer.node(BIN, 'deploy', 'mine').stderr).toBe(
      'error: there is no environment "mine": environments/ holds none; npm run new -- mine writes one\n',
    );
  });

  test('makes the folder ready, writes an environment that type-checks, and synthesizes it', () => {
    // WHEN
    const ready = consumer.node(BIN, 'init');
    const made = consumer.node(BIN, 'new', 'mine', '--subscription', SUBSCRIPTION, '--admin', SUBSCRIPTION);
    const checked = consumer.compile();
    const synthesized = consumer.node(BIN, 'synth', 'mine');

    // THEN
    expect([ready, made, checked, synthesized].map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(consumer.read('environments/mine.ts')).toContain("from 'secure-aks-openai/config'");
    expect(synthesized.stdout).toContain('wrote cdktf.out/stacks/mine/cdk.tf.json\nwrote dist/mine/mine.k8s.yaml\n');
    expect(consumer.has('dist/mine/mine.k8s.yaml')).toBe(true);
  });

  test('tells a mistake in an environment by its line, without a stack trace', () => {
    appendFileSync(path.join(consumer.dir, 'environments/mine.ts'), "throw new Error('not yet');\n");

    const { status, stderr } = consumer.node(BIN, 'synth');

    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: environments\/mine\.ts:\d+ throws Error: not yet\n$/);
  });
});

describe('the public API', () => {
  /** What the docs say of the declarations of the package, and of those where a property is called something else. */
  let said: ReadonlyMap<string, string>;
  let otherwise: ReadonlyMap<string, string>;
  beforeAll(() => {
    const changed = scratchFolder();
    cpSync(path.join(ROOT, 'lib'), changed, { recursive: true, filter: (file) => !/\.js(?:\.map)?$/.test(file) });
    const file = path.join(changed, 'contract/sample.d.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('readonly subscriptionId:', 'readonly subscription:'));
    [said, otherwise] = apiPages(['lib'], [changed, ['contract']]);
  });

  test('is what its reports and its reference say', () => {
    const files = readdirSync(path.join(ROOT, 'docs/api')).map((file) => `docs/api/${file}`);

    expect(new Set(said.keys())).toEqual(new Set(files));
    for (const [file, text] of said) expect([file, text]).toEqual([file, readFileSync(path.join(ROOT, file), 'utf8')]);
  });

  test('cannot change without them', () => {
    const [[file, text] = []] = otherwise;

    expect(file).toBe('docs/api/contract.api.md');
    expect(text).toContain('readonly subscription:');
    expect(text).not.toBe(said.get(file!));
  });
});

/** The pages of the public API, by declarations and entry points. One process for all, which loads a compiler of its own. */
function apiPages(...asked: readonly (readonly [declarations: string, entryPoints?: readonly string[]])[]) {
  const script = `const { apiPages } = require('./package/api');
    const asked = JSON.parse(process.argv[1]);
    Promise.all(asked.map((each) => apiPages(...each))).then((all) => console.log(JSON.stringify(all.map((pages) => [...pages]))));`;
  const words = ['--import', 'tsx', '--eval', script, JSON.stringify(asked)];
  const all = JSON.parse(execFileSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' })) as [
    string,
    string,
  ][][];
  return all.map((pages) => new Map(pages)) as [Map<string, string>, Map<string, string>];
}
