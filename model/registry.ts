import type { RegistrySku, RoleAssignmentMode } from './vocabulary';

/** The container registry that every image of an environment comes from. */
export interface Registry {
  /** Resource id of one that exists. @default - it is made */
  readonly id?: string;
  /** Its name. */
  readonly name: string;
  /** Its host name, with which every reference begins. */
  readonly loginServer: string;
  /** What it can do. @default - it exists, and its owner has chosen */
  readonly sku?: RegistrySku;
  /** What roles on it speak of. */
  readonly roleAssignmentMode: RoleAssignmentMode;
  /** Name of an agent pool on which it builds. @default - machines that all registries share */
  readonly agentPool?: string;
  /** Every image that the charts use, each once. */
  readonly images: readonly RegistryImage[];
  /** Whether there is a lock, which `npm run mirror` writes. */
  readonly isLocked: boolean;
}

/** An image that a registry holds for an environment. */
export interface RegistryImage {
  /** The reference that it is imported from, host and all; of one that is built, the folder. */
  readonly source: string;
  /** What it is built from. @default - it is imported */
  readonly build?: ImageBuild;
  /** Where it is in the registry. */
  readonly repository: string;
  /** Its tag there. @default - it has none: it is named by its digest, or built */
  readonly tag?: string;
  /** Its digest. @default - the lock does not say it */
  readonly digest?: string;
}

/** What an image is built from. */
export interface ImageBuild {
  /** The folder, relative to the project's, with slashes. */
  readonly context: string;
  /** The Dockerfile, relative to that folder. */
  readonly dockerfile: string;
}

/** What `npm run mirror` has found or brought into a registry, by which the charts name images. */
export interface ImageLock {
  /** Host name of the registry. */
  readonly registry: string;
  /** Digests of what was imported, by the reference that it came from. */
  readonly images: Readonly<Record<string, string>>;
  /** What was built, by its place in the registry. */
  readonly builds: Readonly<Record<string, BuiltImage>>;
}

/** An image that was built. */
export interface BuiltImage extends ImageBuild {
  /** What tells the files that it was built from from others, hexadecimal. */
  readonly content: string;
  /** Its digest. */
  readonly digest: string;
}
