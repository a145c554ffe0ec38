import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../pipeline';

/** Name of this package and of its command. */
const PACKAGE = 'secure-aks-openai';
/** How the command line tools of the frameworks start the app; with no word, it synthesizes. */
const APP = `npx --no-install ${PACKAGE}`;
/** The tools that a deploy runs, and the terminal in which one of them runs Terraform. */
const TERMINAL = '@cdktf/node-pty-prebuilt-multiarch';
const TOOLS = ['cdktf-cli', 'cdk8s-cli', TERMINAL] as const;

/** The parts of a package.json that are read and written here. */
export interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

/** What a folder needs beside its package.json, by file. */
const FILES: Readonly<Record<string, () => string>> = {
  'cdktf.json': () =>
    json({
      language: 'typescript',
      app: APP,
      projectId: randomUUID(),
      sendCrashReports: 'false',
      terraformProviders: [],
      terraformModules: [],
      context: {},
    }),
  'cdk8s.yaml': () => `language: typescript\napp: ${APP}\n`,
  'tsconfig.json': () =>
    json({
      compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, skipLibCheck: true, noEmit: true },
      include: ['environments'],
    }),
  '.gitignore': () =>
    [
      'node_modules/',
      'cdktf.out/',
      'cdktf.log',
      'dist/',
      'scratch/',
      '*.tfstate',
      '*.tfstate.*',
      '.terraform/',
      '',
    ].join('\n'),
  // Here from the start: cdktf does not make it, and fails after the deploy.
  'outputs/.gitignore': () => '*\n!.gitignore\n',
};

/**
 * Makes a folder one in which every command runs as in this project. What is there already stays as it is, but for
 * package.json, to which what it lacks is added.
 *
 * @param own the package.json of this package, which says the versions of the tools
 * @returns what to tell the user
 */
export function initialize(folder: string, own: Manifest): string[] {
  const missing = Object.entries(FILES).filter(([file]) => !existsSync(path.join(folder, file)));
  const manifestFile = path.join(folder, 'package.json');
  const before = existsSync(manifestFile) ? readFileSync(manifestFile, 'utf8') : '{ "private": true }';
  const manifest = withTools(JSON.parse(before) as Manifest, own);
  for (const [file, text] of missing) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text());
  }
  writeFileSync(manifestFile, json(manifest));
  const isInstalled = { ...manifest.dependencies, ...manifest.devDependencies }[PACKAGE] !== undefined;
  return [
    ...missing.map(([file]) => `wrote ${file}`),
    'wrote package.json: scripts and tools',
    '',
    'Next:',
    `  npm install${isInstalled ? '' : ` ${PACKAGE}`}`,
    '  npm run new -- <name>    (the file of an environment)',
  ];
}

/** A package.json with a script for each command, and with the tools that the commands start. */
function withTools(manifest: Manifest, own: Manifest): Manifest {
  const scripts = ['help', 'synth', ...Object.keys(COMMANDS)].map((command) => [command, `${PACKAGE} ${command}`]);
  const tools = TOOLS.map((tool) => [tool, own.devDependencies?.[tool]]);
  return {
    ...manifest,
    scripts: { ...Object.fromEntries(scripts), ...manifest.scripts },
    devDependencies: { ...Object.fromEntries(tools), ...manifest.devDependencies },
    overrides: { [TERMINAL]: `$${TERMINAL}`, ...manifest.overrides },
  };
}
