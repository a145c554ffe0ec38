import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CONTRACT_VERSION, ContractError, parseContract, readContract, type Outputs } from '../../contract';
import { withAt } from '../helpers/at-path';
import { OUTPUTS, SAMPLES, stringPaths } from './samples';

const HOW = [
  'write it with: npx cdktf deploy dev --outputs-file outputs/dev.json',
  '(or look at the charts without a deploy: PREVIEW=1)',
];

/** The reason a text is refused for, with the two lines that say what to run taken off and checked. */
function reasonOf(text: string, environment = 'dev'): string {
  const error = errorOf(() => parseContract(text, environment, 'outputs/dev.json'));
  expect(error).toBeInstanceOf(ContractError);
  const lines = error.message.split('\n');
  expect(lines.slice(-2)).toEqual(HOW.map((line) => line.replace('deploy dev', `deploy ${environment}`)));
  return lines.slice(0, -2).join('\n');
}

function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** The lines that name a field of outputs, without their bullets. */
function problemsOf(outputs: unknown): string[] {
  const [head, ...lines] = reasonOf(JSON.stringify({ dev: outputs })).split('\n');
  expect(head).toBe('outputs/dev.json does not hold the outputs this release expects:');
  return lines.map((line) => line.replace(/^ {2}- /, ''));
}

const { 'bring-your-own': byo, managed } = OUTPUTS;
const CONTRACT = SAMPLES['bring-your-own'];

describe('a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'contract-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read', () => {
    const file = path.join(folder, 'dev.json');
    writeFileSync(file, JSON.stringify({ dev: byo }));
    expect(readContract(file, 'dev')).toEqual(CONTRACT);
  });

  test('that is missing is asked for, under its name', () => {
    const file = path.join(folder, 'none.json');
    expect(() => readContract(file, 'dev')).toThrow(
      `${file} does not exist\nwrite it with: npx cdktf deploy dev --outputs-file ${file}\n${HOW[1]}`,
    );
  });

  test('that is a folder is no crash', () => {
    expect(() => readContract(folder, 'dev')).toThrow(ContractError);
    expect(() => readContract(folder, 'dev')).toThrow(`${folder} cannot be read: EISDIR`);
  });
});

describe('a text', () => {
  const whole = JSON.stringify({ dev: byo });

  test.each([
    ['empty', '', 'is empty'],
    ['blank', ' \n\t', 'is empty'],
    ['cut off', whole.slice(0, -10), 'is no JSON, or was cut off: '],
    ['no JSON', 'dev: 1', 'is no JSON, or was cut off: '],
    ['a list', '[]', 'must hold an object by stack name'],
    ['null', 'null', 'must hold an object by stack name'],
    ['a number', '5', 'must hold an object by stack name'],
    ['of no stack', '{}', 'holds no outputs of stack "dev": it holds none'],
    ['of other stacks', '{"a": {}, "b": {}}', 'holds no outputs of stack "dev": it holds a, b'],
  ])('that is %s is refused', (_what, text, reason) => {
    expect(reasonOf(text).replace(/(?<=cut off: ).+/, '')).toBe(`outputs/dev.json ${reason}`);
  });

  test('cut off anywhere is refused', () => {
    for (let length = 0; length < whole.length; length += 7) {
      expect(() => parseContract(whole.slice(0, length), 'dev', 'f')).toThrow(ContractError);
    }
  });

  test.each(['constructor', 'toString'])('holds no stack "%s" only because objects do', (name) => {
    expect(reasonOf('{}', name)).toBe(`outputs/dev.json holds no outputs of stack "${name}": it holds none`);
  });

  test('of several stacks gives the one that is asked for', () => {
    const text = JSON.stringify({ other: { broken: true }, dev: byo });
    expect(parseContract(text, 'dev', 'f')).toEqual(CONTRACT);
  });

  test.each([[null], [5], [[]], ['x']])('whose stack is %j is refused', (outputs) => {
    expect(problemsOf(outputs)).toEqual([`the value: must be an object (got ${JSON.stringify(outputs)})`]);
  });
});

describe.each(['bring-your-own', 'managed'] as const)('the outputs of a stack, %s', (mode) => {
  const sample = OUTPUTS[mode];
  const fields = Object.keys(sample);
  const nested = Object.keys(sample.gateway).map((key) => `gateway.${key}`);
  const identity = ['client_id', 'namespace', 'service_account_name'].map(
    (key) => `workload_identities.ai-service.${key}`,
  );

  test('are taken whole, and spelled as in TypeScript', () => {
    expect(parseContract(JSON.stringify({ dev: sample }), 'dev', 'f')).toEqual(SAMPLES[mode]);
  });

  test.each([...fields, ...nested, ...identity])('without %s are refused by its name', (field) => {
    const problems = problemsOf(withAt(sample, field, undefined));

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^(\S+): .+ \(got nothing\)$/);
    expect(problems[0]?.startsWith(`${field}: `)).toBe(true);
  });

  test.each(['extra', 'gateway.extra', 'workload_identities.ai-service.extra'])(
    'with the unknown %s are refused',
    (field) => {
      expect(problemsOf(withAt(sample, field, 1))).toEqual([
        expect.stringMatching(new RegExp(`^${field}: is not a known property: .*allowed are .*\\(got 1\\)$`)),
      ]);
    },
  );

  const tokens = ['${azurerm_subnet.aks.id}', '${TfToken[TOKEN.12]}', 'TfToken[TOKEN.12]', '(known after apply)'];

  test.each(stringPaths(sample).flatMap((field) => tokens.map((token) => [field, token] as const)))(
    'with %s = %s are refused',
    (field, token) => {
      const problems = problemsOf(withAt(sample, field, token));
      // The mode is one of two words, so a token is one that is neither.
      const message =
        field === 'gateway.mode'
          ? 'must have the mode bring-your-own or managed'
          : 'is an unresolved token: only a finished deploy writes real values';
      expect(problems).toEqual([`${field}: ${message} (got "${token}")`]);
    },
  );

  test.each(stringPaths(sample))('with an empty %s are refused', (field) => {
    const problems = problemsOf(withAt(sample, field, ''));
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${field.replaceAll('.', '\\.')}: .+ \\(got ""\\)$`))]);
  });
});

describe('the shape of a field', () => {
  const label = 'must be a Kubernetes name: lower case letters, digits and hyphens';
  const id = '/subscriptions/x/resourceGroups/y/providers/z';

  test.each<[Outputs, string, string, readonly unknown[], readonly unknown[]]>([
    [byo, 'subscription_id', 'must be a UUID', ['x', '0000', `${byo.subscription_id}0`], [byo.tenant_id.toUpperCase()]],
    [byo, 'tenant_id', 'must be a UUID', [`{${byo.tenant_id}}`], []],
    [byo, 'workload_identities.ai-service.client_id', 'must be a UUID', ['id-ai-service'], []],
    [byo, 'workload_identities.ai-service.namespace', label, ['Dev', 'a'.repeat(64), '-a', 'a.b'], ['a'.repeat(63)]],
    [byo, 'workload_identities.ai-service.service_account_name', label, ['a_b'], ['a']],
    [byo, 'environment', label, ['Dev'], []],
    [
      byo,
      'openai_endpoint',
      'must be an https URL',
      ['http://a.example/', 'a.example', 'ftp://a', 'https://'],
      ['https://a.openai.azure.com/', 'https://a.openai.azure.us'],
    ],
    [byo, 'gateway.load_balancer_id', 'must be an Azure resource id', ['alb', '/subscriptions/x', `x${id}`], [id]],
    [managed, 'gateway.alb_subnet_id', 'must be an Azure resource id', ['snet'], [id.toUpperCase()]],
    [
      byo,
      'gateway.fqdn',
      'must be a host name, for example abc.fz01.alb.azure.com',
      [
        'localhost',
        'https://a.b',
        'a..b',
        '-a.b',
        `${'a'.repeat(64)}.b`,
        'a.'.repeat(9),
        `${'a.'.repeat(127)}a`,
        '*.a.b',
      ],
      ['a.b', `${'a'.repeat(63)}.b`, `${'a.'.repeat(126)}a`],
    ],
  ])('%# %s: %s', (sample, field, message, bad, good) => {
    for (const value of bad) {
      expect(problemsOf(withAt(sample, field, value))).toEqual([`${field}: ${message} (got ${shown(value)})`]);
    }
    for (const value of good) {
      expect(() => parseContract(JSON.stringify({ dev: withAt(sample, field, value) }), 'dev', 'f')).not.toThrow();
    }
  });

  test.each<[string, unknown, string]>([
    ['openai_deployments', [], 'openai_deployments: must hold at least one deployment (got [])'],
    ['openai_deployments', 'chat', 'openai_deployments: must be a list (got "chat")'],
    ['openai_deployments', [5], 'openai_deployments.0: must be a string (got 5)'],
    ['workload_identities', [], 'workload_identities: must be an object (got [])'],
    ['workload_identities', { 'A b': 1 }, `workload_identities.A b: is no valid name here: ${label} (got 1)`],
    ['gateway', 'managed', 'gateway: must be an object (got "managed")'],
    ['gateway.mode', 'ingress', 'gateway.mode: must have the mode bring-your-own or managed (got "ingress")'],
    ['cluster_name', 5, 'cluster_name: must be a string (got 5)'],
    ['contract_version', '1', 'contract_version: must be 1 (got "1")'],
  ])('%s = %j', (field, value, problem) => {
    expect(problemsOf(withAt(byo, field, value))).toEqual([problem]);
  });

  test('several that are wrong are told at once', () => {
    expect(problemsOf({ ...byo, tenant_id: 'x', openai_endpoint: 'x', cluster_name: '' })).toHaveLength(3);
  });

  test('the fields of one mode are unknown in the other', () => {
    expect(problemsOf(withAt(byo, 'gateway.mode', 'managed')).map((problem) => problem.split(': ')[0])).toEqual([
      'gateway.alb_subnet_id',
      'gateway.load_balancer_id',
      'gateway.frontend_name',
      'gateway.fqdn',
    ]);
  });
});

describe('the contract of another time or place', () => {
  test('a newer version asks for a newer release, before any field is judged', () => {
    const newer = { contract_version: CONTRACT_VERSION + 1, something: 'new' };
    expect(reasonOf(JSON.stringify({ dev: newer }))).toBe(
      `outputs/dev.json was written by a newer release (contract version ${CONTRACT_VERSION + 1}, this one reads ${CONTRACT_VERSION}): use that release`,
    );
  });

  test('an older version is told by the releases that wrote it, and what to do', () => {
    const older = { contract_version: CONTRACT_VERSION - 1, something: 'old' };
    expect(reasonOf(JSON.stringify({ dev: older }))).toBe(
      `outputs/dev.json was written by a release before 0.1.0 (contract version ${CONTRACT_VERSION - 1}, this one reads ${CONTRACT_VERSION}): deploy the stack again with this one`,
    );
  });

  test('another environment under this one’s name is refused', () => {
    expect(reasonOf(JSON.stringify({ dev: { ...byo, environment: 'prod' } }))).toBe(
      'outputs/dev.json says "environment": "prod" under stack "dev"',
    );
  });
});

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
