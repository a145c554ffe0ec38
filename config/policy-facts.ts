import { findSecrets, isSecretName, type EnvironmentPolicy } from '../model';
import { KUBERNETES_VERSIONS, MODELS, RETIRED_APIS } from './tables';

/**
 * What the rules of policy/ need to know beside the artefacts.
 *
 * @param today as an ISO date
 * @param policy what the environment demands. @default - nothing beside the rules
 */
export function policyFacts(today: string, policy?: EnvironmentPolicy) {
  return {
    today,
    kubernetesVersions: KUBERNETES_VERSIONS.rows,
    models: MODELS.rows,
    retiredApis: RETIRED_APIS.rows,
    imageDigests: policy?.imageDigests ?? false,
    imageRegistries: policy?.imageRegistries ?? [],
    secretKind: (text: string) => findSecrets(text)[0]?.kind,
    isSecretName,
  };
}
