import { parseEnvironment } from '../../config';
import { CancelledError, PipelineError, Runner } from '../../pipeline/run';
import { runSteps, type Step } from '../../pipeline/run-steps';
import { deploySteps } from '../../pipeline/steps';

const environment = parseEnvironment({ name: 'dev', subscriptionId: '11111111-1111-4111-8111-111111111111' });

/** Lets everything go on that can. */
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** What happened, line by line, with what was printed. */
let happened: string[];
let silenced: jest.SpyInstance[];

beforeEach(() => {
  happened = [];
  // The live list writes there by itself.
  silenced = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
});
afterEach(() => silenced.forEach((spy) => spy.mockRestore()));

/** A step that says when it begins and ends, and takes a turn between. */
function step(id: string, more: Partial<Step> = {}): Step {
  return {
    id,
    title: `the ${id}`,
    run: async () => {
      happened.push(`${id} begins`);
      await turn();
      happened.push(`${id} ends`);
    },
    ...more,
  };
}

function failing(id: string, error: Error, more: Partial<Step> = {}): Step {
  return step(id, { run: () => Promise.reject(error), ...more });
}

/** Runs steps, and returns what they threw. */
async function run(
  steps: readonly Step[],
  { interactive = false, ...options }: { interactive?: boolean; from?: string; inOrder?: boolean } = {},
): Promise<unknown> {
  const runner = new Runner({ directory: '/nowhere', print: (line) => happened.push(line), interactive });
  try {
    await runSteps(steps, { environment, runner }, { command: 'deploy', ...options });
    return undefined;
  } catch (error) {
    return error;
  }
}

const BESIDE = { beside: true } as const;

/** The beginnings and ends of steps. */
const events = () => happened.filter((line) => / (?:begins|ends)$/.test(line));

/** A step that prints, a line a turn. */
function saying(id: string, ...lines: string[]): Step {
  return step(id, {
    run: async ({ runner }) => {
      for (const line of lines) {
        runner.print(line);
        await turn();
      }
    },
  });
}

/** A step whose command prints. */
function calling(id: string): Step {
  return step(id, {
    run: async ({ runner }) => {
      await runner.run(process.execPath, ['--eval', `console.log('line of ${id}')`], { stream: true });
    },
  });
}

/** Prints, and finds nothing to do. */
const isThere: Step['skip'] = ({ runner }) => {
  runner.print('looking');
  return Promise.resolve('it is there');
};

describe.each([
  ['plain lines', false],
  ['a live list', true],
])('as %s', (_, interactive) => {
  test('a step waits for the one before it', async () => {
    expect(await run([step('a'), step('b')], { interactive })).toBeUndefined();
    expect(events()).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('those beside each other begin at once, and what follows waits for all of them', async () => {
    // WHEN
    await run([step('a'), step('b'), step('c', BESIDE), step('d', BESIDE), step('e')], { interactive });

    // THEN
    expect(events()).toEqual([
      'a begins',
      'a ends',
      'b begins',
      'c begins',
      'd begins',
      'b ends',
      'c ends',
      'd ends',
      'e begins',
      'e ends',
    ]);
  });

  test('in order, nothing runs beside another', async () => {
    await run([step('a'), step('b', BESIDE)], { interactive, inOrder: true });

    expect(events()).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('where one fails, the one beside it comes to its end and nothing new begins', async () => {
    // GIVEN
    const error = new PipelineError('b has broken', 'mend it');

    // WHEN
    const thrown = await run([step('a'), failing('b', error), step('c', BESIDE), step('d'), step('e')], {
      interactive,
    });

    // THEN
    expect(thrown).toBe(error);
    expect(events()).toEqual(['a begins', 'a ends', 'c begins', 'c ends']);
    expect(happened.slice(-4)).toEqual([
      'done: a, c',
      'stopped at: b',
      'not done: d, e',
      'go on with: npm run deploy -- dev',
    ]);
  });

  test('where the one beside fails, the step before it is done', async () => {
    // WHEN
    await run([step('a'), failing('b', new Error('broken'), BESIDE)], { interactive });

    // THEN
    expect(happened.slice(-4)).toEqual([
      'done: a',
      'stopped at: b',
      'not done: nothing more',
      'go on with: npm run deploy -- dev',
    ]);
  });

  test('where two fail, the first is thrown and the other is told', async () => {
    // GIVEN
    const first = new PipelineError('a has broken', 'mend a');

    // WHEN
    const thrown = await run([failing('a', first), failing('b', new PipelineError('b too', 'mend b'), BESIDE)], {
      interactive,
    });

    // THEN
    expect(thrown).toBe(first);
    expect(happened.slice(-5)).toEqual([
      'done: nothing',
      'stopped at: a, b',
      'not done: nothing more',
      'failed too: b too\nnext: mend b',
      'go on with: npm run deploy -- dev',
    ]);
  });

  test('where the run is stopped, it is told once', async () => {
    // WHEN
    const thrown = await run(
      [failing('a', new CancelledError('kubectl')), failing('b', new CancelledError('kubectl'), BESIDE), step('c')],
      { interactive },
    );

    // THEN
    expect(thrown).toBeInstanceOf(CancelledError);
    expect(happened.slice(-4)).toEqual([
      'done: nothing',
      'stopped at: a, b',
      'not done: c',
      'go on with: npm run deploy -- dev',
    ]);
    expect(happened.join('\n')).not.toContain('failed too');
  });

  test('from a step on, those before it count as done, the one beside it too', async () => {
    // WHEN
    await run([step('a'), step('b'), step('c', BESIDE), failing('d', new Error('broken'))], { interactive, from: 'c' });

    // THEN
    expect(events()).toEqual(['c begins', 'c ends']);
    expect(happened).toContain('done: a, b, c');
  });

  test('afterwards lines go where they went before', async () => {
    // GIVEN
    const runner = new Runner({ directory: '/nowhere', print: (line) => happened.push(line), interactive });

    // WHEN
    await runSteps([step('a')], { environment, runner }, { command: 'deploy' });
    runner.print('after');

    // THEN
    expect(happened.at(-1)).toBe('after');
  });
});

describe('in plain lines', () => {
  test('a step by itself prints as it likes', async () => {
    await run([saying('a', 'one', 'two')]);

    expect(happened).toEqual(['> a: the a', 'one', 'two', '< a: done']);
  });

  test('of two, each line says whose it is', async () => {
    // WHEN
    await run([saying('a', 'one', 'two\nthree'), { ...saying('b', 'four', 'five'), ...BESIDE }]);

    // THEN
    const of = (id: string) => happened.filter((line) => line.includes(`${id}: `));
    expect(of('a')).toEqual(['> a: the a', 'a: one', 'a: two\na: three', '< a: done']);
    expect(of('b')).toEqual(['> b: the b', 'b: four', 'b: five', '< b: done']);
    expect(happened).toHaveLength(8);
    expect(happened.indexOf('b: four')).toBeLessThan(happened.indexOf('< a: done'));
  });

  test('what a command of a step says is that step’s', async () => {
    // GIVEN
    const runner = new Runner({ directory: process.cwd(), print: (line) => happened.push(line) });

    // WHEN
    await runSteps([calling('a'), { ...calling('b'), ...BESIDE }], { environment, runner }, { command: 'deploy' });

    // THEN
    expect(happened).toEqual(expect.arrayContaining(['a: line of a', 'b: line of b']));
  });

  test('a failure is told at once, and what it is at the end', async () => {
    // WHEN
    const slow = step('b', { run: () => turn().then(turn), ...BESIDE });
    const error = await run([failing('a', new Error('broken')), slow]);

    // THEN
    expect(error).toEqual(new Error('broken'));
    expect(happened.slice(0, 4)).toEqual(['> a: the a', '> b: the b', '! a: failed, see below', '< b: done']);
  });

  test('a step that has nothing to do says why, and what it says meanwhile is its own', async () => {
    // WHEN
    await run([step('a', { skip: isThere }), step('b', { skip: isThere, ...BESIDE })]);

    // THEN
    expect(happened).toEqual(['a: looking', 'b: looking', '- a: skipped, it is there', '- b: skipped, it is there']);
  });
});

test('in a deploy, the YAML is made beside the Secret, and the Gateway waited for while what has left is taken away', () => {
  const ids = deploySteps().map(({ id }) => id);
  const pairs = deploySteps().flatMap(({ id, beside }, index) => (beside ? [[ids[index - 1], id]] : []));

  expect(pairs).toEqual([
    ['secret', 'charts'],
    ['prune', 'gateway'],
  ]);
});
