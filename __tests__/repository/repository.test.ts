import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { actions } from '../helpers/workflows';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
/** JSON whose comments take whole lines. */
const withoutComments = (text: string): unknown => JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, ''));

describe('the package', () => {
  const entryPoints = Object.keys(manifest.exports).filter((name) => name !== './package.json');

  test('exports each folder that it says by its index', () => {
    expect(entryPoints).toEqual(['./constructs', './charts', './contract', './config']);
    for (const entryPoint of entryPoints) {
      const folder = entryPoint.slice(2);
      expect(existsSync(path.join(ROOT, folder, 'index.ts'))).toBe(true);
      expect(manifest.exports[entryPoint]).toEqual({
        types: `./lib/${folder}/index.d.ts`,
        default: `./lib/${folder}/index.js`,
      });
      // For compilers that do not know "exports".
      expect(manifest.typesVersions['*'][folder]).toEqual([`lib/${folder}/index.d.ts`]);
    }
  });

  test('leaves the frameworks to whoever takes it, and is tested with one version of each', () => {
    expect(Object.keys(manifest.peerDependencies)).toEqual(['cdk8s', 'cdk8s-plus-28', 'cdktf', 'constructs']);
    for (const [name, range] of Object.entries(manifest.peerDependencies)) {
      expect(range).toMatch(/^\^\d/);
      expect(manifest.devDependencies[name]).toMatch(/^\d/);
      expect(manifest.dependencies).not.toHaveProperty(name);
    }
  });

  test('denies the install script of every package that has one', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
    };
    const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = scripted.map(([place]) => place.replace(/^.*node_modules\//, ''));

    expect(names).toContain('esbuild');
    expect(manifest.allowScripts).toEqual(Object.fromEntries(names.map((name) => [name, false])));
  });

  test('has one version, which the changelog cuts, with what is not released above it', () => {
    const headings = [...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!);

    expect(headings[0]).toBe('Unreleased');
    expect(headings[1]).toMatch(
      new RegExp(String.raw`^${manifest.version.replaceAll('.', String.raw`\.`)} \(\d{4}-\d\d-\d\d\)$`),
    );
  });

  test('is under the license that it says', () => {
    expect(read('LICENSE')).toMatch(new RegExp(`^${manifest.license} License`));
  });
});

describe('the devcontainer', () => {
  const container = withoutComments(read('.devcontainer/devcontainer.json')) as {
    readonly features: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly postCreateCommand: string;
    readonly customizations: { readonly vscode: { readonly extensions: readonly string[] } };
  };
  const feature = (name: string) => container.features[`ghcr.io/devcontainers/features/${name}:1`]!;
  const setup = actions().find(({ name }) => name === '.github/actions/setup/action.yml')!.text;
  const inSetup = (pattern: RegExp) => pattern.exec(setup)![1];

  test('has the tools of the workflows, in the same versions', () => {
    expect(feature('terraform')['version']).toBe(inSetup(/terraform_version: (\S+)/));
    expect(feature('kubectl-helm-minikube')['version']).toBe(inSetup(/--client-version (\S+)/));
    expect(container.postCreateCommand).toContain(`--client-version ${inSetup(/--client-version (\S+)/)}`);
    expect(container.postCreateCommand).toContain(`--kubelogin-version ${inSetup(/--kubelogin-version (\S+)/)}`);
    expect(feature('node')['version']).toBe(read('.nvmrc').trim());
  });

  test('pins every tool', () => {
    for (const name of ['node', 'azure-cli', 'terraform', 'kubectl-helm-minikube']) {
      expect(feature(name)['version']).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(feature('kubectl-helm-minikube')['helm']).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('brings the extensions that are recommended', () => {
    const { recommendations } = JSON.parse(read('.vscode/extensions.json')) as { recommendations: string[] };

    expect(container.customizations.vscode.extensions).toEqual(recommendations);
  });
});

test('every update of a package or an action comes in a group', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as {
    updates: readonly { 'package-ecosystem': string; groups: object }[];
  };

  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['github-actions', 'npm', 'devcontainers']);
  for (const { groups } of updates) expect(Object.keys(groups).length).toBeGreaterThan(0);
});

test('every form of an issue asks for something that has to be said', () => {
  const folder = path.join(ROOT, '.github/ISSUE_TEMPLATE');
  const forms = readdirSync(folder).filter((file) => file !== 'config.yml');

  expect(forms).toEqual(['bug.yml', 'idea.yml']);
  for (const file of forms) {
    const { body } = parse(read(`.github/ISSUE_TEMPLATE/${file}`)) as {
      body: { validations?: { required: boolean } }[];
    };
    expect(body.some(({ validations }) => validations?.required)).toBe(true);
  }
});
