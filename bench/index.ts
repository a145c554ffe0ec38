import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Project, ROOT } from '../compare/project';
import { PAGE, replaceSection } from '../docs/page';
import { writeFloor, type Target } from './floor';
import { GROWTH, costOfOne, environmentWith, exponent } from './growth';
import { ROUNDS, inTurns, run, type Case, type Measured } from './runs';
import { isMet, toMarkdown, type Row } from './table';

const SECTION = { name: 'bench', command: 'npm run bench -- --write' };

const HELP = `Usage: npm run bench -- [--json] [--write]

How long a synthesis takes, as multiples of what cannot be avoided, in about five minutes. Exit code 1 where a target is missed.
  --json   prints it as JSON
  --write  writes the table into ${PAGE}`;

const SYNTH = ['launch.cjs', 'main.ts', 'synth'];
const TARGETS: Readonly<Record<Target, Readonly<Record<string, string>>>> = {
  infrastructure: { CDKTF_OUTDIR: 'cdktf.out', ENVIRONMENT: 'dev' },
  charts: { CDK8S_OUTDIR: 'dist', ENVIRONMENT: 'dev', PREVIEW: '1' },
};
const ARTEFACTS = ['cdktf.out/manifest.json', 'cdktf.out/stacks/dev/cdk.tf.json', 'dist/dev/dev.k8s.yaml'];
const CLI = {
  cdktf: [path.join(ROOT, 'node_modules/cdktf-cli/bundle/bin/cdktf'), 'synth'],
  cdk8s: [path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false'],
} as const;

/** The least that either command line tool can be given, as plain JavaScript. */
const EMPTY_APPS: Readonly<Record<keyof typeof CLI, Readonly<Record<string, string>>>> = {
  cdktf: {
    'cdktf.json':
      '{ "language": "typescript", "app": "node main.js", "projectId": "empty", "sendCrashReports": "false" }',
    'main.js': `const { App, TerraformStack } = require('cdktf');
const app = new App();
new TerraformStack(app, 'dev');
app.synth();`,
  },
  cdk8s: {
    'cdk8s.yaml': 'language: typescript\napp: node main.js\n',
    'main.js': `const { App, Chart } = require('cdk8s');
const app = new App();
new Chart(app, 'dev');
app.synth();`,
  },
};

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const options = {
    json: { type: 'boolean' },
    write: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) return console.log(HELP);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const rows = rowsOf(await measure(scratch));
    const [cpu] = os.cpus();
    const machine = `${os.cpus().length} × ${cpu?.model.trim()}, ${os.platform()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
    const table = `Medians of ${ROUNDS} whole runs in turns: ${machine}.\n\n${toMarkdown(rows)}`;
    console.log(values.json ? JSON.stringify({ machine, rounds: ROUNDS, rows }, undefined, 2) : table);
    if (values.write) write(table);
    process.exitCode = rows.every(isMet) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Measures everything; the figures by the name of the case. */
async function measure(scratch: string): Promise<ReadonlyMap<string, Measured>> {
  const project = path.join(scratch, 'project');
  const tree = await Project.ofWorkingTree(project, new AbortController().signal);
  for (const name of tree.environments()) tree.remove(`environments/${name}.ts`);
  const names = Array.from({ length: Math.max(...GROWTH.environments) }, (_, index) => `e-${index}`);
  for (const name of ['dev', ...names]) tree.write(`environments/${name}.ts`, environmentWith(name, 0));
  for (const size of GROWTH.workloads) tree.write(`environments/w-${size}.ts`, environmentWith(`w-${size}`, size));

  const inProject = (name: string, args: readonly string[], variables?: Case['variables']): Case => ({
    name,
    args,
    cwd: project,
    variables: variables ?? {},
  });
  const both = inProject('both', [...SYNTH, 'dev']);
  run(both, scratch);
  const artefacts = new Map(ARTEFACTS.map((file) => [file, tree.read(file)]));
  const targets = Object.keys(TARGETS) as Target[];
  return new Map([
    ...inTurns(
      [
        floorCase('floor of both', scratch, targets, artefacts),
        both,
        ...targets.flatMap((target) => [
          floorCase(`floor of ${target}`, scratch, [target], filesOf(target, artefacts)),
          inProject(target, SYNTH.slice(0, 2), TARGETS[target]),
        ]),
      ],
      scratch,
    ),
    ...inTurns(
      (['cdktf', 'cdk8s'] as const).flatMap((tool) => [
        emptyApp(tool, scratch),
        inProject(`${tool} synth`, CLI[tool], { ENVIRONMENT: 'dev', PREVIEW: '1' }),
      ]),
      scratch,
    ),
    ...inTurns(
      [
        ...GROWTH.workloads.map((size) => inProject(`workloads ${size}`, [...SYNTH, `w-${size}`])),
        ...GROWTH.environments.map((size) => inProject(`environments ${size}`, [...SYNTH, ...names.slice(0, size)])),
      ],
      scratch,
    ),
  ]);
}

function filesOf(target: Target, artefacts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...artefacts].filter(([file]) => file.startsWith('dist/') === (target === 'charts')));
}

function floorCase(
  name: string,
  scratch: string,
  targets: readonly Target[],
  artefacts: ReadonlyMap<string, string>,
): Case {
  const folder = path.join(scratch, name);
  mkdirSync(folder);
  return { name, args: [writeFloor(folder, targets, artefacts)], cwd: folder };
}

function emptyApp(tool: keyof typeof CLI, scratch: string): Case {
  const folder = path.join(scratch, `empty-${tool}`);
  mkdirSync(folder);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const [file, text] of Object.entries(EMPTY_APPS[tool])) writeFileSync(path.join(folder, file), text);
  return { name: `empty ${tool}`, args: CLI[tool], cwd: folder };
}

function rowsOf(measured: ReadonlyMap<string, Measured>): Row[] {
  const of = (name: string) => measured.get(name)!;
  const compare = (what: string, name: string, against: string, other: Measured, target?: number): Row => ({
    what,
    against,
    ratio: of(name).cpu / other.cpu,
    cpu: [of(name).cpu, other.cpu],
    run: of(name),
    ...(target === undefined ? {} : { target }),
  });
  const tools = { cpu: of('cdktf synth').cpu + of('cdk8s synth').cpu, wall: 0, memory: 0 };
  return [
    compare('both artefacts', 'both', 'importing the libraries, writing the bytes', of('floor of both'), 1),
    compare('Terraform JSON', 'infrastructure', 'the same of it alone', of('floor of infrastructure')),
    compare('YAML', 'charts', 'the same of it alone', of('floor of charts')),
    compare('both artefacts', 'both', 'cdktf synth and cdk8s synth', tools),
    compare('cdktf synth', 'cdktf synth', 'an empty app', of('empty cdktf'), 1.1),
    compare('cdk8s synth', 'cdk8s synth', 'an empty app', of('empty cdk8s'), 1.1),
    ...growthRows('workloads', of),
    ...growthRows('environments', of),
  ];
}

function growthRows(kind: keyof typeof GROWTH, of: (name: string) => Measured): Row[] {
  const sizes: readonly number[] = GROWTH[kind];
  const times = new Map(sizes.map((size) => [size, of(`${kind} ${size}`).cpu]));
  const [largest, middle] = [sizes.at(-1)!, 16];
  const costs = [costOfOne(times, largest), costOfOne(times, middle)] as const;
  const one = kind.slice(0, -1);
  return [
    ...sizes.slice(1).map((size) => ({
      what: `${size} ${kind}`,
      against: `1 ${one}`,
      ratio: times.get(size)! / times.get(1)!,
      cpu: [times.get(size)!, times.get(1)!] as const,
      run: of(`${kind} ${size}`),
    })),
    {
      what: `one more of ${largest} ${kind}`,
      against: `one more of ${middle}`,
      ratio: costs[0] / costs[1],
      cpu: costs,
      ...(kind === 'workloads' ? { target: 1.2 } : {}),
    },
    { what: `growth with ${kind}`, against: 'a straight line, exponent 1', ratio: exponent(times), cpu: costs },
  ];
}

function write(table: string): void {
  const file = path.join(ROOT, PAGE);
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), SECTION, table));
}
