import { isFields, listOf, textOf, type Fields, type Resource, type Terraform } from './artefacts';
import type { Report } from './rule';

/** An image that a Helm release is told to take. */
export interface HelmImage {
  /** Where the values of the release name it, for example `webhook.image`. */
  readonly name: string;
  /** `UNKNOWN` where an expression of it leads out of the configuration. */
  readonly reference: unknown;
}

/**
 * The images that the Helm releases of a configuration are told to take, each with the address of its release: what the chart
 * names by itself, it alone knows. A release whose values are not written out as JSON is reported.
 *
 * @see https://registry.terraform.io/providers/hashicorp/helm/3.1.1/docs/resources/release
 */
export function* helmImages(
  terraform: Terraform,
  report: Pick<Report, 'cannotTell'>,
): Generator<readonly [address: string, image: HelmImage]> {
  for (const release of terraform.of('helm_release')) {
    const { values = [] } = release.args;
    const texts = Array.isArray(values) ? listOf(values).map(parsed) : [values];
    if (!texts.every(isFields)) {
      report.cannotTell(release.address, "'values' are not written out as JSON");
      continue;
    }
    const images = [...texts.flatMap((text) => imagesIn(terraform, text)), ...imagesSet(terraform, release)];
    for (const image of images) yield [release.address, image];
  }
}

/** What the JSON of a text holds: expressions stand in its texts. */
function parsed(text: unknown): unknown {
  try {
    return JSON.parse(textOf(text));
  } catch {
    return undefined;
  }
}

function imagesIn(terraform: Terraform, value: unknown, path: readonly string[] = []): HelmImage[] {
  if (!isFields(value)) return [];
  if (typeof value['repository'] === 'string') return [imageFrom(terraform, path.join('.'), value)];
  return Object.entries(value).flatMap(([key, inner]) => imagesIn(terraform, inner, [...path, key]));
}

/** Those whose parts are set one by one. */
function imagesSet(terraform: Terraform, release: Resource): HelmImage[] {
  const set = new Map(terraform.blocks(release, 'set').map(({ name, value }) => [textOf(name), value]));
  return [...set.keys()].flatMap((path) => {
    if (!path.endsWith('.repository')) return [];
    const name = path.slice(0, -'.repository'.length);
    const part = (key: string) => set.get(`${name}.${key}`);
    const [registry, repository, tag, digest] = ['registry', 'repository', 'tag', 'digest'].map(part);
    return [imageFrom(terraform, name, { registry, repository, tag, digest })];
  });
}

/** The parts on which charts have agreed. */
function imageFrom(terraform: Terraform, name: string, { registry, repository, tag, digest }: Fields): HelmImage {
  const host = isSaid(registry) ? `${registry}/` : '';
  const version = isSaid(digest) ? `@${digest}` : isSaid(tag) ? `:${tag}` : '';
  return { name, reference: terraform.resolve(host + textOf(repository) + version) };
}

/** Charts take an empty text for nothing. */
function isSaid(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
