import { imageLockFile } from '../image-lock';
import { makesRegistryEndpoint, type Environment } from '../../model';

/**
 * Advice about images that no digest names yet, and about a registry that answers its network alone.
 *
 * @see https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks
 */
export function imageLockAdvice(environment: Environment): string[] {
  const { name, registry, gateway } = environment;
  if (!registry) return [];
  return [
    ...(registry.isLocked
      ? []
      : [
          `${imageLockFile(name)} is not there, so a preview names images by tag: npm run mirror -- ${name} brings them into the registry, once there is one, and pins them`,
        ]),
    ...(gateway.certificate && !gateway.certificate.images
      ? [
          `cert-manager is installed from quay.io until ${imageLockFile(name)} says the digests of its version ${gateway.certificate.certManagerVersion}: npm run mirror -- ${name}, then deploy again`,
        ]
      : []),
    ...(makesRegistryEndpoint(environment)
      ? [`the registry answers in its network alone: npm run mirror -- ${name} is run there`]
      : []),
    ...(makesRegistryEndpoint(environment) &&
    registry.agentPool === undefined &&
    registry.images.some(({ build }) => build)
      ? [
          `the registry lets in no machine that builds, but of an agent pool in its network: az acr agentpool create --registry ${registry.name}, and its name in registry.agentPool`,
        ]
      : []),
  ];
}
