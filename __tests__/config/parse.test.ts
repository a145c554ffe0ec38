import { ConfigError, parseEnvironment } from '../../config';
import { withAt } from '../helpers/at-path';
import { MINIMAL, problemsOf } from '../helpers/environment';

describe('a refusal', () => {
  test('names where the environment came from', () => {
    expect(() => parseEnvironment({ ...MINIMAL, name: 'X' }, 'environments/x.ts')).toThrow(ConfigError);
    expect(() => parseEnvironment({ ...MINIMAL, name: 'X' }, 'environments/x.ts')).toThrow(
      /^environments\/x\.ts is not valid:\n {2}- name: must have 2 to 20 characters: .+ \(got "X"\)$/,
    );
  });

  test('tells of everything at once: fields, unknown properties and rules over several fields', () => {
    // GIVEN
    const draft = {
      ...MINIMAL,
      subscriptionId: 'mine',
      location: 'The Moon',
      colour: 'red',
      network: { albSubnetCidr: '10.22.0.0/24' },
      cluster: { skuTier: 'Gold', nodePool: { minCount: 6 } },
      aiService: { deployment: 'other' },
    };

    // WHEN
    const problems = problemsOf(draft);

    // THEN
    expect(problems.map((problem) => problem.replace(/: .*$/, '')).toSorted()).toEqual([
      'aiService.deployment',
      'cluster.nodePool.minCount',
      'cluster.skuTier',
      'colour',
      'location',
      'network.albSubnetCidr',
      'subscriptionId',
    ]);
  });

  test('says nothing twice', () => {
    const everythingWrong = {
      name: 'X',
      subscriptionId: '',
      network: { virtualNetworkCidr: '10.0.0.0/8', aksSubnetCidr: '10.21.0.0/30', albSubnetCidr: '10.21.0.0/25' },
      cluster: { serviceCidr: '10.0.0.0/12', nodePool: { minCount: 9, maxPods: 10, zones: ['1', '1'] } },
      openAi: { deployments: [{ name: '' }, { name: '' }] },
    };
    const problems = problemsOf(everythingWrong);

    expect(problems.length).toBeGreaterThan(8);
    expect(problems).toEqual([...new Set(problems)]);
  });

  test('a field that is wrong by itself is judged by no rule on top', () => {
    expect(problemsOf(withAt(MINIMAL, 'network.albSubnetCidr', '10.21.1.0'))).toHaveLength(1);
    expect(problemsOf(withAt(MINIMAL, 'cluster', 'small'))).toEqual(['cluster: must be an object (got "small")']);
  });

  test.each<[string, unknown, string]>([
    ['cluster', 'small', 'must be an object (got "small")'],
    ['openAi', 5, 'must be an object (got 5)'],
    ['chatbots', 'chat', 'must be a list (got "chat")'],
    [
      'name',
      'X',
      'must have 2 to 20 characters: lower case letters, digits and hyphens, first a letter, last no hyphen (got "X")',
    ],
  ])('%s that is wrong as a whole keeps no rule of another property from running', (property, value, message) => {
    expect(problemsOf({ ...MINIMAL, [property]: value, tags: { a: '', A: '' } }).toSorted()).toEqual([
      `${property}: ${message}`,
      'tags: must not hold "a" twice: Azure ignores case in the names of tags (got {"a":"","A":""})',
    ]);
  });

  test('a part that is wrong as a whole keeps no rule of another part from running', () => {
    expect(problemsOf({ ...MINIMAL, cluster: 'small', network: { aksSubnetCidr: '10.22.0.0/24' } })).toEqual([
      'cluster: must be an object (got "small")',
      'network.aksSubnetCidr: must lie in network.virtualNetworkCidr 10.21.0.0/16 (got "10.22.0.0/24")',
    ]);
  });

  test('a property that is not known keeps no rule from running', () => {
    const problems = problemsOf({ ...MINIMAL, network: { colour: 'red', albSubnetCidr: '10.22.0.0/24' } });

    expect(problems).toEqual([
      'network.colour: is not a known property: allowed are virtualNetworkCidr, aksSubnetCidr, albSubnetCidr, privateEndpointSubnetCidr, apiServerSubnetCidr (got "red")',
      'network.albSubnetCidr: must lie in network.virtualNetworkCidr 10.21.0.0/16 (got "10.22.0.0/24")',
    ]);
  });
});
