import { stringify } from 'yaml';
import { parseEnvironment, type EnvironmentInput } from '../../config';
import type { LiveObject } from '../../pipeline/prune/orphans';
import older from '../fixtures/recorded/v1.20.2/drift.json';
import drift from '../fixtures/recorded/v1.36.4/drift.json';
import refusals from '../fixtures/recorded/v1.36.4/prune-refusals.json';
import prune from '../fixtures/recorded/v1.36.4/prune.json';
import expired from '../fixtures/recorded/v1.36.4/status-expired.json';
import refused from '../fixtures/recorded/v1.36.4/status-refused.json';
import status from '../fixtures/recorded/v1.36.4/status.json';
import upgrade from '../fixtures/recorded/v1.36.4/upgrade.json';
import { SUBSCRIPTION, only } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

/** What kubectl answered: its arguments, and what it said. */
interface Recorded {
  readonly call: string;
  readonly exitCode: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** The environment that was deployed to the server of the recordings. */
const small = (kubernetesVersion?: string) => {
  const input: EnvironmentInput = {
    name: 'small',
    subscriptionId: SUBSCRIPTION,
    cluster: { admins: [{ objectId: '22222222-2222-4222-8222-222222222222' }], kubernetesVersion },
    store: { enabled: false },
    openAi: { deployments: [{ name: 'gpt-5.4-mini' }] },
    chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini' }],
  };
  return only(parseEnvironment(input));
};

let world: World;
beforeEach(async () => {
  world = await new World().prepare('small', small());
  // The stand-in applies nothing without the Secrets of a store.
  world.make('secret', '').make('data-secret', '');
  await run('deploy');
  world.forgetCalls();
});
afterEach(() => world.remove());

const run = (command: string, args: readonly string[] = [], version?: string) =>
  world.run(command, ['small', ...args], {}, small(version));

/** Lets kubectl answer as it did. */
function replay(answers: readonly Recorded[]): void {
  for (const answer of answers) replayFor(answer.call, answer);
}

function replayFor(call: string, { exitCode, stdout = '', stderr = '' }: Recorded): void {
  world.rule({ call: `kubectl * ${call}`, code: exitCode, says: exitCode === 0 ? stdout : stderr, prints: stdout });
}

const callsOf = (verbs: RegExp) =>
  world.calls().flatMap((call) => (verbs.test(call) ? [call.replace(/^kubectl /, '')] : []));

const isChange = ({ call }: Recorded) => /^(?:delete|wait)/.test(call);

describe('prune', () => {
  beforeEach(() => {
    // GIVEN a second chatbot in the cluster, which the YAML has no more
    replay(prune.filter((answer) => !isChange(answer)));
    const live = JSON.parse(prune.find(({ call }) => call.startsWith('get namespaces,'))!.stdout!) as {
      items: LiveObject[];
    };
    const stay = live.items.filter(({ kind, metadata }) => kind !== 'Namespace' && !metadata.name.includes('second'));
    world.make('more.yaml', stay.map((object) => stringify(object)).join('---\n'));
  });

  test('makes the very calls that the server obeyed, in their order', async () => {
    replay(prune.filter(isChange));

    const { stdout } = await run('deploy', ['--from', 'charts']);

    expect(callsOf(/^kubectl (?:delete --raw|wait --for=delete)/)).toEqual(
      prune.filter(isChange).map(({ call }) => call),
    );
    expect(stdout).toContain('gone: HTTPRoute dev/second-route');
    expect(stdout).toContain('gone: NetworkPolicy dev/data-flow-second');
  });

  test('leaves another object of the name, and asks once', async () => {
    replayFor('delete --raw */deployments/second *', refusals['another of its name']);

    const { stdout } = await run('deploy', ['--from', 'charts']);

    expect(stdout).toContain('Deployment dev/second stays: it was made anew a moment ago');
    expect(callsOf(/delete --raw \S+\/deployments\/second/)).toHaveLength(1);
    expect(stdout).toContain('gone: Service dev/second');
  });

  test('takes what has gone meanwhile for gone', async () => {
    replayFor('delete --raw */deployments/second *', refusals['gone already']);

    expect((await run('deploy', ['--from', 'charts'])).stdout).toContain('gone: Deployment dev/second');
  });

  test.each([
    ['forbidden', 'delete --raw */deployments/second *', 'Deployment dev/second was not deleted'],
    ['held by a finalizer', 'wait --for=delete * services/second *', 'next: a finalizer holds it'],
  ] as const)('stops at what is %s', async (why, call, next) => {
    replayFor(call, refusals[why]);

    const { code, stderr } = await run('deploy', ['--from', 'charts']);

    expect(code).toBe(1);
    expect(stderr).toContain(refusals[why].stderr);
    expect(stderr).toContain(next);
  });
});

describe('plan', () => {
  test('shows what was set by hand, which the API server would refuse to apply as a conflict', async () => {
    const { call } = drift['an image set by hand'];
    replay([drift['an image set by hand']]);

    const { code, stdout } = await run('plan');

    expect(callsOf(/diff/)).toEqual([call]);
    expect(code).toBe(2);
    expect(stdout).toContain('update Deployment dev/chat');
    expect(stdout).toContain('-        image: example.com/other:1');
    expect(stdout).toContain('+        image: ghcr.io/jsburckhardt/gradio-aks/chatbot:1.1.0');
    expect(stdout).not.toContain('generation');
  });

  test('tells that a namespace is still to be made', async () => {
    replayFor('diff *', older['a namespace that is still to be made']);

    const { code, stdout } = await run('plan');

    expect(code).toBe(0);
    expect(stdout).toContain('cluster: not compared, Error from server (NotFound): namespaces "dev" not found');
  });

  test.each([
    ['forbidden', 'User "reader" cannot patch resource "namespaces"', '--state-only'],
    ['a login that is no longer taken', 'You must be logged in to the server', 'the login has expired: az login'],
    ['a server that does not answer', 'connection refused', '--state-only'],
  ] as const)('fails where the server does not tell: %s', async (why, says, next) => {
    replayFor('diff *', drift[why]);

    const { code, stderr } = await run('plan');

    expect(code).toBe(1);
    expect(stderr).toContain(says);
    expect(stderr).toContain(next);
  });
});

describe('status', () => {
  test('reads controller, release and Gateway', async () => {
    replay(status);

    const { stdout } = await run('status');

    expect(stdout).toMatch(/^well +controller +ALB controller 1\.13\.0, chart 1\.13\.0 /m);
    expect(stdout).toMatch(/^well +gateway +Gateway \S+ is programmed, at made\.fz01\.alb\.azure\.com$/m);
  });

  test.each([
    ['a login that is no longer taken', expired, 'error: You must be logged in to the server', 'az login'],
    ['no answer', refused, 'The connection to the server 127.0.0.1:6499 was refused', 'run the same command again'],
  ] as const)('says in a line why nothing could be asked: %s', async (_, answers, says, next) => {
    replay(answers);

    const { code, stdout } = await run('status');

    expect(code).toBe(1);
    for (const id of ['controller', 'gateway']) {
      expect(stdout).toMatch(
        new RegExp(String.raw`^UNKNOWN +${id} +${says}.*\n +it could not be asked -> .*${next}`, 'm'),
      );
    }
    expect(stdout).not.toContain('memcache.go');
  });
});

test('upgrade names the PodDisruptionBudgets that would hold a node', async () => {
  replay(upgrade);

  const { stdout } = await run('upgrade', ['--kubernetes', '1.37', '--dry-run'], '1.37');

  expect(stdout).toContain('PodDisruptionBudget dev/never never lets one of its 1 pods go (minAvailable 1)');
  expect(stdout).toContain('PodDisruptionBudget dev/now lets no pod go now: 1 of 3 are well, and 2 have to be');
  expect(stdout).toContain('2 things are in the way');
});
