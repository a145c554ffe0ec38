import {
  certManagerImages,
  fullReference,
  imageReference,
  partsOfImage,
  partsOfResourceId,
  type CertManagerImages,
  type Environment,
  type ImageBuild,
  type ImageLock,
  type Registry,
  type RegistryImage,
} from '../model';
import type { ParsedEnvironment } from './schema/environment';

/** The tag of an image that no lock says the digest of: nobody can have built it. */
export const NOT_BUILT = 'not-built';

/** An environment whose images come from where they are named. */
type Upstream = Omit<Environment, 'registry'>;

/**
 * Lets every image of an environment come from its registry, where it has one: by the digest that the lock says, or until then by
 * its tag.
 */
export function withRegistry(
  environment: Upstream,
  parsed: ParsedEnvironment,
  lock: ImageLock | undefined,
): Environment {
  const registry = registryOf(environment, parsed);
  if (!registry) return environment;
  const own = lock?.registry === registry.loginServer ? lock : undefined;
  const images = new Map<string, RegistryImage>();
  const take = (reference: string, build?: ImageBuild): string => {
    const image = build ? builtImage(reference, build, own) : importedImage(reference, registry.loginServer, own);
    images.set(build ? image.repository : image.source, image);
    const { repository, tag = NOT_BUILT, digest } = image;
    return imageReference({ registry: registry.loginServer, repository, tag, digest });
  };
  // Helm installs before anybody can have filled a registry that is made beside it, so it takes what the lock says alone.
  const takeForHelm = (references: CertManagerImages): CertManagerImages | undefined => {
    const taken = Object.entries(references).map(([component, reference]) => [component, take(reference)] as const);
    const isPinned = taken.every(([, reference]) => partsOfImage(reference).digest !== undefined);
    return isPinned ? (Object.fromEntries(taken) as CertManagerImages) : undefined;
  };
  const { login, certificate } = environment.gateway;
  const taken = {
    ...environment,
    store: environment.store.map((workload) => ({
      ...workload,
      image: take(workload.image),
      waitsFor: workload.waitsFor && { ...workload.waitsFor, image: take(workload.waitsFor.image) },
    })),
    workloads: environment.workloads.map((workload) => ({ ...workload, image: take(workload.image, workload.build) })),
    gateway: {
      ...environment.gateway,
      login: login && { ...login, image: take(login.image) },
      certificate: certificate && {
        ...certificate,
        images: takeForHelm(certManagerImages(certificate.certManagerVersion)),
      },
    },
  };
  return { ...taken, registry: { ...registry, images: [...images.values()], isLocked: lock !== undefined } };
}

function registryOf(
  { names, openAi }: Upstream,
  { existing, registry }: ParsedEnvironment,
): Omit<Registry, 'images' | 'isLocked'> | undefined {
  if (existing.registry) {
    const { id, loginServer, roleAssignmentMode, agentPool } = existing.registry;
    const name = partsOfResourceId(id).name.toLowerCase();
    return { id, name, loginServer: loginServer ?? loginServerOf(name), roleAssignmentMode, agentPool };
  }
  if (!registry) return undefined;
  return {
    name: names.registry,
    loginServer: loginServerOf(names.registry),
    sku: registry.sku ?? (openAi.access === 'private-endpoint' ? 'Premium' : 'Standard'),
    // The only mode that the provider makes one in.
    roleAssignmentMode: 'rbac',
    agentPool: registry.agentPool,
  };
}

/** @see https://learn.microsoft.com/azure/container-registry/container-registry-concepts */
function loginServerOf(name: string): string {
  return `${name}.azurecr.io`;
}

function importedImage(reference: string, loginServer: string, lock: ImageLock | undefined): RegistryImage {
  const { registry, repository, tag, digest } = partsOfImage(reference);
  const isThere = registry === loginServer;
  const source = isThere ? reference : fullReference(reference);
  return {
    source,
    repository,
    tag: digest === undefined ? tag : undefined,
    // A digest is the same wherever the image is, but it has to be there.
    digest: lock?.images[source],
  };
}

/** The build is that of the lock while it is of the same folder: what lies in there, `npm run mirror` looks at. */
function builtImage(reference: string, build: ImageBuild, lock: ImageLock | undefined): RegistryImage {
  const { repository } = partsOfImage(reference);
  const built = lock?.builds[repository];
  const isSame = built?.context === build.context && built.dockerfile === build.dockerfile;
  return { source: build.context, build, repository, digest: isSame ? built.digest : undefined };
}
