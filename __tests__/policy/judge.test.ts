import {
  RULES,
  isRefused,
  judge,
  refusal,
  sarifOf,
  tableOf,
  warningsOf,
  type Verdict,
  type Waiver,
} from '../../policy';
import { goodArtefacts } from '../fixtures/policy/good';
import { FACTS, arg, type Change } from '../helpers/policy-draft';

const ACCOUNT = 'azurerm_cognitive_account.account';
const CLUSTER = 'azurerm_kubernetes_cluster.cluster';
const KEYS = arg(ACCOUNT, 'local_auth_enabled', true);
const ZONES = arg(CLUSTER, 'default_node_pool.zones', []);

function verdictOf(
  changes: readonly Change[],
  waivers: readonly Waiver[] = [],
  without: readonly string[] = [],
): Verdict {
  const draft = goodArtefacts();
  for (const change of changes) change(draft);
  return judge(draft, { facts: FACTS, waivers, without });
}

const waiver = (change: Partial<Waiver> = {}): Waiver => ({
  rule: 'account-keys',
  on: ACCOUNT,
  reason: 'an old program needs one',
  until: '2026-11-27',
  ...change,
});

const of = ({ results }: Verdict, id: string) => results.find(({ rule }) => rule.id === id)!;

describe('a waiver', () => {
  test('takes a finding off the list on its last day still, and says why', () => {
    const verdict = verdictOf([KEYS], [waiver()]);

    expect(verdict.problems).toEqual([]);
    expect(of(verdict, 'account-keys')).toMatchObject({
      findings: [],
      waived: [{ on: ACCOUNT, severity: 'error', waiver: waiver() }],
    });
    expect(isRefused(verdict)).toBe(false);
  });

  test.each<[string, Waiver, readonly Change[], string]>([
    [
      'that has expired',
      waiver({ until: '2026-11-26' }),
      [KEYS],
      `policy.waivers.0.until: the waiver of account-keys on ${ACCOUNT} ended on 2026-11-26: mend what it is for, or say until when it is meant`,
    ],
    [
      'that covers nothing',
      waiver(),
      [],
      `policy.waivers.0: the waiver of account-keys on ${ACCOUNT} covers nothing: take it out`,
    ],
    [
      'of another object',
      waiver({ on: CLUSTER }),
      [KEYS],
      `policy.waivers.0: the waiver of account-keys on ${CLUSTER} covers nothing: take it out`,
    ],
    [
      'of another rule',
      waiver({ rule: 'account-bypass' }),
      [KEYS],
      `policy.waivers.0: the waiver of account-bypass on ${ACCOUNT} covers nothing: take it out`,
    ],
    [
      'of a rule that is none',
      waiver({ rule: 'account-key' }),
      [KEYS],
      `policy.waivers.0.rule: there is no rule "account-key": allowed are ${RULES.map(({ id }) => id).join(', ')}`,
    ],
  ])('%s is refused', (_, given, changes, problem) => {
    const verdict = verdictOf(changes, [given]);

    expect(verdict.problems).toEqual([problem]);
    expect(isRefused(verdict)).toBe(true);
    expect(of(verdict, 'account-keys').findings).toHaveLength(changes.length);
  });

  test('is not missed where its rule was not asked, or saw half of what it reads', () => {
    const half = judge({ manifests: [] }, { facts: FACTS, waivers: [waiver(), waiver({ rule: 'secrets' })] });

    expect(half.problems).toEqual([]);
    expect(verdictOf([], [waiver()], ['account-keys']).problems).toEqual([]);
    expect(verdictOf([], [waiver({ rule: 'secrets' })]).problems).toHaveLength(1);
  });

  test('is one of several, each by its place', () => {
    const { problems } = verdictOf([KEYS], [waiver(), waiver({ rule: 'tags' })]);

    expect(problems).toEqual([`policy.waivers.1: the waiver of tags on ${ACCOUNT} covers nothing: take it out`]);
  });
});

const ids = (parsed: object) => judge(parsed, { facts: FACTS }).results.map(({ rule }) => rule.id);

describe('rules', () => {
  test('are asked if one of the artefacts that they read is there', () => {
    expect(ids({})).toEqual([]);
    expect(ids({ terraform: {} })).toEqual(
      RULES.filter(({ reads }) => reads.includes('terraform')).map(({ id }) => id),
    );
    expect(ids({ manifests: [] })).toEqual(
      RULES.filter(({ reads }) => reads.includes('manifests')).map(({ id }) => id),
    );
    expect(ids(goodArtefacts())).toEqual(RULES.map(({ id }) => id));
    expect(verdictOf([], [], ['tags']).results.map(({ rule }) => rule.id)).not.toContain('tags');
  });

  test('that read Terraform do not see into modules, and say so', () => {
    const { results } = verdictOf([({ terraform }) => void (terraform['module'] = { theirs: {} })]);
    const unknown = { on: 'module.theirs', message: 'what a module makes stands elsewhere' };

    const seen = results.map(({ rule, unknown: told }) => [rule.id, told]);
    expect(seen).toEqual(RULES.map(({ id, reads }) => [id, reads.includes('terraform') ? [unknown] : []]));
  });

  test('leave findings of other objects open when that of one is waived', () => {
    const pool = arg('azurerm_kubernetes_cluster_node_pool.user', 'zones', []);
    const verdict = verdictOf([ZONES, pool], [waiver({ rule: 'cluster-zones', on: CLUSTER })]);

    expect(of(verdict, 'cluster-zones')).toMatchObject({
      findings: [{ on: 'azurerm_kubernetes_cluster_node_pool.user' }],
      waived: [{ on: CLUSTER }],
    });
  });

  test('leave other findings of an object open when one rule’s is waived', () => {
    const verdict = verdictOf([KEYS, arg(ACCOUNT, 'custom_subdomain_name', undefined)], [waiver()]);

    expect(of(verdict, 'account-subdomain').findings).toHaveLength(1);
  });
});

describe('a refusal', () => {
  test('names every error with its way out, and every problem of a waiver, and no warning', () => {
    const verdict = verdictOf([KEYS, ZONES], [waiver({ on: CLUSTER })]);

    expect(refusal('environments/dev.ts', verdict).split('\n')).toEqual([
      'environments/dev.ts breaks what must hold:',
      `  - ${ACCOUNT}: 'local_auth_enabled' must be false, got true: set local_auth_enabled to false, and grant a role to whoever calls (account-keys, https://learn.microsoft.com/azure/ai-services/disable-local-auth)`,
      `  - policy.waivers.0: the waiver of account-keys on ${CLUSTER} covers nothing: take it out`,
    ]);
    expect(isRefused(verdict)).toBe(true);
    expect(warningsOf(verdict)).toBe(1);
  });

  test('is for errors alone', () => {
    const verdict = verdictOf([ZONES]);

    expect(isRefused(verdictOf([ZONES, KEYS]))).toBe(true);
    expect(isRefused(verdict)).toBe(false);
    expect(warningsOf(verdict)).toBe(1);
  });
});

describe('the table', () => {
  const verdict = verdictOf(
    [
      KEYS,
      ZONES,
      arg(ACCOUNT, 'custom_subdomain_name', undefined),
      arg(ACCOUNT, 'lifecycle.prevent_destroy', '${var.x}'),
    ],
    [waiver({ rule: 'account-subdomain' }), waiver({ on: CLUSTER })],
  );
  const lines = tableOf({ ...verdict, results: verdict.results });
  const lineOf = (id: string) => lines.find((line) => line.slice(9).startsWith(`${id} `));
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const line = (state: string, id: string, summary: string) => `${state.padEnd(7)}  ${id.padEnd(width)}  ${summary}`;

  const below = (id: string) => {
    const start = lines.indexOf(lineOf(id)!) + 1;
    return lines.slice(start, start + lines.slice(start).findIndex((each) => /^\w/.test(each)));
  };

  test('has a line for each rule, in order', () => {
    const ids = lines.filter((each) => /^\w/.test(each)).map((each) => each.slice(9).split(' ')[0]);

    expect(ids.slice(0, -1)).toEqual(RULES.map(({ id }) => id));
    expect(lines.at(-1)).toBe(`error    ${verdict.problems[0]}`);
  });

  test('tells what was found from what is waived, unknown or not there', () => {
    expect([
      lineOf('account-keys'),
      lineOf('cluster-zones'),
      lineOf('account-subdomain'),
      lineOf('protection'),
      lineOf('account-bypass'),
    ]).toEqual([
      line('error', 'account-keys', 'looked at 1: 1 found. The account takes no key.'),
      line('warning', 'cluster-zones', 'looked at 2: 1 found. The nodes stand in several zones.'),
      line('waived', 'account-subdomain', 'looked at 1: 1 waived. The account has a subdomain of its own.'),
      line(
        'unknown',
        'protection',
        'looked at 8: 1 unknown. What cannot be had again is neither destroyed nor replaced by an edit.',
      ),
      line('ok', 'account-bypass', "looked at 1. No service of Azure gets past the account's network rules."),
    ]);
    const nothing = tableOf(judge({ terraform: {} }, { facts: FACTS }));
    expect(nothing.find((each) => each.includes('account-keys'))).toMatch(
      /^nothing +account-keys +nothing to look at$/,
    );
  });

  test('says below a line what, why, how and whence', () => {
    expect(below('account-keys')).toEqual(
      [
        `error: ${ACCOUNT}: 'local_auth_enabled' must be false, got true`,
        'why: A key that leaks opens the account to whoever reads it, names nobody, and is valid until somebody turns it.',
        'fix: set local_auth_enabled to false, and grant a role to whoever calls',
        'see: https://learn.microsoft.com/azure/ai-services/disable-local-auth',
      ].map((each) => `         ${each}`),
    );
    expect(below('account-subdomain')).toEqual([
      `         waived until 2026-11-27: ${ACCOUNT}: an old program needs one`,
    ]);
    expect(below('protection')).toEqual([
      `         unknown: ${ACCOUNT}: 'lifecycle.prevent_destroy' is known to Azure alone`,
    ]);
    expect(below('account-bypass')).toEqual([]);
  });
});

const location = (on: string) => [
  {
    physicalLocation: { artifactLocation: { uri: 'environments/dev.ts' }, region: { startLine: 1 } },
    logicalLocations: [{ fullyQualifiedName: on }],
  },
];
const indexOf = (id: string) => RULES.findIndex((rule) => rule.id === id);

test('SARIF has every rule, every finding at its file, and what is waived as suppressed', () => {
  const verdict = verdictOf([KEYS, ZONES], [waiver({ until: '2027-01-01' }), waiver({ rule: 'tags' })]);

  const sarif = sarifOf([{ name: 'dev', file: 'environments/dev.ts', verdict }]);

  const keys = RULES[indexOf('account-keys')]!;
  expect(sarif).toEqual({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'secure-aks-openai policy', rules: expect.any(Array) as unknown } },
        results: [
          {
            ruleId: 'account-keys',
            ruleIndex: indexOf('account-keys'),
            level: 'error',
            message: { text: `dev: ${ACCOUNT}: 'local_auth_enabled' must be false, got true` },
            locations: location(ACCOUNT),
            partialFingerprints: { 'finding/v1': `dev/account-keys/${ACCOUNT}` },
            suppressions: [
              { kind: 'external', status: 'accepted', justification: 'an old program needs one (until 2027-01-01)' },
            ],
          },
          {
            ruleId: 'cluster-zones',
            ruleIndex: indexOf('cluster-zones'),
            level: 'warning',
            message: {
              text: `dev: ${CLUSTER}: 'default_node_pool.zones' must be a list of at least two zones, got []`,
            },
            locations: location(CLUSTER),
            partialFingerprints: { 'finding/v1': `dev/cluster-zones/${CLUSTER}` },
          },
          {
            level: 'error',
            message: { text: verdict.problems[0] },
            locations: [
              { physicalLocation: { artifactLocation: { uri: 'environments/dev.ts' }, region: { startLine: 1 } } },
            ],
          },
        ],
      },
    ],
  });
  const { runs } = sarif as { runs: [{ tool: { driver: { rules: unknown[] } } }] };
  expect(runs[0].tool.driver.rules).toHaveLength(RULES.length);
  expect(runs[0].tool.driver.rules[indexOf('account-keys')]).toEqual({
    id: 'account-keys',
    shortDescription: { text: keys.what },
    fullDescription: { text: keys.why },
    help: { text: `${keys.fix}\n${keys.source}` },
    helpUri: keys.source,
    defaultConfiguration: { level: 'error' },
  });
});
