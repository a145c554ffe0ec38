import { textOf } from './artefacts';
/** The reference of an image by its parts. */
export interface Image {
  /** Host of the registry. */
  readonly registry: string;
  /** @default - none is named, which means latest */
  readonly tag?: string | undefined;
  /** @default - none is named */
  readonly digest?: string | undefined;
}

/**
 * Takes the reference of an image apart. Without a host it means Docker Hub.
 *
 * @see https://github.com/distribution/reference/blob/main/normalize.go
 */
export function imageOf(reference: unknown): Image {
  const [named = '', digest] = textOf(reference).split('@');
  const [host = '', ...path] = named.split('/');
  const hasHost = path.length > 0 && (/[.:]/.test(host) || host === 'localhost');
  const registry = hasHost && host !== 'index.docker.io' ? host : 'docker.io';
  const [, tag] = (path.at(-1) ?? host).split(':');
  return { registry, tag, digest: digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined };
}
