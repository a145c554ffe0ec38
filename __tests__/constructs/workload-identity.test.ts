import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformOutput } from 'cdktf';
import { WorkloadIdentity, type WorkloadIdentityProps } from '../../constructs';
import { resourceGroup } from '../fixtures/infrastructure';
import { GONE, MADE, changesBetween, type Places } from '../helpers/changes';
import { emptyStack, synthWith } from '../helpers/template';

const minimal: WorkloadIdentityProps = {
  resourceGroup,
  oidcIssuerUrl: 'https://issuer.example/',
  identityName: 'id-ai-service',
  namespace: 'dev',
  serviceAccountName: 'ai-service-account',
};

const full: Required<WorkloadIdentityProps> = {
  ...minimal,
  alsoFederate: [{ namespace: 'apart', serviceAccountName: 'nightly' }],
  protect: true,
};
const synth = (props: WorkloadIdentityProps) => synthWith((stack) => void new WorkloadIdentity(stack, 'ai', props));

const IDENTITY = 'azurerm_user_assigned_identity.ai';
const CREDENTIAL = 'azurerm_federated_identity_credential.ai_credential';

/** Another value of each property, and where it arrives in an identity that has them all. */
const PLACES: { readonly [Prop in keyof WorkloadIdentityProps]-?: readonly [WorkloadIdentityProps[Prop], Places] } = {
  resourceGroup: [
    { name: 'rg-other', id: '/subscriptions/other/resourceGroups/rg-other', location: 'westeurope' },
    { [`${IDENTITY}.resource_group_name`]: 'rg-other', [`${IDENTITY}.location`]: 'westeurope' },
  ],
  oidcIssuerUrl: [
    'https://other.example/',
    {
      [`${CREDENTIAL}-dev_ai-service-account.issuer`]: 'https://other.example/',
      [`${CREDENTIAL}-apart_nightly.issuer`]: 'https://other.example/',
    },
  ],
  protect: [false, { [`${IDENTITY}.lifecycle.prevent_destroy`]: false }],
  identityName: ['id-other', { [`${IDENTITY}.name`]: 'id-other' }],
  namespace: [
    'other',
    { [`${CREDENTIAL}-other_ai-service-account`]: MADE, [`${CREDENTIAL}-dev_ai-service-account`]: GONE },
  ],
  serviceAccountName: ['other', { [`${CREDENTIAL}-dev_other`]: MADE, [`${CREDENTIAL}-dev_ai-service-account`]: GONE }],
  alsoFederate: [
    [{ namespace: 'other', serviceAccountName: 'weekly' }],
    { [`${CREDENTIAL}-other_weekly`]: MADE, [`${CREDENTIAL}-apart_nightly`]: GONE },
  ],
};

function namedAccounts(count: number) {
  return Array.from({ length: count }, (_, n) => ({ namespace: 'dev', serviceAccountName: `account-${n}` }));
}

describe('WorkloadIdentity', () => {
  test.each(Object.entries(PLACES))('says %s at its arguments, and nowhere else', (prop, [value, places]) => {
    expect(changesBetween(synth(full), synth({ ...full, [prop]: value }))).toEqual(places);
  });

  test('names each credential after its ServiceAccount, and says them all', () => {
    // WHEN
    const template = synthWith((stack) => {
      const identity = new WorkloadIdentity(stack, 'ai', full);
      expect(identity.credentials).toHaveLength(2);
      identity.addServiceAccount({ namespace: 'dev', serviceAccountName: 'late' });
      expect(identity.credentials).toHaveLength(3);
      const { namespace, serviceAccountName, clientId, principalId } = identity;
      new TerraformOutput(stack, 'identity', { value: { namespace, serviceAccountName, clientId, principalId } });
    });

    // THEN
    const credentials = Object.values(template.resources('azurerm_federated_identity_credential'));
    expect(credentials.map(({ name, subject }) => [name, subject])).toEqual([
      ['apart_nightly', 'system:serviceaccount:apart:nightly'],
      ['dev_ai-service-account', 'system:serviceaccount:dev:ai-service-account'],
      ['dev_late', 'system:serviceaccount:dev:late'],
    ]);
    expect(template.json.output?.['identity']?.value).toEqual({
      namespace: 'dev',
      serviceAccountName: 'ai-service-account',
      clientId: expect.stringMatching(/azurerm_user_assigned_identity\.ai_\w+\.client_id/),
      principalId: expect.stringMatching(/azurerm_user_assigned_identity\.ai_\w+\.principal_id/),
    });
  });

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

  test('is refused the name of another in the same resource group, which the stack makes', () => {
    const stack = emptyStack();
    const made = new ResourceGroup(stack, 'group', { name: 'rg', location: 'eastus2' });
    new WorkloadIdentity(stack, 'a', { ...minimal, resourceGroup: made });

    expect(() => new WorkloadIdentity(stack, 'b', { ...minimal, resourceGroup: made })).toThrow(
      "'identityName' must be another name than that of test/a, which is in the same resource group, got 'id-ai-service' [test/b]",
    );
    expect(() => new WorkloadIdentity(emptyStack(), 'b', minimal)).not.toThrow();
  });

  test.each<[string, Partial<WorkloadIdentityProps>, string]>([
    [
      'an issuer without TLS',
      { oidcIssuerUrl: 'http://issuer.example/' },
      `'oidcIssuerUrl' must be an https URL, as "az aks show --query oidcIssuerProfile.issuerUrl" prints it, got 'http://issuer.example/' [test/ai]`,
    ],
    [
      'an issuer that is no URL',
      { oidcIssuerUrl: 'https://' },
      `'oidcIssuerUrl' must be an https URL, as "az aks show --query oidcIssuerProfile.issuerUrl" prints it, got 'https://' [test/ai]`,
    ],
    [
      'an issuer of AKS without its final slash',
      { oidcIssuerUrl: 'https://eastus2.oic.prod-aks.azure.com/tenant/cluster' },
      `'oidcIssuerUrl' must end with "/", as the issuer of a token of AKS does: Entra compares the two by the letter, got 'https://eastus2.oic.prod-aks.azure.com/tenant/cluster' [test/ai]`,
    ],
    [
      'a name of two characters',
      { identityName: 'id' },
      `'identityName' must have 3 to 128 characters: letters, digits, "_" and "-", first a letter or digit, got 'id' [test/ai]`,
    ],
    [
      'a namespace that is none',
      { namespace: 'Dev' },
      "'namespace' must be lower case letters, digits and hyphens, first and last a letter or digit, got 'Dev' [test/ai]",
    ],
    [
      'a ServiceAccount that is none',
      { alsoFederate: [{ namespace: 'dev', serviceAccountName: 'a_b' }] },
      "'serviceAccountName' must be lower case letters, digits and hyphens, first and last a letter or digit, got 'a_b' [test/ai]",
    ],
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
      `'serviceAccountName' must have at most 59 characters in namespace ${'n'.repeat(60)}: both name a federated credential, which takes 120, got '${'s'.repeat(60)}' [test/ai]`,
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => new WorkloadIdentity(emptyStack(), 'ai', { ...minimal, ...change })).toThrow(message);
  });

  test.each(['https://eastus2.oic.prod-aks.azure.com/tenant/cluster/', 'https://issuer.example', '${var.issuer}'])(
    'takes the issuer %s',
    (oidcIssuerUrl) => {
      const credential = synth({ ...minimal, oidcIssuerUrl }).single('azurerm_federated_identity_credential');

      expect(credential['issuer']).toBe(oidcIssuerUrl);
    },
  );
});

describe('WorkloadIdentity.fromIdentityAttributes', () => {
  const account = { namespace: 'dev', serviceAccountName: 'nightly' };

  test('stands for an identity that exists already, and makes none', () => {
    const template = synthWith((stack) => {
      const identity = WorkloadIdentity.fromIdentityAttributes(stack, 'shared', {
        ...account,
        clientId: '88888888-8888-8888-8888-888888888888',
        principalId: '99999999-9999-9999-9999-999999999999',
      });
      const { namespace, serviceAccountName, clientId, principalId, credentials } = identity;
      expect({ namespace, serviceAccountName, clientId, principalId, credentials }).toEqual({
        ...account,
        clientId: '88888888-8888-8888-8888-888888888888',
        principalId: '99999999-9999-9999-9999-999999999999',
        credentials: [],
      });
    });

    expect(template.addresses()).toEqual([]);
  });

  test.each(['clientId', 'principalId'] as const)('says that it does not know %s', (attribute) => {
    const identity = WorkloadIdentity.fromIdentityAttributes(emptyStack(), 'shared', account);

    expect(() => identity[attribute]).toThrow(
      `'${attribute}' is not known of this imported identity: give it to fromIdentityAttributes [test/shared]`,
    );
  });

  test.each(['clientId', 'principalId'] as const)('refuses a %s that is no UUID', (attribute) => {
    expect(() =>
      WorkloadIdentity.fromIdentityAttributes(emptyStack(), 'shared', { ...account, [attribute]: 'id-shared' }),
    ).toThrow(`'${attribute}' must be a UUID, got 'id-shared' [test/shared]`);
  });
});
