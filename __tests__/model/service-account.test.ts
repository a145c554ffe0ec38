import { credentialNameOf, credentialNameProblem, subjectOf } from '../../model';

test('a ServiceAccount presents itself by namespace and name', () => {
  const account = { namespace: 'shop', serviceAccountName: 'chat-sa' };

  expect(subjectOf(account)).toBe('system:serviceaccount:shop:chat-sa');
  expect(credentialNameOf(account)).toBe('shop_chat-sa');
});

test.each([
  [63, 56, undefined],
  [
    63,
    57,
    `must have at most 56 characters in namespace ${'n'.repeat(63)}: both name a federated credential, which takes 120`,
  ],
  [1, 63, undefined],
])('the credential of a namespace of %i and a ServiceAccount of %i characters: %s', (namespace, name, problem) => {
  const account = { namespace: 'n'.repeat(namespace), serviceAccountName: 's'.repeat(name) };

  expect(credentialNameProblem(account)).toBe(problem);
});
