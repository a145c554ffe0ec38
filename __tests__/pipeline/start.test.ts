import { realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startProcess, type StartOptions } from '../../pipeline';
import { describeWhere } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

/** Runs a script of Node in a process of its own. */
function node(script: string, options: Partial<StartOptions> = {}, ...args: readonly string[]) {
  return startProcess(process.execPath, ['-e', script, ...args], {
    cwd: process.cwd(),
    env: process.env,
    timeoutMs: 60_000,
    graceMs: 60_000,
    stop: new AbortController().signal,
    ...options,
  });
}

describe('a process of this machine', () => {
  test('says what it says, without the last line end, and how it ended', async () => {
    // WHEN
    const ended = await node("console.log('out\\n'); console.error('err'); process.exitCode = 3");

    // THEN
    expect(ended).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err', missing: false, timedOut: false });
  });

  test('gets its arguments as they are, its folder, and no variable but those that it is given', async () => {
    // GIVEN
    const cwd = scratchFolder();
    const args = ['a b', '"$HOME"', "it's", '*'];
    const env = { SystemRoot: process.env['SystemRoot'], GIVEN: 'value' };

    // WHEN
    const script = 'console.log(JSON.stringify([process.cwd(), process.argv.slice(1), process.env]))';
    const { stdout } = await node(script, { cwd, env }, ...args);

    // THEN
    const [folder, words, variables] = JSON.parse(stdout) as [string, string[], Record<string, string>];
    expect(realpathSync(folder)).toBe(realpathSync(cwd));
    expect(words).toEqual(args);
    expect(variables['GIVEN']).toBe('value');
    expect(variables['HOME']).toBeUndefined();
  });

  test('reads what it is given by stdin', async () => {
    const { stdout } = await node('process.stdin.pipe(process.stdout)', { input: 'to the command' });
    expect(stdout).toBe('to the command');
  });

  test('finds stdin closed where nothing is given', async () => {
    const { exitCode } = await node("process.stdin.on('end', () => (process.exitCode = 5)).resume()");
    expect(exitCode).toBe(5);
  });

  test('is told as missing where it is not on PATH', async () => {
    // WHEN
    const ended = await startProcess('kubelogin', ['--version'], {
      cwd: process.cwd(),
      env: { ...process.env, PATH: scratchFolder() },
      timeoutMs: 60_000,
      graceMs: 60_000,
      stop: new AbortController().signal,
    });

    // THEN
    expect(ended).toMatchObject({ missing: true, timedOut: false });
  });

  test('is ended where it takes too long', async () => {
    const ended = await node('setInterval(() => {}, 1000)', { timeoutMs: 100 });
    expect(ended).toMatchObject({ exitCode: undefined, timedOut: true, missing: false });
  });

  test('is ended where it was to be stopped before it began', async () => {
    const ended = await node('setInterval(() => {}, 1000)', { stop: AbortSignal.abort() });
    expect(ended).toMatchObject({ exitCode: undefined, timedOut: false });
  });

  test('tells each line as it comes, and all at the end', async () => {
    // GIVEN a process that goes on once its first line was seen
    const go = path.join(scratchFolder(), 'go');
    const lines: string[] = [];
    const onLine = (line: string) => {
      lines.push(line);
      if (line === 'first') writeFileSync(go, '');
    };

    // WHEN
    const script = `console.log('first'); ${onceThereIs(go, "console.error('second')")}`;
    const { stdout, stderr } = await node(script, { onLine });

    // THEN
    expect(lines).toEqual(['first', 'second']);
    expect({ stdout, stderr }).toEqual({ stdout: 'first', stderr: 'second' });
  });
});

describeWhere(process.platform !== 'win32', 'Windows has no signals that a process could catch')('by signals', () => {
  test('a process is stopped by one SIGTERM, and has time to save its state', async () => {
    // GIVEN
    const go = path.join(scratchFolder(), 'go');
    const stop = new AbortController();
    const lines: string[] = [];
    const onLine = (line: string) => {
      lines.push(line);
      if (line === 'at work') stop.abort();
      if (line === 'stopping') writeFileSync(go, '');
    };

    // WHEN
    const script = `process.on('SIGTERM', () => console.log('stopping')); console.log('at work'); ${onceThereIs(go, "console.log('saved')")}`;
    const { exitCode } = await node(script, { onLine, stop: stop.signal });

    // THEN
    expect(lines).toEqual(['at work', 'stopping', 'saved']);
    expect(exitCode).toBe(0);
  });

  test('one that does not end is killed after its time of grace', async () => {
    // GIVEN
    const stop = new AbortController();
    const onLine = () => stop.abort();

    // WHEN
    const script = "process.on('SIGTERM', () => {}); console.log('at work'); setInterval(() => {}, 1000)";
    const { exitCode, stderr } = await node(script, { onLine, stop: stop.signal, graceMs: 50 });

    // THEN
    expect(exitCode).toBeUndefined();
    expect(stderr).toContain('was forcefully terminated after 50 milliseconds');
  });
});

/** A script that waits until a file is there, and then does something and ends. */
function onceThereIs(file: string, then: string): string {
  return `const timer = setInterval(() => { if (!require('fs').existsSync(${JSON.stringify(file)})) return; clearInterval(timer); ${then}; }, 10);`;
}
