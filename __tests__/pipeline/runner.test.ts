import { writeFileSync } from 'node:fs';
import path from 'node:path';
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
  type RunnerProps,
} from '../../pipeline';
import { PLANTED_TOKEN, hasty } from '../helpers/pipeline-world';
import { scratchFolder } from '../helpers/scratch';

function make(props: Partial<RunnerProps> = {}) {
  const printed: string[] = [];
  const runner = new Runner({ directory: process.cwd(), print: (line) => printed.push(line), ...props });
  return { runner, printed };
}

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
    const { runner, printed } = make();

    // WHEN
    const result = await runner.run('bash', ['-c', 'echo out; echo err >&2']);

    // THEN
    expect(result).toEqual({ exitCode: 0, stdout: 'out', stderr: 'err' });
    expect(printed).toEqual([]);
  });

  test('masks what it prints, line by line', async () => {
    // GIVEN
    const { runner, printed } = make();
    runner.masker.register('the-registered-value');

    // WHEN
    await runner.run('bash', ['-c', `echo a; echo "Bearer ${PLANTED_TOKEN}"; echo the-registered-value >&2`], {
      stream: true,
    });

    // THEN
    expect(printed.toSorted()).toEqual(['***', 'Bearer ***', 'a']);
  });

  test('tells a failure with its exit code and the end of what was said, masked', async () => {
    // GIVEN
    const { runner } = make();

    // WHEN
    const error = await failure(
      runner.run('bash', ['-c', `for i in {1..30}; do echo line $i >&2; done; echo ${PLANTED_TOKEN} >&2; exit 3`]),
    );

    // THEN
    expect(error).toBeInstanceOf(CommandFailedError);
    expect(error).toMatchObject({ exitCode: 3 });
    expect(error.message).toMatch(/^exit code 3: bash -c/);
    expect(error.message).toContain('line 30\n    ***');
    expect(error.message).not.toContain('line 10\n');
    expect(error.message + error.stack).not.toContain(PLANTED_TOKEN);
    expect(error.next).not.toBe('');
  });

  test('tells a missing command and where to get it', async () => {
    // GIVEN
    const { runner } = make();
    const path = jest.replaceProperty(process, 'env', { ...process.env, PATH: '/nowhere' });

    // WHEN
    const error = await failure(runner.run('kubelogin', ['--version']));
    path.restore();

    // THEN
    expect(error).toBeInstanceOf(CommandMissingError);
    expect(error.message).toBe('"kubelogin" was not found on PATH');
    expect(error.next).toContain('https://azure.github.io/kubelogin/install.html');
  });

  test('ends a command that takes too long', async () => {
    // WHEN
    const { runner } = make();
    const error = await failure(runner.run('bash', ['-c', 'sleep 60'], { timeoutMs: 200, next: 'do this' }));

    // THEN
    expect(error).toBeInstanceOf(CommandTimedOutError);
    expect(error).toMatchObject({ message: "no end after 0 s: bash -c 'sleep 60'", next: 'do this' });
  });

  test('hands over stdin without printing it', async () => {
    // GIVEN
    const { runner, printed } = make();

    // WHEN
    const { stdout } = await runner.run('cat', [], { input: 'to the command' });

    // THEN
    expect(stdout).toBe('to the command');
    expect(printed.join('')).not.toContain('to the command');
  });

  test.each([
    ['throttling', 'ERROR: (TooManyRequests) wait'],
    ['a conflict', 'StatusCode=409 -- AnotherOperationInProgress'],
    ['a conflict by its code', 'ERROR: (Conflict) another operation'],
  ])('waits out %s, longer each time', async (_, says) => {
    // GIVEN
    const { runner, printed } = make();

    // WHEN
    const error = await failure(runner.run('bash', ['-c', `echo "${says}" >&2; exit 1`], { retry: RETRY_TRANSIENT }));

    // THEN
    expect(time.waits).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(printed[0]).toMatch(/^attempt 1 of 5 failed, the next in 5 s: bash/);
    expect(error.message).toContain(says);
  });

  test('waits as long as it is asked to', async () => {
    // GIVEN
    const { runner } = make();
    const script = 'echo "429 Retry-After: 17" >&2; exit 1';

    // WHEN
    await failure(runner.run('bash', ['-c', script], { retry: { ...RETRY_TRANSIENT, attempts: 2 } }));

    // THEN
    expect(time.waits).toEqual([17_000]);
  });

  test.each(['(AuthorizationFailed) no', 'Apply failed with 1 conflict: conflict with "helm"', 'took 4290 ms'])(
    'does not repeat %s',
    async (says) => {
      // GIVEN
      const { runner } = make();

      // WHEN
      await failure(runner.run('bash', ['-c', `echo '${says}' >&2; exit 1`], { retry: RETRY_TRANSIENT }));

      // THEN
      expect(time.waits).toEqual([]);
    },
  );

  test('stops the command under way and every later one', async () => {
    // GIVEN
    const cancellation = new AbortController();
    const print = (line: string) => line === 'at work' && cancellation.abort('signal');
    const { runner } = make({ signal: cancellation.signal, print });

    // WHEN
    const running = failure(runner.run('bash', ['-c', 'echo at work; exec sleep 3600'], { stream: true }));

    // THEN
    expect(await running).toBeInstanceOf(CancelledError);
    expect(await failure(runner.run('true'))).toBeInstanceOf(CancelledError);
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

  test('in a terminal sends no second signal to a command that Ctrl-C has reached', async () => {
    // GIVEN a command that ends well by itself, as Terraform does after the first signal
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
    const script = `trap 'echo killed' TERM; echo at work; until [ -e '${go}' ]; do sleep 0.05; done; echo saved`;
    const running = failure(runner.run('bash', ['-c', script], { stream: true }));

    // THEN
    expect(await running).toBeInstanceOf(CancelledError);
    expect(lines).toEqual(['at work', 'saved']);
  });

  test('says that an answer is no JSON without showing a secret in it', async () => {
    // GIVEN
    const { runner } = make();

    // WHEN
    const error = await failure(runner.json('echo', [`Bearer ${PLANTED_TOKEN}`]));

    // THEN
    expect(error.message).toContain('is no JSON: Bearer ***');
    expect(error.message).not.toContain(PLANTED_TOKEN);
  });
});

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
