import { flowsOf, namespacesOf, strictestCommonLevel } from '../../model';
import { parsed, type Draft } from '../helpers/environment';

const apart = {
  name: 'mine',
  image: 'acme/mine:1',
  port: 80,
  deployment: 'gpt-5.4-mini',
  dialect: 'store',
  namespace: 'apart',
};

describe('the namespaces of an environment', () => {
  test.each<[string, Draft, object]>([
    ['the defaults', {}, { dev: 'restricted', 'dev-data': 'baseline' }],
    ['another name', { namespace: 'shop' }, { shop: 'restricted', 'shop-data': 'baseline' }],
    ['a name for the database', { store: { dataNamespace: 'orders' } }, { dev: 'restricted', orders: 'baseline' }],
    ['nothing at all', { store: { enabled: false } }, { dev: 'restricted' }],
    ['a namespace apart', { workloads: [apart] }, { dev: 'restricted', 'dev-data': 'baseline', apart: 'restricted' }],
    [
      'a proxy sidecar',
      { workloads: [{ ...apart, injectProxySidecar: true }] },
      { dev: 'restricted', 'dev-data': 'baseline', apart: 'privileged' },
    ],
  ])('%s: each enforces the strictest level that all its pods can run under', (_what, draft, levels) => {
    const namespaces = namespacesOf(parsed(draft));

    expect(Object.fromEntries(namespaces.map(({ name, podSecurity }) => [name, podSecurity]))).toEqual(levels);
  });

  test('have their flows, the environment’s own namespace first and each once', () => {
    // GIVEN
    const environment = parsed({ workloads: [apart, { ...apart, name: 'other' }] });

    // WHEN
    const namespaces = namespacesOf(environment);

    // THEN
    expect(namespaces.map(({ name }) => name)).toEqual(['dev', 'dev-data', 'apart']);
    for (const { name, flows } of namespaces) expect(flows).toEqual(flowsOf(environment, name));
  });
});

describe('the strictest level that pods have in common', () => {
  test.each([
    [[], 'restricted'],
    [['restricted', 'restricted'], 'restricted'],
    [['restricted', 'baseline'], 'baseline'],
    [['baseline', 'privileged', 'restricted'], 'privileged'],
  ] as const)('of %j is %s', (levels, expected) => {
    expect(strictestCommonLevel(levels)).toBe(expected);
  });
});
