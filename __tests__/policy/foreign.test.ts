import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { findSecrets, isSecretName } from '../../model';
import { said } from '../helpers/policy-draft';

const FOLDER = path.join(__dirname, '../fixtures/policy/foreign');
const SECRETS = { secretKind: (text: string) => findSecrets(text)[0]?.kind, isSecretName };

/** Artefacts as samples write them, which this project has no part in. */
function saidOf(name: string): Record<string, string[]> {
  const read = (file: string) => readFileSync(path.join(FOLDER, name, file), 'utf8');
  const manifests = parseAllDocuments(read('objects.yaml')).map(
    (document) => document.toJS() as Record<string, unknown>,
  );
  return said({ terraform: JSON.parse(read('main.tf.json')), manifests }, SECRETS);
}

test('an account with keys and an open network: that, and the key in its chat', () => {
  const account = 'azurerm_cognitive_account.example';

  expect(saidOf('account')).toEqual({
    'account-default-deny': [`error ${account}: 'network_acls.default_action' must be "Deny", got nothing`],
    'account-keys': [`error ${account}: 'local_auth_enabled' must be false, got nothing`],
    'account-subdomain': [`error ${account}: 'custom_subdomain_name' must be a name, got nothing`],
    secrets: [
      "error Deployment/chat/chat: 'value' looks like an Azure AI service key of 32 digits",
      'error Deployment/chat/chat: the variable OPENAI_API_KEY has the name of a secret and a literal value',
    ],
  });
});

test('a cluster with local accounts: what lets people in, and what it may do', () => {
  const cluster = 'azurerm_kubernetes_cluster.k8s';
  const role = 'azurerm_role_assignment.deployers';

  expect(saidOf('cluster')).toEqual({
    'cluster-api-server': [
      `warning ${cluster}: 'api_server_access_profile.authorized_ip_ranges' must be a list of ranges of at least /8, got []`,
    ],
    'cluster-entra': [
      `error ${cluster}: 'azure_active_directory_role_based_access_control.azure_rbac_enabled' must be true, got nothing`,
    ],
    'cluster-local-accounts': [`error ${cluster}: 'local_account_disabled' must be true, got nothing`],
    'cluster-run-command': [`error ${cluster}: 'run_command_enabled' must be false, got nothing`],
    'cluster-upgrades': [`error ${cluster}: no channel upgrades it, and support of version 1.33.4 ended in 2026-10`],
    diagnostics: [`warning ${cluster}: must have a diagnostic setting with logs, and has none`],
    'inbound-internet': [
      'error azurerm_network_security_group.nodes: lets the internet in to port 22, which nothing publishes',
    ],
    'rbac-wildcard': ["error ClusterRoleBinding/developers: 'roleRef' must not be cluster-admin"],
    'retired-api': ['error PodDisruptionBudget/web/web: policy/v1beta1 is gone since Kubernetes 1.25: policy/v1'],
    'role-broad': [`error ${role}: 'role' must be one that is made for the work, got "Contributor"`],
    'role-principal-type': [`error ${role}: 'principal_type' must be ServicePrincipal, User or Group, got nothing`],
    'role-scope': [
      `error ${role}: 'scope' must be a resource, got the subscription \${data.azurerm_subscription.current.id}`,
    ],
  });
});

test('a store with pods that are root: its pods, its namespace and its page', () => {
  const [broker, front] = ['StatefulSet/pets/rabbitmq', 'Deployment/pets/store-front'];

  expect(saidOf('store')).toEqual({
    'credential-subject': [
      'error azurerm_federated_identity_credential.store: \'subject\' must be a ServiceAccount that is there, got "system:serviceaccount:pets:store"',
    ],
    'disruption-budget': [`warning ${front}: must have a PodDisruptionBudget, and has none`],
    'image-pinned': [
      `error ${front}: 'image of store-front' must be pinned, got "ghcr.io/azure-samples/aks-store-demo/store-front:latest"`,
    ],
    'namespace-pod-security': [
      "error Namespace/pets: 'pod-security.kubernetes.io/enforce' must be restricted, got nothing",
    ],
    'network-default-deny': [
      'error Namespace/pets: must have a NetworkPolicy that denies all Ingress and Egress, and has none',
    ],
    'page-open': ['warning Ingress/pets/store: publishes store-front to anybody'],
    'page-tls': ["warning Ingress/pets/store: 'spec.tls' must name a certificate, got nothing"],
    'pod-api-token': [broker, front].map(
      (on) => `error ${on}: 'automountServiceAccountToken' must be false, got nothing`,
    ),
    'pod-capabilities': [
      `error ${broker}: container rabbitmq must drop ALL, add none and gain none, got {}`,
      `error ${front}: container store-front must not be privileged, got privileged`,
    ],
    'pod-host': [`error ${front}: must share nothing with its node, got hostNetwork`],
    'pod-limits': [`error ${front}: container store-front must say limits.cpu, limits.memory`],
    'pod-non-root': [
      `error ${broker}: container rabbitmq must not run as root, got runAsNonRoot nothing, runAsUser nothing`,
      `error ${front}: container store-front must not run as root, got runAsNonRoot nothing, runAsUser 0`,
    ],
    'pod-read-only-root': [
      `error ${broker}: container rabbitmq must have readOnlyRootFilesystem true, got nothing`,
      `error ${front}: container store-front must have readOnlyRootFilesystem true, got nothing`,
    ],
    'pod-seccomp': [
      `error ${broker}: container rabbitmq must have a seccomp profile, got nothing`,
      `error ${front}: container store-front must have a seccomp profile, got nothing`,
    ],
    probes: [`warning ${broker}: container rabbitmq must have readinessProbe and livenessProbe`],
    'service-account-credential': [
      'error ServiceAccount/pets/storefront: a credential must have the subject system:serviceaccount:pets:storefront, and none has',
    ],
    state: ['warning terraform.backend: the state must be kept in Azure, and is a file on one machine'],
  });
});
