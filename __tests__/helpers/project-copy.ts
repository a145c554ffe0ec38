import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ENVIRONMENT_INPUTS } from '../fixtures/environments';

const ROOT = path.join(__dirname, '..', '..');
const SOURCES = [
  'charts',
  'config',
  'constructs',
  'contract',
  'imports',
  'model',
  'pipeline',
  'launch.cjs',
  'main.ts',
  'package.json',
  'tsconfig.json',
  'cdktf.json',
  'cdk8s.yaml',
];

/** What a run of main.ts left behind. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A copy of the project in a folder of its own, so that a run can write, and an environment can be wrong. Its environments
 * are fixtures, whatever the project's own are.
 */
export class ProjectCopy {
  public readonly dir = mkdtempSync(path.join(os.tmpdir(), 'project-'));

  public constructor() {
    const present = readdirSync(ROOT);
    for (const source of SOURCES.filter((name) => present.includes(name))) {
      cpSync(path.join(ROOT, source), path.join(this.dir, source), { recursive: true });
    }
    const loader = path.join('environments', 'index.ts');
    this.write(loader, readFileSync(path.join(ROOT, loader), 'utf8'));
    for (const [name, input] of Object.entries(ENVIRONMENT_INPUTS)) {
      this.write(`environments/${name}.ts`, `export default ${JSON.stringify(input)};\n`);
    }
    // A junction, since Windows lets not everybody make a link.
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.dir, 'node_modules'), 'junction');
  }

  /** Gives the copy a folder of packages of its own, each a link, so that it shares no cache. */
  public ownPackages(): void {
    const folder = path.join(this.dir, 'node_modules');
    rmSync(folder);
    mkdirSync(folder);
    for (const name of readdirSync(path.join(ROOT, 'node_modules'))) {
      const target = path.join(ROOT, 'node_modules', name);
      if (name === '.package-lock.json') cpSync(target, path.join(folder, name));
      else if (!name.startsWith('.')) symlinkSync(target, path.join(folder, name), 'junction');
    }
  }

  /** Runs main.ts as the command line tools do, with nothing in the environment but what is given. */
  public main(variables: Readonly<Record<string, string>> = {}, words: readonly string[] = []): Run {
    return this.node(['launch.cjs', 'main.ts', ...words], variables);
  }

  /** Runs Node in the copy, with nothing in the environment but what is given. */
  public node(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Run {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.dir,
      env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], HOME: this.dir, ...variables },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  public write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.dir, file)), { recursive: true });
    writeFileSync(path.join(this.dir, file), text);
  }

  /** Deletes every environment but one. */
  public only(environment: string): void {
    for (const name of Object.keys(ENVIRONMENT_INPUTS).filter((other) => other !== environment)) {
      rmSync(path.join(this.dir, 'environments', `${name}.ts`), { force: true });
    }
  }

  public read(file: string): string {
    return readFileSync(path.join(this.dir, file), 'utf8');
  }

  /** Every file below the copy that is no source, by its path from the copy's root, with slashes. */
  public written(): string[] {
    const others = [...SOURCES, 'environments', 'outputs', 'elsewhere', 'node_modules'];
    return readdirSync(this.dir, { withFileTypes: true })
      .filter(({ name }) => !others.includes(name))
      .flatMap((entry) => (entry.isDirectory() ? this.filesBelow(entry.name) : [entry.name]))
      .toSorted();
  }

  /** Takes away what runs have written. */
  public clean(): void {
    for (const name of ['cdktf.out', 'dist', 'out', 'outputs'])
      rmSync(path.join(this.dir, name), { recursive: true, force: true });
  }

  public remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  private filesBelow(folder: string): string[] {
    return readdirSync(path.join(this.dir, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.dir, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  }
}
