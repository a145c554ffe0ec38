import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand, type Environments } from '../../pipeline';
import { closedAndAnswering } from '../fixtures/pipeline/closed-and-answering';
import { fixtureEnvironments, fixtureOutputs } from '../fixtures/pipeline/environments';
import { quickTools } from '../fixtures/pipeline/quick-tools';
import { addRule, forgetLast, forgetRules, type Rule } from '../fixtures/pipeline/rules';
import { TOOL_NAMES, standIns, type ToolName } from '../fixtures/pipeline/stand-ins';
import { WorldFolder } from '../fixtures/pipeline/world-folder';
import { hasty } from './hasty';
import { setVariables, sitAtTerminal } from './surroundings';

const ROOT = path.resolve(__dirname, '../..');
const LAUNCH = path.join(ROOT, 'launch.cjs');
const MAIN = path.join(ROOT, '__tests__/fixtures/pipeline/main.ts');

/** Tools that a world may have as they are. */
const REAL: readonly ToolName[] = ['cdk8s', 'cdktf', 'terraform'];

/** How a run of a command ended, and all it printed. */
export interface Outcome {
  /** Exit code; `null` where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ends a run in this process where a rule kills it: nothing of it goes on. */
function breakOff(): never {
  throw new Error('killed by a rule');
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
  /** Whether cdktf, cdk8s and terraform are stand-ins too. If not, they are processes of this machine. @default true */
  readonly standIns?: boolean;
  /** Tools that are not there. @default - none */
  readonly without?: readonly string[];
}

/** A project of its own, an empty Azure, and stand-ins of the tools. */
export class World {
  public readonly project: string;
  private readonly folder: WorldFolder;
  private readonly variables: Record<string, string> = {};
  private readonly tools: readonly ToolName[];
  private readonly isReal: boolean;

  public constructor({ standIns = true, without = [] }: WorldProps = {}) {
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'pipeline-')));
    this.project = path.join(root, 'project');
    mkdirSync(this.project);
    this.folder = new WorldFolder(path.join(root, 'world'));
    this.tools = TOOL_NAMES.filter((tool) => !without.includes(tool) && (standIns || !REAL.includes(tool)));
    this.isReal = !standIns;
    if (this.isReal) this.makeApp();
  }

  /** Whether something of that name is in the world. */
  public has(name: string): boolean {
    return this.folder.has(name);
  }

  /** Takes something of that name out of the world. */
  public takeAway(name: string): void {
    this.folder.remove(name);
  }

  /** Puts something of that name into the world. */
  public make(name: string, text: string): this {
    this.folder.make(name, text);
    return this;
  }

  /** What of the world is in that file; empty where there is none. */
  public read(name: string): string {
    return this.folder.read(name);
  }

  /** What a stack of this environment says, for the stand-in of cdktf. */
  public async prepare(environment: string, environments: Environments = fixtureEnvironments): Promise<this> {
    const outputs = fixtureOutputs(await environments.loadEnvironment(environment));
    this.folder.make('outputs.json', JSON.stringify({ [environment]: outputs }));
    return this;
  }

  /** Changes how a stand-in answers. */
  public rule(rule: Rule): this {
    addRule(this.folder, rule);
    return this;
  }

  /** Takes every rule back. */
  public settle(): this {
    forgetRules(this.folder);
    return this;
  }

  /** Another world as this one is now, with stand-ins of every tool. */
  public copy(): World {
    const copy = new World();
    cpSync(this.project, copy.project, { recursive: true });
    cpSync(this.folder.directory, copy.folder.directory, { recursive: true });
    return copy;
  }

  /** Takes back the rule that was added last, and no other. */
  public forgetLast(): this {
    forgetLast(this.folder);
    return this;
  }

  /** Sets a variable of every later run. */
  public variable(name: string, value: string): this {
    this.variables[name] = value;
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
    this.folder.remove('calls');
    return this;
  }

  /** Files of the project, by their paths in it, with slashes. */
  public files(): string[] {
    return readdirSync(this.project, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.project, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  }

  /** Runs a command in this process. Nobody waits, but for tools that are real. */
  public async run(
    command: string,
    argv: readonly string[],
    { fetch = closedAndAnswering, today, typed }: Surroundings = {},
    environments: Environments = fixtureEnvironments,
  ): Promise<Outcome> {
    const printed = { stdout: [] as string[], stderr: [] as string[] };
    const time = hasty(today);
    const restoreVariables = setVariables({ ...this.variables, CI: typed === undefined ? '1' : '' });
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
      const code = await runCommand(
        command,
        argv,
        environments,
        standIns(this.folder, { tools: this.tools, kill: breakOff, ...(this.isReal && { others: quickTools }) }),
      );
      return { code, stdout: printed.stdout.join('\n'), stderr: printed.stderr.join('\n') };
    } finally {
      for (const spy of spies) spy.mockRestore();
      restoreTerminal();
      restoreVariables();
      time.stop();
    }
  }

  /**
   * Runs a command in a process of its own, through the fixture app. Tools that are no stand-ins are processes of this
   * machine.
   *
   * @param watch what it prints when something is to happen to it; what it has started lives on
   */
  public spawn(command: string, argv: readonly string[], watch?: Watch): Promise<Outcome> {
    const child = spawn(process.execPath, [LAUNCH, MAIN, command, ...argv], {
      cwd: this.project,
      env: {
        ...this.variables,
        PATH: process.env['PATH'],
        HOME: this.project,
        USERPROFILE: this.project,
        NO_COLOR: '1',
        WORLD: this.folder.directory,
        STAND_INS: this.tools.join(','),
      },
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

  /** Keeps all that is there now, so that `restore` can bring it back, whatever happens until then. */
  public save(): this {
    const root = path.dirname(this.project);
    cpSync(root, `${root}.saved`, { recursive: true, verbatimSymlinks: true });
    return this;
  }

  /** Brings back what was there at `save`; variables of later runs are forgotten. */
  public restore(): this {
    const root = path.dirname(this.project);
    rmSync(root, { recursive: true, force: true });
    cpSync(`${root}.saved`, root, { recursive: true, verbatimSymlinks: true });
    for (const name of Object.keys(this.variables)) delete this.variables[name];
    return this;
  }

  public remove(): void {
    rmSync(`${path.dirname(this.project)}.saved`, { recursive: true, force: true });
    rmSync(path.dirname(this.project), { recursive: true, force: true });
  }

  /** What the real cdktf and cdk8s want of a project. */
  private makeApp(): void {
    const app = `node ${LAUNCH} ${MAIN}`;
    // A junction, since Windows lets not everybody make a link.
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.project, 'node_modules'), 'junction');
    const settings = { language: 'typescript', app, projectId: 'fixture', sendCrashReports: 'false' };
    writeFileSync(path.join(this.project, 'cdktf.json'), JSON.stringify(settings));
    writeFileSync(path.join(this.project, 'cdk8s.yaml'), `language: typescript\napp: ${app}\n`);
  }
}
