import { Testing } from 'cdktf';
import { parseEnvironment, type EnvironmentInput } from '../../../config';
import { PlatformStack } from '../../../constructs';
import { deployGrants, GRANTED_BY_THE_STACK } from '../../../pipeline/bootstrap/roles';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';

const operators: EnvironmentInput['cluster'] = { admins: [{ objectId: '22222222-2222-4222-8222-222222222222' }] };

/** The roles that the stack of an environment grants. */
function granted(input: Partial<EnvironmentInput>): string[] {
  const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, cluster: operators, ...input });
  const { resource } = JSON.parse(
    Testing.synth(new PlatformStack(Testing.app(), environment.name, { environment })),
  ) as {
    resource: { azurerm_role_assignment: Record<string, { role_definition_name: string }> };
  };
  return Object.values(resource.azurerm_role_assignment).map(({ role_definition_name }) => role_definition_name);
}

test('a deploy may grant exactly what the stacks grant', () => {
  // GIVEN
  const variants: Partial<EnvironmentInput>[] = [
    {},
    { gateway: { mode: 'managed' } },
    { openAi: { access: 'private-endpoint' } },
  ];

  // THEN
  expect(new Set(variants.flatMap(granted))).toEqual(new Set(Object.keys(GRANTED_BY_THE_STACK)));
});

test('the condition names every role once for granting and once for taking away', () => {
  // GIVEN
  const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION });

  // WHEN
  const { condition = '' } = deployGrants(environment).find(({ role }) => role.includes('Access Control'))!;

  // THEN
  const ids = condition.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g);
  expect(ids).toHaveLength(2 * Object.keys(GRANTED_BY_THE_STACK).length);
  expect(new Set(ids)).toEqual(new Set(Object.values(GRANTED_BY_THE_STACK)));
  expect(condition).toContain("ActionMatches{'Microsoft.Authorization/roleAssignments/write'}");
  expect(condition).toContain("ActionMatches{'Microsoft.Authorization/roleAssignments/delete'}");
});
