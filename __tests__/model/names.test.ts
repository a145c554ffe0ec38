import * as fc from 'fast-check';
import {
  IDENTITY_NAME_RULE,
  NAME_RULES,
  deriveNames,
  nameProblem,
  workloadIdentityName,
  type NameSeed,
  type Names,
} from '../../model/names';
import { parsed } from '../helpers/environment';

const SEED: NameSeed = {
  project: 'secureai',
  environment: 'dev',
  subscriptionId: '00000000-0000-0000-0000-000000000000',
};
const KEYS = Object.keys(NAME_RULES) as (keyof Names)[];

/** Every seed that the schema of an environment lets through. */
const seeds: fc.Arbitrary<NameSeed> = fc.record({
  project: fc.stringMatching(/^[a-z][a-z0-9]{1,15}$/),
  environment: fc.stringMatching(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/),
  subscriptionId: fc.uuid(),
});

/** Azure's own limits, written a second time and by hand. */
const LIMITS: readonly (readonly [keyof Names, number, number])[] = [
  ['resourceGroup', 1, 90],
  ['virtualNetwork', 2, 64],
  ['aksSubnet', 1, 80],
  ['albSubnet', 1, 80],
  ['privateEndpointSubnet', 1, 80],
  ['apiServerSubnet', 1, 80],
  ['aksNetworkSecurityGroup', 1, 80],
  ['privateEndpointNetworkSecurityGroup', 1, 80],
  ['apiServerNetworkSecurityGroup', 1, 80],
  ['natGateway', 1, 80],
  ['natGatewayAddress', 1, 80],
  ['cluster', 1, 63],
  ['clusterIdentity', 3, 128],
  ['openAiAccount', 2, 63],
  ['privateEndpoint', 2, 64],
  ['registry', 5, 50],
  ['registryPrivateEndpoint', 2, 64],
  ['albControllerIdentity', 3, 128],
  ['loadBalancer', 2, 64],
  ['frontend', 1, 64],
  ['logAnalyticsWorkspace', 4, 63],
  ['monitorWorkspace', 4, 63],
  ['dataCollectionEndpoint', 3, 44],
  ['logsDataCollectionRule', 3, 64],
  ['prometheusDataCollectionRule', 3, 64],
  ['actionGroup', 1, 260],
  ['grafana', 2, 23],
  ['grafanaIdentity', 3, 128],
  ['firewallPolicy', 1, 80],
  ['certManagerIdentity', 3, 128],
  ['stateResourceGroup', 1, 90],
  ['stateStorageAccount', 3, 24],
  ['deployIdentity', 3, 128],
  ['planIdentity', 3, 128],
  ['driftIdentity', 3, 128],
];

describe('deriveNames', () => {
  test('spells Microsoft’s abbreviation, project, environment and a suffix', () => {
    const { resourceGroup, ...names } = deriveNames(SEED);
    const base = resourceGroup.replace(/^rg-/, '');

    expect(base).toMatch(/^secureai-dev-[0-9a-z]{5}$/);
    expect(names).toEqual({
      virtualNetwork: `vnet-${base}`,
      aksSubnet: `snet-aks-${base}`,
      albSubnet: `snet-alb-${base}`,
      privateEndpointSubnet: `snet-pep-${base}`,
      apiServerSubnet: `snet-api-${base}`,
      aksNetworkSecurityGroup: `nsg-aks-${base}`,
      privateEndpointNetworkSecurityGroup: `nsg-pep-${base}`,
      apiServerNetworkSecurityGroup: `nsg-api-${base}`,
      natGateway: `ng-${base}`,
      natGatewayAddress: `pip-ng-${base}`,
      cluster: `aks-${base}`,
      clusterIdentity: `id-aks-${base}`,
      openAiAccount: `oai-${base}`,
      privateEndpoint: `pep-oai-${base}`,
      registry: `cr${base.replaceAll('-', '')}`,
      registryPrivateEndpoint: `pep-cr-${base}`,
      albControllerIdentity: `id-alb-${base}`,
      loadBalancer: `alb-${base}`,
      frontend: `fe-${base}`,
      logAnalyticsWorkspace: `log-${base}`,
      monitorWorkspace: `amw-${base}`,
      dataCollectionEndpoint: `dce-${base}`,
      logsDataCollectionRule: `dcr-logs-${base}`,
      prometheusDataCollectionRule: `dcr-prometheus-${base}`,
      actionGroup: `ag-${base}`,
      grafana: `amg-${base}`,
      grafanaIdentity: `id-grafana-${base}`,
      firewallPolicy: `waf-${base}`,
      certManagerIdentity: `id-cert-manager-${base}`,
      stateResourceGroup: `rg-state-${base}`,
      stateStorageAccount: `st${base.replaceAll('-', '')}`,
      deployIdentity: `id-deploy-${base}`,
      planIdentity: `id-plan-${base}`,
      driftIdentity: `id-drift-${base}`,
    });
    expect(workloadIdentityName(SEED, 'ai-service')).toBe(`id-ai-service-${base}`);
  });

  test('keeps the names of a deployed environment: a change here is a move of every resource', () => {
    expect(deriveNames(SEED).resourceGroup).toBe('rg-secureai-dev-t5zd4');
  });

  test('fits Azure’s rules for every seed the schema takes', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const names = deriveNames(seed);
        for (const key of KEYS) expect([key, nameProblem(names[key], NAME_RULES[key])]).toEqual([key, undefined]);
        expect(nameProblem(workloadIdentityName(seed, 'ai-service'), IDENTITY_NAME_RULE)).toBeUndefined();
      }),
    );
  });

  test('gives the same names twice, whatever the case of the subscription', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(deriveNames({ ...seed, subscriptionId: seed.subscriptionId.toUpperCase() })).toEqual(deriveNames(seed));
      }),
    );
  });

  test('always ends in five characters', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(deriveNames(seed).cluster.slice(`aks-${seed.project}-${seed.environment}`.length)).toMatch(
          /^-[0-9a-z]{5}$/,
        );
      }),
    );
  });

  test('ends in five characters where the digest is a small number too', () => {
    const { cluster } = deriveNames({ ...SEED, subscriptionId: '00000000-0000-0000-0000-000001813860' });
    expect(cluster).toBe('aks-secureai-dev-00lj7');
  });

  test.each([
    ['subscription', { subscriptionId: '00000000-0000-0000-0000-000000000001' }],
    ['project', { project: 'other' }],
    ['environment', { environment: 'prod' }],
  ])('another %s gives other names', (_what, change) => {
    const names = deriveNames(SEED);
    const others = deriveNames({ ...SEED, ...change });
    for (const key of KEYS) expect(others[key]).not.toBe(names[key]);
  });

  test('tells the subscriptions of a hundred people apart', () => {
    const accounts = Array.from({ length: 100 }, (_, index) =>
      deriveNames({ ...SEED, subscriptionId: `00000000-0000-0000-0000-${String(index).padStart(12, '0')}` }),
    ).map(({ openAiAccount }) => openAiAccount);
    expect(new Set(accounts).size).toBe(100);
  });
});

describe('NAME_RULES', () => {
  test('has the limits of every name', () => {
    expect(LIMITS.map(([key]) => key)).toEqual(KEYS);
  });

  test.each(LIMITS)('%s has %i to %i characters', (key, min, max) => {
    const { alphabet } = NAME_RULES[key];
    const refused = `must have ${min} to ${max} characters: ${alphabet}`;

    expect(nameProblem('a'.repeat(min), NAME_RULES[key])).toBeUndefined();
    expect(nameProblem('a'.repeat(max), NAME_RULES[key])).toBeUndefined();
    expect(nameProblem('a'.repeat(min - 1), NAME_RULES[key])).toBe(refused);
    expect(nameProblem('a'.repeat(max + 1), NAME_RULES[key])).toBe(refused);
  });

  test.each<[keyof Names, string[], string[]]>([
    ['resourceGroup', ['-a', '(a)', 'a.b', 'A_b'], ['a.', 'a b', 'a/b', 'a#']],
    ['virtualNetwork', ['A.b_', '0-a'], ['-ab', '_ab', 'ab-', 'ab.', 'a b']],
    ['aksSubnet', ['a_', 'a.b-c'], ['.a', 'a-', 'a/b']],
    ['aksNetworkSecurityGroup', ['nsg_'], ['-nsg', 'nsg.']],
    ['privateEndpoint', ['pep_1'], ['pep-', '_pep']],
    ['cluster', ['A_b-c'], ['_a', 'a_', 'a-', 'a.b']],
    ['clusterIdentity', ['0_-', 'abc-'], ['-abc', '_abc', 'a.bc']],
    ['albControllerIdentity', ['abc_'], ['-abc']],
    ['openAiAccount', ['a-b', '0a'], ['A-b', 'a_b', '-ab', 'ab-', 'a.b']],
    ['registry', ['crapp', '0crapp'], ['Crapp', 'cr-app', 'cr_app', 'cr.app']],
    ['loadBalancer', ['A-b'], ['-a', 'a-', 'a_b']],
    ['frontend', ['fe-1'], ['-fe', 'fe-', 'f e']],
    ['firewallPolicy', ['waf.1_'], ['-waf', 'waf-', 'w f']],
    ['stateResourceGroup', ['(a)', 'a.b'], ['a.', 'a b']],
    ['stateStorageAccount', ['st0', '0ab'], ['Abc', 'a-b', 'a_b']],
    ['deployIdentity', ['0_-'], ['-abc', 'a.bc']],
    ['planIdentity', ['abc_'], ['_abc']],
    ['driftIdentity', ['a-0'], ['a b']],
  ])('%s has its alphabet', (key, good, bad) => {
    for (const name of good) expect([name, nameProblem(name, NAME_RULES[key])]).toEqual([name, undefined]);
    for (const name of bad) expect([name, nameProblem(name, NAME_RULES[key])]).not.toEqual([name, undefined]);
  });

  test('no rule takes a line break at the end', () => {
    for (const key of KEYS) expect(nameProblem('abc\n', NAME_RULES[key])).toBeDefined();
  });
});

describe('names an environment overrides', () => {
  test.each(KEYS)('%s wins over the derived name, and no other changes', (key) => {
    const derived = parsed().names;
    expect(parsed({ names: { [key]: 'chosen' } }).names).toEqual({ ...derived, [key]: 'chosen' });
  });

  test('the identity of ai-service wins too', () => {
    expect(parsed().workloads[0]?.identityName).toBe(workloadIdentityName(SEED, 'ai-service'));
    expect(parsed({ aiService: { identityName: 'mine' } }).workloads[0]?.identityName).toBe('mine');
  });
});
