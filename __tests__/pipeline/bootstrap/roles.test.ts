import { Testing } from 'cdktf';
import { parseEnvironment, type EnvironmentInput } from '../../../config';
import { PlatformStack } from '../../../constructs';
import { deployGrants, GRANTED_BY_THE_STACK } from '../../../pipeline/bootstrap/roles';
import { certifiedIn } from '../../fixtures/existing';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';

const PEOPLE = [
  { objectId: '22222222-2222-4222-8222-222222222221', principalType: 'User' },
  { objectId: '22222222-2222-4222-8222-222222222222', principalType: 'Group' },
  { objectId: '22222222-2222-4222-8222-222222222223', principalType: 'ServicePrincipal' },
] as const;

/** What the stack of an environment grants: each role with a type of principal. */
function granted(input: Partial<EnvironmentInput>): string[] {
  const environment = parseEnvironment({
    name: 'dev',
    subscriptionId: SUBSCRIPTION,
    cluster: { admins: [...PEOPLE] },
    ...input,
    openAi: { operators: [...PEOPLE], ...input.openAi },
  });
  const { resource } = JSON.parse(
    Testing.synth(new PlatformStack(Testing.app(), environment.name, { environment })),
  ) as {
    resource: { azurerm_role_assignment: Record<string, { role_definition_name: string; principal_type: string }> };
  };
  return Object.values(resource.azurerm_role_assignment).map(
    ({ role_definition_name, principal_type }) => `${role_definition_name} to ${principal_type}`,
  );
}

test('a deploy may grant exactly what the stacks grant, to what they grant it to', () => {
  // GIVEN
  const variants: Partial<EnvironmentInput>[] = [
    {},
    { gateway: { mode: 'managed' } },
    { openAi: { access: 'private-endpoint' } },
    { monitoring: { grafana: true } },
    certifiedIn(SUBSCRIPTION),
    { registry: {} },
    {
      existing: {
        registry: {
          id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.ContainerRegistry/registries/crhub`,
          roleAssignmentMode: 'rbac-abac',
        },
      },
    },
  ];

  // THEN
  const allowed = Object.entries(GRANTED_BY_THE_STACK).flatMap(([role, { to }]) =>
    to.map((type) => `${role} to ${type}`),
  );
  expect(new Set(variants.flatMap(granted))).toEqual(new Set(allowed));
});

test('the condition names every role once for granting and once for taking away', () => {
  // GIVEN
  const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION });

  // WHEN
  const { condition = '' } = deployGrants(environment).find(({ role }) => role.includes('Access Control'))!;

  // THEN
  const ids = condition.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g);
  expect(ids).toHaveLength(2 * Object.keys(GRANTED_BY_THE_STACK).length);
  expect(new Set(ids)).toEqual(new Set(Object.values(GRANTED_BY_THE_STACK).map(({ id }) => id)));
  expect(condition).toContain("ActionMatches{'Microsoft.Authorization/roleAssignments/write'}");
  expect(condition).toContain("ActionMatches{'Microsoft.Authorization/roleAssignments/delete'}");
});

test.each(['Request', 'Resource'])('the condition binds each role of a %s to its types of principal', (source) => {
  // GIVEN
  const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION });
  const { condition = '' } = deployGrants(environment).find(({ role }) => role.includes('Access Control'))!;

  // WHEN
  const attribute = String.raw`@${source}\[Microsoft\.Authorization/roleAssignments:`;
  const parts = condition.matchAll(
    new RegExp(
      String.raw`\(${attribute}RoleDefinitionId\] ForAnyOfAnyValues:GuidEquals \{(.*?)\} AND ${attribute}PrincipalType\] ForAnyOfAnyValues:StringEqualsIgnoreCase \{(.*?)\}\)`,
      'g',
    ),
  );
  const bound = [...parts].flatMap(([, ids, types]) =>
    ids!.split(', ').map((id) => ({ id, to: types!.split(', ').map((type) => type.replaceAll("'", '')) })),
  );

  // THEN
  const table = Object.values(GRANTED_BY_THE_STACK).map(({ id, to }) => ({ id, to: [...to] }));
  expect(bound).toHaveLength(table.length);
  expect(bound).toEqual(expect.arrayContaining(table));
});
