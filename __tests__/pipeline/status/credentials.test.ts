import { Testing } from 'cdktf';
import { parseEnvironment, type EnvironmentInput } from '../../../config';
import { PlatformStack } from '../../../constructs';
import { subjectOf } from '../../../model';
import { expectedIn } from '../../../pipeline/status/credentials';
import { certifiedIn } from '../../fixtures/existing';

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** For an order. */
const byName = (one: { identity: string }, other: { identity: string }) => (one.identity < other.identity ? -1 : 1);

test.each<[string, Partial<EnvironmentInput>]>([
  ['as it comes', {}],
  ['with a managed gateway', { gateway: { mode: 'managed' } }],
  ['with a chatbot', { chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini' }] }],
  ['with a further ServiceAccount', { aiService: { alsoFederate: [{ namespace: 'x', serviceAccountName: 'y' }] } }],
  ['with a certificate', certifiedIn('11111111-1111-4111-8111-111111111111')],
  ['with a firewall of its own', { gateway: { allowedSourceRanges: ['203.0.113.0/24'] } }],
  ['that is watched', { monitoring: { grafana: true } }],
])('of an environment %s, what is looked for is what its stack makes', (_, input) => {
  // GIVEN
  const environment = parseEnvironment({
    name: 'dev',
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    ...input,
  });

  // WHEN
  const stack = new PlatformStack(Testing.app(), environment.name, { environment });
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Resources };
  const credentials = Object.values(resource['azurerm_federated_identity_credential']!);
  const made = credentials.map(({ parent_id: parent, subject }) => {
    const [, identity = ''] = /^\$\{azurerm_user_assigned_identity\.(.+)\.id\}$/.exec(parent!)!;
    const roles = Object.values(resource['azurerm_role_assignment']!)
      .filter(({ principal_id: principal }) => principal?.includes(`.${identity}.`))
      .map(({ role_definition_name: role }) => role!);
    return { identity: resource['azurerm_user_assigned_identity']![identity]!['name']!, subject, roles };
  });

  // THEN
  expect(
    expectedIn(environment)
      .map((each) => ({ identity: each.identity, subject: subjectOf(each), roles: each.roles.toSorted() }))
      .toSorted(byName),
  ).toEqual(made.map((each) => ({ ...each, roles: each.roles.toSorted() })).toSorted(byName));
});
