import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandLine } from '../../command-line';
import { ENVIRONMENT_INPUTS } from '../fixtures/environments';

/** What a run left behind. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What lies in a project that no run has written. */
const READ = ['environments', 'outputs', 'elsewhere', 'node_modules'];

/**
 * A folder to synthesize in, so that a run can write, and an environment can be wrong. Its environments are fixtures,
 * whatever the project's own are. A file of an environment is read once, so each wrong one needs a name of its own.
 */
export class Project {
  public readonly dir = mkdtempSync(path.join(os.tmpdir(), 'project-'));

  public constructor(private readonly sources: readonly string[] = []) {
    for (const [name, input] of Object.entries(ENVIRONMENT_INPUTS)) {
      this.write(`environments/${name}.ts`, `export default ${JSON.stringify(input)};\n`);
    }
  }

  /** Does in this process what main.ts does, with no variables but those given. */
  public async run(variables: Readonly<Record<string, string>> = {}, words: readonly string[] = []): Promise<Run> {
    const printed = { stdout: '', stderr: '' };
    const before = process.cwd();
    const spies = [
      jest.spyOn(console, 'log').mockImplementation((line: unknown) => void (printed.stdout += `${String(line)}\n`)),
      jest.spyOn(console, 'error').mockImplementation((line: unknown) => void (printed.stderr += `${String(line)}\n`)),
    ];
    process.chdir(this.dir);
    try {
      return { status: await commandLine(words, variables), ...printed };
    } finally {
      process.chdir(before);
      for (const spy of spies) spy.mockRestore();
    }
  }

  public write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.dir, file)), { recursive: true });
    writeFileSync(path.join(this.dir, file), text);
  }

  /** Deletes every environment but one. */
  public only(environment: string): void {
    for (const name of Object.keys(ENVIRONMENT_INPUTS).filter((other) => other !== environment)) this.forget(name);
  }

  /** Deletes an environment, if it is there. */
  public forget(environment: string): void {
    rmSync(path.join(this.dir, 'environments', `${environment}.ts`), { force: true });
  }

  public read(file: string): string {
    return readFileSync(path.join(this.dir, file), 'utf8');
  }

  /** Every file below the copy that is no source, by its path from the copy's root, with slashes. */
  public written(): string[] {
    const others = [...this.sources, ...READ];
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
