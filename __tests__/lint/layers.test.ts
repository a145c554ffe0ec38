import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scriptOf } from '../helpers/script-of';

const ROOT = path.resolve(__dirname, '../..');
const OXLINT = scriptOf('oxlint');

/** What oxlint says of one place. */
interface Finding {
  readonly filename: string;
  readonly code: string;
  readonly help?: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** Lints a tree of files with the project's own configuration. */
function lint(files: Readonly<Record<string, string>>): Finding[] {
  const tree = mkdtempSync(path.join(tmpdir(), 'layers-'));
  try {
    // The configuration's globs count from the folder it lies in.
    copyFileSync(path.join(ROOT, '.oxlintrc.json'), path.join(tree, '.oxlintrc.json'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
      writeFileSync(path.join(tree, file), text);
    }
    const { stdout, stderr } = spawnSync(process.execPath, [OXLINT, '--format', 'json', '.'], {
      cwd: tree,
      encoding: 'utf8',
    });
    if (!stdout.startsWith('{')) throw new Error(`oxlint printed no JSON: ${stdout}${stderr}`);
    const report = JSON.parse(stdout) as { diagnostics: Finding[]; number_of_files: number };
    expect(report.number_of_files).toBe(Object.keys(files).length);
    return report.diagnostics;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

/** A file that reads a name of each module, a line each, so that nothing but the imports can be wrong. */
function importing(specifiers: readonly string[]): string {
  const imports = specifiers.map((specifier, index) => `import { wanted as wanted${index} } from '${specifier}';\n`);
  const exports = specifiers.map((_, index) => `export const used${index} = wanted${index};\n`);
  return [...imports, ...exports].join('');
}

const LAYERS = [
  'environments',
  'config',
  'model',
  'contract',
  'constructs',
  'charts',
  'pictures',
  'policy',
  'pipeline',
];
const PROVIDER = '@cdktf/provider-azurerm/lib/resource-group';
const SUB_PATH = 'import by sub-path: the index costs two seconds and 400 MB';
const ENVIRONMENT = 'environments import config alone';
const CONFIG = 'config imports model alone';
const MODEL = 'model imports no other layer';
const CONTRACT = 'contract imports no other layer';
const CONTRACT_MODEL = 'contract imports no other layer, but for the words it reports problems in';
const CONSTRUCTS = 'constructs import model and contract alone';
const SIBLINGS = 'the constructs meet in platform-stack.ts, through interfaces.ts';
const CHARTS = 'charts import model, contract and imports alone';
const CHARTS_PROVIDER = 'charts never import cdktf or a provider: what they need of it comes through the contract';
const PICTURES = 'pictures import policy alone: what they show is what the artefacts say';
const PICTURES_PROVIDER = 'pictures read the artefacts, and know nothing of what made them';
const PIPELINE = 'pipeline imports config, model, contract, pictures and policy alone';
const POLICY = 'policy imports nothing of ours';
const POLICY_LIBRARY = 'policy reads finished artefacts, whoever made them';
const PIPELINE_SYNTH = 'the pipeline runs the command line tools, it does not synthesize';

/** Importing file, what it imports, and what it is told. */
const FORBIDDEN: readonly (readonly [string, string, string])[] = [
  ...['model', 'contract', 'constructs', 'charts', 'imports', 'pictures', 'pipeline', 'policy'].map(
    (layer) => ['environments/x.ts', `../${layer}`, ENVIRONMENT] as const,
  ),
  ...['cdktf', PROVIDER, 'cdk8s', 'cdk8s-plus-28'].map(
    (name) => ['environments/x.ts', name, 'an environment is plain data'] as const,
  ),
  ...['environments', 'contract', 'constructs', 'charts', 'imports', 'pictures', 'pipeline', 'policy'].flatMap(
    (layer) => [
      ['config/x.ts', `../${layer}/y`, CONFIG] as const,
      ['config/rules/x.ts', `../../${layer}`, CONFIG] as const,
    ],
  ),
  ...['cdktf', PROVIDER, 'cdk8s', 'cdk8s-plus-28/lib/pod'].map(
    (name) => ['config/x.ts', name, 'config is pure: no cdktf, no cdk8s'] as const,
  ),
  ...['environments', 'config', 'contract', 'constructs', 'charts', 'imports', 'pictures', 'pipeline', 'policy'].map(
    (layer) => ['model/x.ts', `../${layer}`, MODEL] as const,
  ),
  ...['cdktf', PROVIDER, 'cdk8s', 'cdk8s-plus-28'].map(
    (name) => ['model/x.ts', name, 'model is pure: no cdktf, no cdk8s'] as const,
  ),
  ...['environments', 'config', 'constructs', 'charts', 'imports', 'pictures', 'pipeline', 'policy'].map(
    (layer) => ['contract/x.ts', `../${layer}`, CONTRACT] as const,
  ),
  ...['../model', '../model/index', '../model/environment'].map(
    (file) => ['contract/x.ts', file, CONTRACT_MODEL] as const,
  ),
  ...['cdktf', PROVIDER, 'cdk8s'].map(
    (name) => ['contract/x.ts', name, 'contract is pure: only terraform-outputs.ts knows cdktf'] as const,
  ),
  ...[PROVIDER, 'cdk8s', 'cdk8s-plus-28'].map(
    (name) => ['contract/terraform-outputs.ts', name, 'terraform-outputs.ts needs cdktf alone'] as const,
  ),
  ...['config', 'model', 'constructs', 'charts', 'pictures', 'policy'].map(
    (layer) => ['contract/terraform-outputs.ts', `../${layer}`, CONTRACT] as const,
  ),
  ...['config', 'charts', 'imports/gateway', 'pictures', 'pipeline', 'policy', 'environments/dev'].flatMap((layer) =>
    ['constructs/platform-stack.ts', 'constructs/secure-vnet.ts'].map(
      (file) => [file, `../${layer}`, CONSTRUCTS] as const,
    ),
  ),
  ...['cdk8s', 'cdk8s/lib/app', 'cdk8s-plus-28'].flatMap((name) =>
    ['constructs/platform-stack.ts', 'constructs/alb-gateway.ts'].map(
      (file) => [file, name, 'constructs never import cdk8s'] as const,
    ),
  ),
  ['constructs/secure-vnet.ts', './workload-identity-cluster', SIBLINGS],
  ['constructs/workload-identity-cluster.ts', './secure-vnet', SIBLINGS],
  ['constructs/workload-identity.ts', './workload-identity-cluster', SIBLINGS],
  ['constructs/private-openai.ts', './alb-gateway', SIBLINGS],
  ['constructs/alb-gateway.ts', './private-openai', SIBLINGS],
  ['constructs/alb-gateway.ts', './platform-stack', SIBLINGS],
  ['constructs/alb-gateway.ts', './index', SIBLINGS],
  ...['config', 'constructs', 'pictures', 'pipeline', 'policy', 'environments', 'contract/terraform-outputs'].map(
    (layer) => ['charts/x.ts', `../${layer}`, CHARTS] as const,
  ),
  ['charts/store/x.ts', '../../constructs', CHARTS],
  ...['cdktf', 'cdktf/lib/app', PROVIDER].map((name) => ['charts/x.ts', name, CHARTS_PROVIDER] as const),
  ...['environments', 'config', 'model', 'contract', 'constructs', 'charts', 'imports', 'pipeline'].flatMap((layer) => [
    ['pictures/x.ts', `../${layer}`, PICTURES] as const,
    ['pictures/report/x.ts', `../../${layer}/y`, PICTURES] as const,
  ]),
  ...['cdktf', PROVIDER, 'cdk8s'].map((name) => ['pictures/x.ts', name, PICTURES_PROVIDER] as const),
  ...['environments', 'config', 'model', 'contract', 'constructs', 'charts', 'imports', 'pictures', 'pipeline'].flatMap(
    (layer) => [
      ['policy/x.ts', `../${layer}`, POLICY] as const,
      ['policy/rules/x.ts', `../../${layer}`, POLICY] as const,
    ],
  ),
  ...['cdktf', PROVIDER, 'cdk8s', 'cdk8s-plus-28', 'zod'].map((name) => ['policy/x.ts', name, POLICY_LIBRARY] as const),
  ...['constructs', 'charts', 'imports', 'environments', 'contract/terraform-outputs'].map(
    (layer) => ['pipeline/x.ts', `../${layer}`, PIPELINE] as const,
  ),
  ...['cdktf', PROVIDER, 'cdk8s'].map((name) => ['pipeline/x.ts', name, PIPELINE_SYNTH] as const),
  ...['', '/lib', '/lib/index', '/lib/lazy-index'].flatMap((index) =>
    ['azurerm', 'helm'].flatMap((provider) =>
      ['main.ts', 'constructs/platform-stack.ts', 'constructs/secure-vnet.ts', '__tests__/x.ts'].map(
        (file) => [file, `@cdktf/provider-${provider}${index}`, SUB_PATH] as const,
      ),
    ),
  ),
];

const PERMITTED: readonly (readonly [string, string])[] = [
  ['environments/x.ts', '../config'],
  ['config/x.ts', '../model'],
  ['config/x.ts', './schema/environment'],
  ['config/rules/x.ts', '../../model'],
  ['config/x.ts', 'zod'],
  ['model/x.ts', './names'],
  ['model/x.ts', 'node:crypto'],
  ['contract/x.ts', '../model/problems'],
  ['contract/x.ts', './schema'],
  ['contract/terraform-outputs.ts', 'cdktf'],
  ['constructs/platform-stack.ts', 'constructs'],
  ['constructs/platform-stack.ts', 'cdktf'],
  ['constructs/platform-stack.ts', PROVIDER],
  ['constructs/platform-stack.ts', './secure-vnet'],
  ['constructs/platform-stack.ts', '../model'],
  ['constructs/platform-stack.ts', '../contract'],
  ['constructs/platform-stack.ts', '../contract/terraform-outputs'],
  ['constructs/secure-vnet.ts', './interfaces'],
  ['constructs/secure-vnet.ts', '../model'],
  ['constructs/workload-identity-cluster.ts', './workload-identity'],
  ['charts/x.ts', 'constructs'],
  ['charts/x.ts', 'cdk8s'],
  ['charts/x.ts', 'cdk8s-plus-28'],
  ['charts/x.ts', '../model'],
  ['charts/x.ts', '../contract'],
  ['charts/x.ts', '../imports/gateway.networking.k8s.io'],
  ['pictures/x.ts', './layout'],
  ['pictures/x.ts', 'elkjs/lib/elk.bundled.js'],
  ['pictures/report/x.ts', '../picture'],
  ['pictures/report/x.ts', '../../policy'],
  ['pipeline/x.ts', '../config'],
  ['pipeline/x.ts', '../pictures'],
  ['pipeline/x.ts', '../model'],
  ['pipeline/x.ts', '../contract'],
  ['pipeline/x.ts', '../policy'],
  ['policy/rules/x.ts', '../rule'],
  ['policy/rules/x.ts', '../artefacts'],
  ...['config', 'model', 'contract', 'constructs', 'charts', 'environments', 'pictures', 'policy', 'pipeline'].map(
    (layer) => ['main.ts', `./${layer}`] as const,
  ),
];

describe('the arrows between the layers', () => {
  // The rules go by path: what one file must not import, and what it may, stands in one file of that path.
  const specifiers = new Map<string, string[]>();
  for (const [file, specifier] of [...FORBIDDEN, ...PERMITTED]) {
    specifiers.set(file, [...(specifiers.get(file) ?? []), specifier]);
  }
  let findings: readonly Finding[];

  beforeAll(() => {
    const files = Object.fromEntries([...specifiers].map(([file, imported]) => [file, importing(imported)]));
    // Some of them import each other, which is what the tests below are about.
    findings = lint(files).filter(({ code }) => code !== 'import(no-cycle)');
  });

  function findingsOf(file: string, specifier: string): readonly Finding[] {
    const line = specifiers.get(file)!.indexOf(specifier) + 1;
    return findings.filter(({ filename, labels }) => filename === file && labels[0]!.span.line === line);
  }

  test('refuse just as many imports as are refused below', () => {
    expect(findings).toHaveLength(FORBIDDEN.length);
  });

  test.each(FORBIDDEN)('%s must not import %s', (file, specifier, message) => {
    expect(findingsOf(file, specifier)).toEqual([
      expect.objectContaining({ code: 'eslint(no-restricted-imports)', help: message }),
    ]);
  });

  test.each(PERMITTED)('%s may import %s', (file, specifier) => {
    expect(findingsOf(file, specifier)).toEqual([]);
  });
});

describe('the configuration', () => {
  interface Override {
    readonly files: readonly string[];
    readonly rules: {
      readonly 'no-restricted-imports'?: readonly [
        string,
        { readonly patterns: readonly { readonly regex?: string }[] },
      ];
    };
  }
  const text = readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8');
  const { overrides } = JSON.parse(text) as { overrides: readonly Override[] };

  test('has rules for every layer, and for no folder or file that does not exist', () => {
    const named = [...new Set(overrides.flatMap(({ files }) => files))];

    expect(named).toEqual(expect.arrayContaining(LAYERS.map((layer) => `${layer}/**`)));
    expect(named.filter((file) => !existsSync(path.join(ROOT, file.replace(/\/\*\*$/, ''))))).toEqual([]);
  });

  test('keeps no layer away from a folder that does not exist', () => {
    // GIVEN that layers are refused by `^(\./)?(\.\./)+(one|other)(/|$)`
    const patterns = overrides.flatMap(({ rules }) => rules['no-restricted-imports']?.[1].patterns ?? []);

    // WHEN
    const refused = patterns.flatMap(
      ({ regex = '' }) => regex.split('(\\.\\./)+(')[1]?.split(')')[0]?.split('|') ?? [],
    );

    // THEN
    expect(refused.length).toBeGreaterThan(LAYERS.length);
    expect(
      refused.filter((name) => !existsSync(path.join(ROOT, name)) && !existsSync(path.join(ROOT, `${name}.ts`))),
    ).toEqual([]);
  });
});

describe('every way to import', () => {
  test.each([
    ['a type', "import type { Chart } from '../charts';\nexport type Used = Chart;\n"],
    ['a re-export', "export * from '../charts';\n"],
    ['a dynamic import', "export const used = import('../charts');\n"],
  ])('%s is held to the arrows', (_way, text) => {
    // GIVEN a file of config/ that reaches for the charts
    // WHEN
    const findings = lint({ 'config/x.ts': text });

    // THEN
    expect(findings).toEqual([expect.objectContaining({ code: 'eslint(no-restricted-imports)', help: CONFIG })]);
  });
});

describe('cycles', () => {
  test('two files that import each other are reported', () => {
    // GIVEN
    const files = {
      'config/a.ts': "import { b } from './b';\nexport const a = (): unknown => b;\n",
      'config/b.ts': "import { a } from './a';\nexport const b = (): unknown => a;\n",
    };

    // WHEN
    const findings = lint(files);

    // THEN
    expect(findings.map(({ filename, code }) => `${filename} ${code}`).toSorted()).toEqual([
      'config/a.ts import(no-cycle)',
      'config/b.ts import(no-cycle)',
    ]);
  });

  test('one direction is fine', () => {
    expect(
      lint({
        'config/a.ts': "import { b } from './b';\nexport const a = (): unknown => b;\n",
        'config/b.ts': 'export const b = 1;\n',
      }),
    ).toEqual([]);
  });
});
