import { WorkloadIdentity, type WorkloadIdentityProps } from '../../constructs';
import { resourceGroup } from '../fixtures/infrastructure';
import { emptyStack, synthWith } from '../helpers/template';

const minimal: WorkloadIdentityProps = {
  resourceGroup,
  oidcIssuerUrl: 'https://issuer.example/',
  identityName: 'id-ai-service',
  namespace: 'dev',
  serviceAccountName: 'ai-service-account',
};

function namedAccounts(count: number) {
  return Array.from({ length: count }, (_, n) => ({ namespace: 'dev', serviceAccountName: `account-${n}` }));
}

describe('WorkloadIdentity', () => {
  test('is an identity with the credential of one ServiceAccount', () => {
    // WHEN
    const template = synthWith((stack) => void new WorkloadIdentity(stack, 'ai', minimal));

    // THEN
    expect(template.single('azurerm_user_assigned_identity')).toMatchObject({
      name: 'id-ai-service',
      location: 'eastus2',
    });
    expect(template.single('azurerm_federated_identity_credential')).toEqual(
      expect.objectContaining({
        subject: 'system:serviceaccount:dev:ai-service-account',
        issuer: 'https://issuer.example/',
        audience: ['api://AzureADTokenExchange'],
        parent_id: expect.stringContaining('azurerm_user_assigned_identity.ai_'),
        resource_group_name: expect.stringContaining('azurerm_user_assigned_identity.ai_'),
      }),
    );
    expect(template.count('azurerm_role_assignment')).toBe(0);
  });

  test('carries a credential for each further ServiceAccount, up to 20', () => {
    const template = synthWith(
      (stack) => void new WorkloadIdentity(stack, 'ai', { ...minimal, alsoFederate: namedAccounts(19) }),
    );

    expect(template.count('azurerm_federated_identity_credential')).toBe(20);
    expect(template.count('azurerm_user_assigned_identity')).toBe(1);
  });

  test('keeps two pairs apart whose joined names would meet', () => {
    const template = synthWith(
      (stack) =>
        void new WorkloadIdentity(stack, 'ai', {
          ...minimal,
          namespace: 'a-b',
          serviceAccountName: 'c',
          alsoFederate: [{ namespace: 'a', serviceAccountName: 'b-c' }],
        }),
    );

    const names = Object.values(template.resources('azurerm_federated_identity_credential')).map((credential) =>
      String(credential['name']),
    );
    expect(names.toSorted()).toEqual(['a-b_c', 'a_b-c']);
  });

  test('stands twice in one stack', () => {
    const template = synthWith((stack) => {
      new WorkloadIdentity(stack, 'a', minimal);
      new WorkloadIdentity(stack, 'b', { ...minimal, identityName: 'id-other', serviceAccountName: 'other' });
    });

    expect(template.count('azurerm_user_assigned_identity')).toBe(2);
    expect(template.count('azurerm_federated_identity_credential')).toBe(2);
  });

  test.each<[string, Partial<WorkloadIdentityProps>, string]>([
    [
      'a 21st credential',
      { alsoFederate: namedAccounts(20) },
      "an identity carries at most 20 federated credentials, 'dev/account-19' is one more: make a second identity [test/ai]",
    ],
    [
      'a ServiceAccount named twice',
      { alsoFederate: [{ namespace: 'dev', serviceAccountName: 'ai-service-account' }] },
      "'dev/ai-service-account' is federated already: name each ServiceAccount once [test/ai]",
    ],
    [
      'a credential name over 120 characters',
      { namespace: 'n'.repeat(60), serviceAccountName: 's'.repeat(60) },
      'must have at most 120 characters, got 121',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => new WorkloadIdentity(emptyStack(), 'ai', { ...minimal, ...change })).toThrow(message);
  });
});
