import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { CancelledError, Runner, runCommand, type Environments } from '../../pipeline';
import { SUBSCRIPTION, fixtureOutputs, fixtureEnvironments } from '../fixtures/pipeline/environments';
import { which } from './which';

const ROOT = path.resolve(__dirname, '../..');
const FIXTURE = path.join(ROOT, '__tests__/fixtures/pipeline');

/** Stands for a secret; it must be in nothing that is printed or recorded. */
export const PLANTED_TOKEN = 'eyJhbGciOiJub25lIn0.eyJvaWQiOiJwbGFudGVkIn0.cGxhbnRlZC1zaWduYXR1cmU';
export const PLANTED_KEY = 'cGxhbnRlZC1rZXktb2YtYW4tYWNjb3VudA';

/** How a run of a command ended, and all it printed. */
export interface Outcome {
  /** Exit code; `null` where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A rule for the stand-ins; see record.sh. */
export interface Rule {
  /** Pattern of the shell that the call must match, tool and arguments. */
  readonly call: string;
  /** How many such calls pass first. @default 0 */
  readonly passes?: number;
  /** @default 999 */
  readonly times?: number;
  readonly code: number | 'hang' | 'echo-stdin' | 'kill-before' | 'kill-after';
  readonly says?: string;
}

/** Something that happens to a run once it has printed a text. */
export interface Watch {
  readonly text: string;
  readonly react: (run: ChildProcess) => void;
}

/** What is outside the project beside the tools, for a run in this process. */
export interface Surroundings {
  /** What answers a call of HTTP. @default closedAndAnswering */
  readonly fetch?: typeof fetch;
  /** The day, as an ISO date. @default '2026-11-22' */
  readonly today?: string;
  /** What somebody at a terminal types; `''` sits there and types nothing. @default - nobody is at a terminal */
  readonly typed?: string;
}

export interface WorldProps {
  /** Whether cdktf, cdk8s and terraform are stand-ins too. @default true */
  readonly standIns?: boolean;
  /** Tools to leave out of PATH. @default - none */
  readonly without?: readonly string[];
}

/** A project of its own, an empty Azure, and a PATH of stand-ins. */
export class World {
  public readonly project: string;
  private readonly world: string;
  private readonly env: Record<string, string>;
  private rules = 0;

  public constructor({ standIns = true, without = [] }: WorldProps = {}) {
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'pipeline-')));
    this.project = path.join(root, 'project');
    this.world = path.join(root, 'world');
    const bin = path.join(root, 'bin');
    for (const folder of [this.project, bin, path.join(this.world, 'rules')]) mkdirSync(folder, { recursive: true });
    for (const folder of standIns ? ['bin', 'fast'] : ['bin']) {
      for (const tool of readdirSync(path.join(FIXTURE, folder))) link(path.join(FIXTURE, folder, tool), bin, without);
    }
    const others = ['bash', 'sh', 'env', 'cat', 'cp', 'grep', 'mkdir', 'rm', 'sleep', 'tail', 'tee', 'touch'];
    for (const tool of standIns ? others : [...others, 'terraform']) {
      const found = which(tool);
      if (found) link(found, bin, without);
    }
    link(process.execPath, bin, []);
    if (!standIns) this.makeApp();
    this.env = {
      PATH: bin,
      WORLD: this.world,
      FIXTURE,
      SUBSCRIPTION,
      PLANTED_TOKEN,
      PLANTED_KEY,
      PIPELINE_PID: String(process.pid),
    };
  }

  /** Whether something of that name is in the world. */
  public has(name: string): boolean {
    return existsSync(path.join(this.world, name));
  }

  /** Takes something of that name out of the world. */
  public takeAway(name: string): void {
    rmSync(path.join(this.world, name));
  }

  /** What of the world is in that file; empty where there is none. */
  public read(name: string): string {
    return this.has(name) ? readFileSync(path.join(this.world, name), 'utf8') : '';
  }

  /** What a stack of this environment says, for the stand-in of cdktf. */
  public async prepare(environment: string, environments: Environments = fixtureEnvironments): Promise<this> {
    const outputs = fixtureOutputs(await environments.loadEnvironment(environment));
    writeFileSync(path.join(this.world, 'outputs.json'), JSON.stringify({ [environment]: outputs }));
    return this;
  }

  /** Changes how a stand-in answers. */
  public rule({ call, passes = 0, times = 999, code, says = '' }: Rule): this {
    const name = String(this.rules++).padStart(3, '0');
    writeFileSync(path.join(this.world, 'rules', name), `${call}\n${passes}\n${times}\n${code}\n${says}\n`);
    return this;
  }

  /** Takes every rule back. */
  public settle(): this {
    rmSync(path.join(this.world, 'rules'), { recursive: true });
    mkdirSync(path.join(this.world, 'rules'));
    return this;
  }

  /** Sets a variable of every later run. */
  public variable(name: string, value: string): this {
    this.env[name] = value;
    return this;
  }

  /** The calls so far, without the kubeconfig, which every call to kubectl names. */
  public calls(): string[] {
    return this.read('calls')
      .split('\n')
      .filter(Boolean)
      .map((call) => call.replace(/--kubeconfig \S+ /, ''));
  }

  public forgetCalls(): this {
    rmSync(path.join(this.world, 'calls'), { force: true });
    return this;
  }

  /** Files of the project, by their paths in it. */
  public files(): string[] {
    return readdirSync(this.project, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.project, path.join(entry.parentPath, entry.name)));
  }

  /** Runs a command in this process. Nobody waits. */
  public async run(
    command: string,
    argv: readonly string[],
    { fetch = closedAndAnswering, today, typed }: Surroundings = {},
    environments: Environments = fixtureEnvironments,
  ): Promise<Outcome> {
    const printed = { stdout: [] as string[], stderr: [] as string[] };
    const time = hasty(today);
    const restoreVariables = setVariables({ ...this.env, CI: typed === undefined ? '1' : '' });
    const restoreTerminal = sitAtTerminal(typed);
    const spies = [
      jest.spyOn(console, 'log').mockImplementation((line: unknown) => void printed.stdout.push(String(line))),
      jest.spyOn(console, 'error').mockImplementation((line: unknown) => void printed.stderr.push(String(line))),
      jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.stdout.push(String(text)) > 0),
      jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.stderr.push(String(text)) > 0),
      jest.spyOn(process, 'cwd').mockReturnValue(this.project),
      jest.spyOn(globalThis, 'fetch').mockImplementation(fetch),
    ];
    try {
      const code = await runCommand(command, argv, environments);
      return { code, stdout: printed.stdout.join('\n'), stderr: printed.stderr.join('\n') };
    } finally {
      for (const spy of spies) spy.mockRestore();
      restoreTerminal();
      restoreVariables();
      time.stop();
    }
  }

  /**
   * Runs a command in a process of its own, through the fixture app.
   *
   * @param watch what it prints when something is to happen to it; what it has started lives on
   */
  public spawn(command: string, argv: readonly string[], watch?: Watch): Promise<Outcome> {
    const child = spawn(process.execPath, ['--import', tsx(), path.join(FIXTURE, 'main.ts'), command, ...argv], {
      cwd: this.project,
      env: { ...this.env, HOME: this.project, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      printed.stdout += chunk.toString();
      if (watch && printed.stdout.includes(watch.text)) watch.react(child);
    });
    child.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
    return new Promise((resolve) => child.on(watch ? 'exit' : 'close', (code) => resolve({ code, ...printed })));
  }

  public remove(): void {
    rmSync(path.dirname(this.project), { recursive: true, force: true });
  }

  /** What the real cdktf and cdk8s want of a project. */
  private makeApp(): void {
    const app = `node --import tsx ${path.join(FIXTURE, 'main.ts')}`;
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.project, 'node_modules'));
    const settings = { language: 'typescript', app, projectId: 'fixture', sendCrashReports: 'false' };
    writeFileSync(path.join(this.project, 'cdktf.json'), JSON.stringify(settings));
    writeFileSync(path.join(this.project, 'cdk8s.yaml'), `language: typescript\napp: ${app}\n`);
  }
}

/** Time that passes when the pipeline waits for it, and at no other time; commands and servers keep the real one. */
export function hasty(today = '2026-11-22'): { readonly waits: number[]; readonly stop: () => void } {
  const waits: number[] = [];
  jest.useFakeTimers({ now: new Date(today), doNotFake: [...REAL_TIMERS] });
  const spy = jest.spyOn(Runner.prototype, 'sleep').mockImplementation(async function (this: Runner, ms, what) {
    if (this.signal.aborted) throw new CancelledError(what);
    waits.push(ms);
    jest.advanceTimersByTime(ms);
    await new Promise((resolve) => setImmediate(resolve));
  });
  return {
    waits,
    stop: () => {
      spy.mockRestore();
      jest.useRealTimers();
    },
  };
}

/** Everything but Date and performance. */
const REAL_TIMERS = [
  'cancelAnimationFrame',
  'cancelIdleCallback',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'hrtime',
  'nextTick',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'setImmediate',
  'setInterval',
  'setTimeout',
] as const;

/** Sets variables of this process. Returns what takes them back. */
function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/** Puts somebody who types this at a terminal, or nobody. Returns what takes it back. */
function sitAtTerminal(typed: string | undefined): () => void {
  const stdin = new PassThrough();
  if (typed) stdin.write(`${typed}\n`);
  const before = { stdin: process.stdin, isTTY: process.stdout.isTTY };
  Object.defineProperty(process, 'stdin', {
    value: Object.assign(stdin, { isTTY: typed !== undefined }),
    configurable: true,
  });
  process.stdout.isTTY = typed !== undefined;
  return () => {
    Object.defineProperty(process, 'stdin', { value: before.stdin, configurable: true });
    process.stdout.isTTY = before.isTTY;
  };
}

/** The account refuses from outside, and the page answers. */
export const closedAndAnswering: typeof fetch = (input) => {
  const url = input instanceof Request ? input.url : input.toString();
  return Promise.resolve(
    url.includes('.openai.azure.com')
      ? new Response('{"error":{"message":"Access denied due to Virtual Network/Firewall rules."}}', { status: 403 })
      : new Response('<html></html>'),
  );
};

function link(target: string, folder: string, without: readonly string[]): void {
  const name = path.basename(target);
  const place = path.join(folder, name);
  if (!without.includes(name) && !existsSync(place)) symlinkSync(target, place);
}

function tsx(): string {
  return require.resolve('tsx');
}
