import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** This project's own folder. */
export const ROOT = path.join(__dirname, '..');

/** Files by their path, with `/` between folders. */
export type Files = ReadonlyMap<string, Buffer>;

/** How a project synthesizes. */
export type Variables = Readonly<Partial<Record<'PREVIEW' | 'GATEWAY_HOSTNAME', string>>>;

/** One state of this project in a folder of its own, where it can be run. */
export class Project {
  private constructor(
    private readonly dir: string,
    private readonly stop: AbortSignal,
  ) {
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(dir, 'node_modules'), 'junction');
    mkdirSync(`${dir}.tmp`);
  }

  /** The project as a commit has it. The repository keeps no trace of it, unlike of a worktree. */
  public static async ofCommit(commit: string, dir: string, stop: AbortSignal): Promise<Project> {
    mkdirSync(dir);
    const index = { GIT_INDEX_FILE: `${dir}.index` };
    await run('git', ['read-tree', commit], ROOT, stop, { ...process.env, ...index });
    await run('git', ['checkout-index', '--all', `--prefix=${dir}/`], ROOT, stop, { ...process.env, ...index });
    return new Project(dir, stop);
  }

  /** The project as it stands, with what is not committed yet. */
  public static async ofWorkingTree(dir: string, stop: AbortSignal): Promise<Project> {
    mkdirSync(dir);
    const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], ROOT, stop);
    for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(path.join(ROOT, name)))) {
      cpSync(path.join(ROOT, file), path.join(dir, file));
    }
    return new Project(dir, stop);
  }

  public read(file: string): string {
    return readFileSync(path.join(this.dir, file), 'utf8');
  }

  public write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.dir, file)), { recursive: true });
    writeFileSync(path.join(this.dir, file), text);
  }

  /**
   * Gives it packages of its own, each a link, and another one in the place of some. Node has to be told to take links for what
   * they are (`--preserve-symlinks`), so that whoever asks for a replaced package gets the other one, the other packages too.
   *
   * @param others folders, by the names of the packages they are taken for
   */
  public replacePackages(others: ReadonlyMap<string, string>): void {
    const folder = path.join(this.dir, 'node_modules');
    rmSync(folder);
    for (const name of packagesIn(path.join(ROOT, 'node_modules'))) {
      const link = path.join(folder, name);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(others.get(name) ?? path.join(ROOT, 'node_modules', name), link, 'junction');
    }
  }

  /** The names of the environments there are. */
  public environments(): string[] {
    return readdirSync(path.join(this.dir, 'environments'))
      .flatMap((file) => /^(?!index\.)(.+)\.ts$/.exec(file)?.[1] ?? [])
      .toSorted();
  }

  public remove(file: string): void {
    rmSync(path.join(this.dir, file));
  }

  /** Makes the artefacts of every environment, and returns those whose path is wanted. */
  public async synthesize(variables: Variables, wanted: RegExp): Promise<Files> {
    for (const folder of ['cdktf.out', 'dist']) rmSync(path.join(this.dir, folder), { recursive: true, force: true });
    const temporary = `${this.dir}.tmp`;
    // Each commit says itself how it is run.
    const { app } = JSON.parse(this.read('cdktf.json')) as { app: string };
    // Nothing of the caller's variables, so that two runs differ by their sources alone.
    await run(process.execPath, app.split(' ').slice(1), this.dir, this.stop, {
      PATH: process.env['PATH'],
      SystemRoot: process.env['SystemRoot'],
      HOME: temporary,
      USERPROFILE: temporary,
      TMPDIR: temporary,
      TEMP: temporary,
      ...variables,
    });
    return new Map(
      [...this.files('cdktf.out/stacks', /\/cdk\.tf\.json$/), ...this.files('dist', /\.ya?ml$/)].filter(([file]) =>
        wanted.test(file),
      ),
    );
  }

  private files(folder: string, pattern: RegExp): [string, Buffer][] {
    const root = path.join(this.dir, folder);
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.dir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .filter((file) => pattern.test(file))
      .toSorted()
      .map((file) => [file, readFileSync(path.join(this.dir, file))]);
  }
}

/** The names of the packages in a folder of them, those of a scope with its name. */
function packagesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(folder, name)).map((child) => `${name}/${child}`) : [name],
    );
}

/**
 * Runs a program to its end and returns what it printed. When told to stop it is killed, and waited for: a folder that
 * is being written to cannot be removed.
 *
 * @throws Error with what it printed, if it fails or is stopped
 */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(program, args, { cwd, env, signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    let failure: unknown;
    child.on('error', (error) => (failure = signal.aborted ? signal.reason : error));
    child.on('close', (status) => {
      if (status === 0 && failure === undefined) resolve(stdout);
      else reject(failure ?? new Error(`${program} ${args.join(' ')} failed in ${cwd}:\n${stderr}${stdout}`));
    });
  });
}
