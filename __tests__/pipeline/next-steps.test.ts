import { parseEnvironment, type EnvironmentInput } from '../../config';
import { nextSteps, type Synthesis } from '../../pipeline/next-steps';
import { placeholdersOf } from '../../pipeline/placeholders';

const ID = '11111111-1111-4111-8111-111111111111';
const NO_ID = '00000000-0000-0000-0000-000000000000';

function environment(input: Partial<EnvironmentInput> = {}) {
  return parseEnvironment({ name: 'staging', subscriptionId: ID, ...input });
}

/** The next steps as they are printed. */
function printed(input: Partial<EnvironmentInput>, synthesis: Partial<Synthesis> = {}): string {
  return nextSteps({ environments: [environment(input)], preview: true, platform: 'linux', ...synthesis }).join('\n');
}

describe('the placeholders of an environment', () => {
  test.each<[Partial<EnvironmentInput>, string[]]>([
    [{}, []],
    [{ subscriptionId: NO_ID }, ['subscription']],
    [{ cluster: { admins: [{ objectId: ID }, { objectId: NO_ID }] } }, ['object id']],
    [{ openAi: { operators: [{ objectId: NO_ID }] } }, ['object id']],
    [{ gateway: { hostname: 'admin.example.com' } }, ['host names']],
    [{ gateway: { storeFrontHostname: 'store.example.org' } }, ['host names']],
    [{ gateway: { hostname: 'admin.notexample.com', storeFrontHostname: 'example.com.contoso.com' } }, []],
    [
      {
        chatbots: [
          {
            name: 'helper',
            deployment: 'gpt-5.4-mini',
            publish: { by: 'hostname', hostname: 'chat.example.net' },
          },
        ],
      },
      ['host names'],
    ],
    [
      { subscriptionId: NO_ID, cluster: { admins: [{ objectId: NO_ID }] }, gateway: { hostname: 'a.example.com' } },
      ['subscription', 'object id', 'host names'],
    ],
  ])('%j', (input, placeholders) => {
    expect(placeholdersOf(environment(input))).toEqual(placeholders);
  });
});

describe('after one environment was synthesized', () => {
  test('a preview of one that is filled in is followed by its deploy', () => {
    expect(printed({})).toBe(
      [
        'The YAML is a preview with made-up values. To make it real:',
        '  npm run deploy -- staging',
        'or, by hand (docs/operations.md has the lines between):',
        '  npx cdktf deploy staging --outputs-file outputs/staging.json',
        '  ENVIRONMENT=staging npx cdk8s synth --stdout | kubectl apply --server-side -f -',
      ].join('\n'),
    );
  });

  test('what is not filled in comes first', () => {
    const lines = printed({ subscriptionId: NO_ID, openAi: { operators: [{ objectId: NO_ID }] } }).split('\n');

    expect(lines[1]).toBe('  put your subscription, your object id into environments/staging.ts');
    expect(lines[2]).toBe('  npm run deploy -- staging');
  });

  test('where the state is remote, bootstrap comes before the deploy', () => {
    const lines = printed({ state: 'azurerm' }).split('\n');

    expect(lines[1]).toMatch(/^ {2}npm run bootstrap -- staging {2}/);
    expect(lines[2]).toBe('  npm run deploy -- staging');
  });

  test('in managed mode the charts are applied once more, with the host name', () => {
    const again = "ENVIRONMENT=staging GATEWAY_HOSTNAME='<host name>' npx cdk8s synth";

    expect(printed({ gateway: { mode: 'managed' } })).toContain(again);
    expect(printed({ gateway: { mode: 'managed', hostname: 'a.contoso.com' } })).not.toContain('GATEWAY_HOSTNAME');
    expect(printed({})).not.toContain('GATEWAY_HOSTNAME');
  });

  test('a host name that the charts were told is kept, and not asked for again', () => {
    const text = printed({ gateway: { mode: 'managed' } }, { gatewayHostname: 'abc.fz01.alb.azure.com' });

    expect(text).toContain('ENVIRONMENT=staging GATEWAY_HOSTNAME=abc.fz01.alb.azure.com npx cdk8s synth');
    expect(text).not.toContain('<host name>');
  });

  test('what was made of real outputs is no preview', () => {
    expect(printed({}, { preview: false })).toMatch(/^Next:\n {2}npm run deploy -- staging\n/);
  });

  test('on Windows variables are set as PowerShell does', () => {
    const text = printed({ gateway: { mode: 'managed' } }, { platform: 'win32' });

    expect(text).toContain("  $env:ENVIRONMENT = 'staging'; npx cdk8s synth --stdout");
    expect(text).toContain("  $env:ENVIRONMENT = 'staging'; $env:GATEWAY_HOSTNAME = '<host name>'; npx cdk8s synth");
    expect(text).not.toContain('ENVIRONMENT=staging');
  });
});

test('after several, each is named with what it lacks, and the way by hand is not repeated', () => {
  // GIVEN
  const environments = [
    environment({ name: 'blue', subscriptionId: NO_ID }),
    environment({ name: 'green', state: 'azurerm' }),
  ];

  // THEN
  expect(nextSteps({ environments, preview: true, platform: 'linux' })).toEqual([
    'The YAML is a preview with made-up values. To make it real:',
    '  put your subscription into environments/blue.ts',
    '  npm run bootstrap -- green    (once: it makes the storage account of the state)',
    '  npm run deploy -- blue',
    '  npm run deploy -- green',
    '"npm run synth -- <environment>" shows how to do it by hand.',
  ]);
});
