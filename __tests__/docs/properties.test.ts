import { environmentSchema } from '../../config/schema/environment';
import { measured, propertiesPage, typesWithoutRights } from '../../docs/properties';
import rights from '../../docs/rights.json';
import { IMPORT_RULES } from '../../pipeline/adopt/import-rules';
import { leavesOf } from '../helpers/schema-leaves';

const page = propertiesPage();
/** The cells of the row of a property, or of a type. */
const rowOf = (name: string) =>
  page
    .split('\n')
    .filter((line) => line.startsWith(`| \`${name}\` `))
    .map((line) =>
      line
        .split('|')
        .slice(2, -1)
        .map((cell) => cell.trim()),
    );

test('every property that an environment can say has one row', () => {
  const missing = leavesOf(environmentSchema).filter((property) => rowOf(property).length !== 1);

  expect(missing).toEqual([]);
});

test('a row says what the property makes and changes, and by which roles', () => {
  expect(rowOf('gateway.allowedSourceRanges')).toEqual([
    [
      'makes `azurerm_application_load_balancer_security_policy`, `azurerm_role_assignment`, `azurerm_role_definition`, `azurerm_web_application_firewall_policy`; changes `helm_release`',
      'makes `WebApplicationFirewallPolicy`',
      'Azure Kubernetes Service RBAC Cluster Admin, Contributor, Role Based Access Control Administrator, User Access Administrator',
    ],
  ]);
  expect(rowOf('cluster.egress')).toEqual([
    [
      expect.stringMatching(/^makes `azurerm_nat_gateway`, .*; changes `azurerm_kubernetes_cluster`$/),
      '',
      'Contributor',
    ],
  ]);
  expect(rowOf('cluster.reachableFrom.*')).toEqual([
    ['nothing: preflight looks whether the machine that deploys is in one', '', ''],
  ]);
});

test('every type of resource that a stack makes has its actions, and no other type has', () => {
  const types = Object.keys(rights.rows);

  expect(types.toSorted()).toEqual(Object.keys(IMPORT_RULES).toSorted());
  expect(typesWithoutRights({ ...measured('environment'), ...measured('parts') })).toEqual([]);
  for (const [type, { actions, source }] of Object.entries(rights.rows)) {
    expect([type, actions.filter((action) => !/^Microsoft\.\w+(?:\/\w+)+\/(?:write|action)$/i.test(action))]).toEqual([
      type,
      [],
    ]);
    expect(source).toMatch(/^https:\/\/learn\.microsoft\.com\/azure\/role-based-access-control\/permissions\/[\w-]+$/);
  }
});

test('a type without actions is named', () => {
  expect(typesWithoutRights({ some: { changes: ['+ azurerm_new_thing.a_1', 'Service/a/b: spec'] } })).toEqual([
    'azurerm_new_thing',
  ]);
});
