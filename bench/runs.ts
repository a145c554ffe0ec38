import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One whole run of a program, to be measured. */
export interface Case {
  readonly name: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Medians over the rounds. */
export interface Measured {
  /** From start to end, in milliseconds. */
  readonly wall: number;
  /** Processor time of all Node processes of the run, in milliseconds. */
  readonly cpu: number;
  /** Peak memory of the largest of them, in megabytes. */
  readonly memory: number;
}

/** How often each case is run. What fills a cache is one run of them, which a median does not see. */
export const ROUNDS = 7;

/** What every Node process of a run writes down when it ends. */
const USAGE = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').appendFileSync(process.env.BENCH_USAGE, (userCPUTime + systemCPUTime) / 1000 + ' ' + maxRSS / 1024 + '\\n');
});`;

/** Runs the cases in turns, so that what the machine does beside it falls on all of them alike. */
export function inTurns(cases: readonly Case[], scratch: string): ReadonlyMap<string, Measured> {
  const runs = new Map(cases.map(({ name }) => [name, [] as Measured[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of cases) runs.get(each.name)!.push(run(each, scratch));
  }
  return new Map([...runs].map(([name, measured]) => [name, medians(measured)]));
}

/** Runs a case once. */
export function run({ name, args, cwd, variables }: Case, scratch: string): Measured {
  writeFileSync(path.join(scratch, 'usage.cjs'), USAGE);
  const usage = path.join(scratch, 'usage.txt');
  rmSync(usage, { force: true });
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: {
      ...process.env,
      ...variables,
      BENCH_USAGE: usage,
      NODE_OPTIONS: `--require ${JSON.stringify(path.join(scratch, 'usage.cjs'))}`,
      CHECKPOINT_DISABLE: '1',
      CI: '1',
    },
    encoding: 'utf8',
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`"${name}" failed: node ${args.join(' ')}\n${stderr}`);
  const processes = readFileSync(usage, 'utf8').trim().split('\n');
  const figures = processes.map((line) => line.split(' ').map(Number) as [cpu: number, memory: number]);
  return {
    wall,
    cpu: figures.reduce((sum, [cpu]) => sum + cpu, 0),
    memory: Math.max(...figures.map(([, memory]) => memory)),
  };
}

function medians(runs: readonly Measured[]): Measured {
  const median = (of: keyof Measured) =>
    runs.map((each) => each[of]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)]!;
  return { wall: median('wall'), cpu: median('cpu'), memory: median('memory') };
}
