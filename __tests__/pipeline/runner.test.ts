import { getMaxListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CancelledError,
  CommandFailedError,
  CommandMissingError,
  CommandTimedOutError,
  PipelineError,
  RETRY_TRANSIENT,
  Runner,
  WaitTimedOutError,
  waitUntil,
  type Ended,
  type RunnerProps,
  type Start,
  type StartOptions,
} from '../../pipeline';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { hasty } from '../helpers/hasty';
import { describeWhere } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

function make(props: Partial<RunnerProps> = {}) {
  const printed: string[] = [];
  const runner = new Runner({ directory: process.cwd(), print: (line) => printed.push(line), ...props });
  return { runner, printed };
}

/** A command that ends so at once, and the options that it was started with. */
function ending(ended: Partial<Ended> = {}) {
  const started: StartOptions[] = [];
  const start: Start = (_tool, _args, options) => {
    started.push(options);
    const end = { exitCode: 0, stdout: '', stderr: '', ...ended };
    for (const line of [end.stdout, end.stderr].flatMap((text) => text.split('\n')).filter(Boolean)) {
      options.onLine?.(line);
    }
    return Promise.resolve(end);
  };
  return { start, started };
}

/** A command that says it is at work, and ends when it is stopped or its time is up. */
const working: Start = async (_tool, _args, { onLine, stop, timeoutMs }) => {
  onLine?.('at work');
  const timedOut = await delay(timeoutMs, true, { signal: stop }).catch(() => false);
  return { exitCode: undefined, stdout: '', stderr: '', timedOut };
};

let time: ReturnType<typeof hasty>;
beforeEach(() => void (time = hasty()));
afterEach(() => time.stop());

async function failure(work: Promise<unknown>): Promise<PipelineError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(PipelineError);
  return error as PipelineError;
}

describe('Runner', () => {
  test('returns what a command says, and prints none of it unless asked', async () => {
    // GIVEN
    const { runner, printed } = make(ending({ stdout: 'out', stderr: 'err' }));

    // WHEN
    const result = await runner.run('tool');

    // THEN
    expect(result).toEqual({ exitCode: 0, stdout: 'out', stderr: 'err' });
    expect(printed).toEqual([]);
  });

  test('masks what it prints, line by line', async () => {
    // GIVEN
    const { runner, printed } = make(ending({ stdout: `a\nBearer ${PLANTED_TOKEN}`, stderr: 'the-registered-value' }));
    runner.masker.register('the-registered-value');

    // WHEN
    await runner.run('tool', [], { stream: true });

    // THEN
    expect(printed).toEqual(['a', 'Bearer ***', '***']);
  });

  test('tells a failure with its exit code and the end of what was said, masked', async () => {
    // GIVEN
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
    const { runner } = make(ending({ exitCode: 3, stderr: [...lines, PLANTED_TOKEN].join('\n') }));

    // WHEN
    const error = await failure(runner.run('tool', ['--of', ['two words', "it's"]]));

    // THEN
    expect(error).toBeInstanceOf(CommandFailedError);
    expect(error).toMatchObject({ exitCode: 3 });
    expect(error.message).toMatch(/^exit code 3: tool --of 'two words' 'it'\\''s'\n/);
    expect(error.message).toContain('line 30\n    ***');
    expect(error.message).not.toContain('line 10\n');
    expect(error.message + error.stack).not.toContain(PLANTED_TOKEN);
    expect(error.next).not.toBe('');
  });

  test('tells a missing command and where to get it', async () => {
    // GIVEN
    const { runner } = make(ending({ exitCode: undefined, missing: true }));

    // WHEN
    const error = await failure(runner.run('kubelogin', ['--version']));

    // THEN
    expect(error).toBeInstanceOf(CommandMissingError);
    expect(error.message).toBe('"kubelogin" was not found on PATH');
    expect(error.next).toContain('https://azure.github.io/kubelogin/install.html');
  });

  test('ends a command that takes too long', async () => {
    // WHEN
    const { start, started } = ending({ exitCode: undefined, timedOut: true });
    const { runner } = make({ start });
    const error = await failure(runner.run('tool', ['slowly'], { timeoutMs: 200, graceMs: 300, next: 'do this' }));

    // THEN
    expect(error).toBeInstanceOf(CommandTimedOutError);
    expect(error).toMatchObject({ message: 'no end after 0 s: tool slowly', next: 'do this' });
    expect(started).toEqual([expect.objectContaining({ timeoutMs: 200, graceMs: 300 })]);
  });

  test('gives a command two minutes, and five seconds to end, where nothing else is said', async () => {
    // GIVEN
    const { start, started } = ending();

    // WHEN
    await make({ start }).runner.run('tool');

    // THEN
    expect(started).toEqual([expect.objectContaining({ timeoutMs: 120_000, graceMs: 5_000 })]);
  });

  test('says that a command was killed, and why it ended', async () => {
    // WHEN
    const { runner } = make(ending({ exitCode: undefined, stderr: 'Command was killed with SIGKILL' }));
    const error = await failure(runner.run('tool'));

    // THEN
    expect(error.message).toBe('was killed: tool\n    Command was killed with SIGKILL');
  });

  test('runs a command in the project, whose tools come first, with its variables on top of those of this process', async () => {
    // GIVEN
    const { start, started } = ending();
    const directory = scratchFolder();
    const before = jest.replaceProperty(process, 'env', { PATH: 'rest', OWN: 'own', NAME: 'lower', CI: '' });

    // WHEN
    await make({ start, directory }).runner.run('tool', [], { env: { NAME: 'upper', TF_INPUT: '1' } });
    before.restore();

    // THEN
    expect(started[0]!.cwd).toBe(directory);
    expect(started[0]!.env).toMatchObject({
      PATH: [path.join(directory, 'node_modules/.bin'), 'rest'].join(path.delimiter),
      OWN: 'own',
      NAME: 'upper',
      NO_COLOR: '1',
      CI: '1',
      TF_INPUT: '1',
    });
  });

  test('hands over stdin without printing it', async () => {
    // GIVEN
    const { start, started } = ending();
    const { runner, printed } = make({ start });

    // WHEN
    await runner.run('tool', [], { input: 'to the command', stream: true });
    await runner.run('tool');

    // THEN
    expect(started.map(({ input }) => input)).toEqual(['to the command', undefined]);
    expect(printed.join('')).not.toContain('to the command');
  });

  test.each([
    ['throttling', 'ERROR: (TooManyRequests) wait'],
    ['a conflict', 'StatusCode=409 -- AnotherOperationInProgress'],
    ['a conflict by its code', 'ERROR: (Conflict) another operation'],
  ])('waits out %s, longer each time', async (_, says) => {
    // GIVEN
    const { start, started } = ending({ exitCode: 1, stderr: says });
    const { runner, printed } = make({ start });

    // WHEN
    const error = await failure(runner.run('tool', [], { retry: RETRY_TRANSIENT }));

    // THEN
    expect(time.waits).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(started).toHaveLength(5);
    expect(printed[0]).toBe('attempt 1 of 5 failed, the next in 5 s: tool');
    expect(error.message).toContain(says);
  });

  test('waits as long as it is asked to', async () => {
    // GIVEN
    const { runner } = make(ending({ exitCode: 1, stderr: '429 Retry-After: 17' }));

    // WHEN
    await failure(runner.run('tool', [], { retry: { ...RETRY_TRANSIENT, attempts: 2 } }));

    // THEN
    expect(time.waits).toEqual([17_000]);
  });

  test.each(['(AuthorizationFailed) no', 'Apply failed with 1 conflict: conflict with "helm"', 'took 4290 ms'])(
    'does not repeat %s',
    async (says) => {
      // GIVEN
      const { start, started } = ending({ exitCode: 1, stderr: says });
      const { runner } = make({ start });

      // WHEN
      await failure(runner.run('tool', [], { retry: RETRY_TRANSIENT }));

      // THEN
      expect(time.waits).toEqual([]);
      expect(started).toHaveLength(1);
    },
  );

  test('stops the command under way and every later one', async () => {
    // GIVEN
    const cancellation = new AbortController();
    const print = (line: string) => line === 'at work' && cancellation.abort('signal');
    const start = jest.fn(working);
    const { runner } = make({ signal: cancellation.signal, print, start });

    // WHEN
    const running = failure(runner.run('tool', [], { stream: true }));

    // THEN
    expect(await running).toBeInstanceOf(CancelledError);
    expect(await failure(runner.run('another'))).toBeInstanceOf(CancelledError);
    expect(start).toHaveBeenCalledTimes(1);
    expect((await running).next).toContain('goes on from where it is');
  });

  test('stops a wait at once, and says what was waited for', async () => {
    // GIVEN time that passes by itself
    time.stop();
    const cancellation = new AbortController();
    const { runner } = make({ signal: cancellation.signal });

    // WHEN
    const waiting = failure(
      waitUntil(runner, {
        what: 'it',
        look: 'look',
        timeoutMs: 60_000,
        check: () => {
          // Once the wait that follows this look has begun.
          setImmediate(() => cancellation.abort('signal'));
          return Promise.resolve({ seen: 'nothing' });
        },
      }),
    );

    // THEN
    expect(await waiting).toBeInstanceOf(CancelledError);
    expect((await waiting).message).toBe('waiting for it was stopped');
  });

  test('in a terminal does not stop a command that Ctrl-C has reached, and says that it was stopped', async () => {
    // GIVEN a command that ends well by itself
    const cancellation = new AbortController();
    let stopped: boolean | undefined;
    const start: Start = (_tool, _args, { stop }) => {
      cancellation.abort('terminal');
      stopped = stop.aborted;
      return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
    };
    const { runner } = make({ signal: cancellation.signal, start });

    // THEN
    expect(await failure(runner.run('tool'))).toBeInstanceOf(CancelledError);
    expect(stopped).toBe(false);
  });

  test('says that an answer is no JSON without showing a secret in it', async () => {
    // GIVEN
    const { runner } = make(ending({ stdout: `Bearer ${PLANTED_TOKEN}` }));

    // WHEN
    const error = await failure(runner.json('tool', []));

    // THEN
    expect(error.message).toContain('is no JSON: Bearer ***');
    expect(error.message).not.toContain(PLANTED_TOKEN);
  });
});

describeWhere(process.platform !== 'win32', 'Windows has no signals that a process could catch')(
  'at a terminal',
  () => {
    test('no second signal is sent to a command that Ctrl-C has reached', async () => {
      // GIVEN a process that ends well by itself, as Terraform does after the first signal
      const cancellation = new AbortController();
      const go = path.join(scratchFolder(), 'go');
      const lines: string[] = [];
      const print = (line: string) => {
        lines.push(line);
        if (line !== 'at work') return;
        cancellation.abort('terminal');
        // Sent now, a second signal would have come before the command is let go on.
        writeFileSync(go, '');
      };
      const { runner } = make({ signal: cancellation.signal, print });

      // WHEN
      const script = `
      process.on('SIGTERM', () => console.log('killed'));
      console.log('at work');
      const timer = setInterval(() => {
        if (!require('fs').existsSync(${JSON.stringify(go)})) return;
        clearInterval(timer);
        console.log('saved');
      }, 10);`;
      const running = failure(runner.run(process.execPath, ['-e', script], { stream: true }));

      // THEN
      expect(await running).toBeInstanceOf(CancelledError);
      expect(lines).toEqual(['at work', 'saved']);
    });
  },
);

describe('waitUntil', () => {
  test('looks again until it is there', async () => {
    // GIVEN
    const { runner } = make();
    let looks = 0;

    // WHEN
    const value = await waitUntil(runner, {
      what: 'it',
      look: 'look',
      timeoutMs: 60_000,
      check: () => Promise.resolve(++looks < 3 ? { seen: 'nothing' } : { done: 'there' }),
    });

    // THEN
    expect(value).toBe('there');
    expect(time.waits).toEqual([10_000, 10_000]);
  });

  test('does not wait for what waiting does not change', async () => {
    // GIVEN
    const { runner } = make();

    // WHEN
    const error = await failure(
      waitUntil(runner, {
        what: 'it',
        look: 'look',
        timeoutMs: 60_000,
        check: () => Promise.resolve({ seen: "AADSTS700082: The refresh token has expired. Please run 'az login'." }),
      }),
    );

    // THEN
    expect(error.message).toMatch(/^no look at it: AADSTS700082/);
    expect(error.next).toMatch(/^the login has expired: az login/);
    expect(time.waits).toEqual([]);
  });

  test('looks once even where there is no time', async () => {
    // GIVEN
    const { runner } = make();
    let looks = 0;
    const check = () => Promise.resolve({ seen: `look ${++looks}` });

    // WHEN
    const error = await failure(waitUntil(runner, { what: 'it', look: 'look', timeoutMs: 0, check }));

    // THEN
    expect(error.message).toBe('waited 0 s for it; last seen: look 1');
    expect(looks).toBe(1);
  });

  test('passes on at once what a look throws', async () => {
    // GIVEN
    const { runner } = make();
    // WHEN
    const error = await failure(
      waitUntil(runner, {
        what: 'it',
        look: 'look',
        timeoutMs: 60_000,
        check: () => Promise.reject(new PipelineError('no way to look', 'find one')),
      }),
    );

    // THEN
    expect(error.message).toBe('no way to look');
    expect(time.waits).toEqual([]);
  });

  test('ends in time, with what was seen last and how to look', async () => {
    // GIVEN
    const { runner } = make();

    // WHEN
    const error = await failure(
      waitUntil(runner, {
        what: 'the gate',
        look: 'kubectl describe gate',
        timeoutMs: 60_000,
        check: () => Promise.resolve({ seen: `Bearer ${PLANTED_TOKEN}` }),
      }),
    );

    // THEN
    expect(error).toBeInstanceOf(WaitTimedOutError);
    expect(error.message).toBe('waited 60 s for the gate; last seen: Bearer ***');
    expect(error.next).toBe('look with: kubectl describe gate');
    expect(time.waits).toEqual(Array(6).fill(10_000));
  });
});

test('many commands at once are no leak that Node would warn of: each listens to the signal', () => {
  // GIVEN
  const { signal } = new AbortController();

  // WHEN
  const runner = new Runner({ directory: '.', signal });

  // THEN
  expect(getMaxListeners(runner.signal)).toBeGreaterThan(100);
  expect(getMaxListeners(new AbortController().signal)).toBeLessThan(100);
});
