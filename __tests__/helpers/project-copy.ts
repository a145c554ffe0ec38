import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Project, type Run } from './project';

const ROOT = path.join(__dirname, '..', '..');
const SOURCES = [
  'charts',
  'config',
  'constructs',
  'contract',
  'imports',
  'model',
  'pictures',
  'pipeline',
  'policy',
  'launch.cjs',
  'command-line.ts',
  'help.ts',
  'synthesis.ts',
  'main.ts',
  'package.json',
  'tsconfig.json',
  'cdktf.json',
  'cdk8s.yaml',
];

/** Flags of a Node that reads each source by itself, with no bundle. */
export const EACH_SOURCE = ['--require', path.join(__dirname, 'each-source.cjs')];

/** A project with a copy of all the sources in it, so that a process can run there, and a source can be edited. */
export class ProjectCopy extends Project {
  public constructor() {
    super(SOURCES);
    const present = readdirSync(ROOT);
    for (const source of SOURCES.filter((name) => present.includes(name))) {
      cpSync(path.join(ROOT, source), path.join(this.dir, source), { recursive: true });
    }
    const loader = path.join('environments', 'index.ts');
    this.write(loader, readFileSync(path.join(ROOT, loader), 'utf8'));
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

  /** Runs a file of the copy in this process, as it is there, with what it imports of the copy. */
  public load(file: string): void {
    const before = process.cwd();
    process.chdir(this.dir);
    try {
      jest.requireActual(path.join(this.dir, file));
    } finally {
      process.chdir(before);
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
}
