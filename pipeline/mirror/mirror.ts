import { existsSync } from 'node:fs';
import { imageLockFile } from '../../config';
import { imageReference, partsOfImage, type ImageBuild, type ImageParts, type RegistryImage } from '../../model';
import { AzureCli } from '../azure';
import type { Manifest } from '../azure-answers';
import type { Context } from '../context';
import { PreflightError, placeOfRegistry, placeholderSubscription } from '../preflight';
import { PipelineError, toolProblems } from '../run';
import { contentOf } from './content';
import { LockFile } from './lock';

/** Digits of what tells an image's sources from others that are its tag. */
const TAG_DIGITS = 12;

/**
 * Brings every image of an environment into its registry, and writes the digests into the lock beside the environment's file. What
 * is there already is not fetched again, so a second run changes nothing, and one that died is gone on with.
 *
 * @throws {PipelineError} if there is no registry, or what is built is not there
 */
export async function mirror(context: Context): Promise<void> {
  const { environment, runner } = context;
  const { name, registry } = environment;
  if (!registry) {
    throw new PipelineError(
      `environments/${name}.ts has no registry to mirror into`,
      'say registry: {}, so that one is made, or existing.registry',
    );
  }
  const [missing] = await toolProblems(runner, ['az']);
  if (missing) throw missing;
  const placeholder = placeholderSubscription(environment);
  if (placeholder.length > 0) runner.refuse(new PreflightError(placeholder));
  for (const { build } of registry.images) if (build) requireContext(context, build);

  const work = await Mirror.open(context);
  for (const image of registry.images) {
    if (image.build) await work.build(image, image.build);
    else await work.import(image);
  }
  work.close();
}

function requireContext({ runner }: Context, { context, dockerfile }: ImageBuild): void {
  const file = `${context}/${dockerfile}`;
  if (existsSync(runner.path(file))) return;
  throw new PipelineError(
    `there is no ${file} to build an image from`,
    "correct the workload's build.context, which is relative to the project's folder, or build.dockerfile, relative to that",
  );
}

/** A registry and the lock of what it holds. */
class Mirror {
  /** The manifests of the repositories that were looked at. */
  private readonly manifests = new Map<string, readonly Manifest[]>();

  private constructor(
    private readonly context: Context,
    private readonly az: AzureCli,
    private readonly lock: LockFile,
    private readonly repositories: readonly string[],
  ) {}

  /** @throws {PipelineError} if the registry is not there */
  public static async open(context: Context): Promise<Mirror> {
    const { environment, runner } = context;
    const { name } = environment;
    const place = placeOfRegistry(environment);
    const az = new AzureCli(runner, environment.subscriptionId).in(place.subscriptionId);
    await az.account();
    const repositories = await az.repositories(place.name);
    if (repositories === undefined) {
      throw new PipelineError(
        `there is no registry ${place.name} in resource group ${place.resourceGroup}`,
        environment.registry!.id === undefined
          ? `npm run deploy -- ${name} makes it, and stops where its images are due`
          : `correct existing.registry.id in environments/${name}.ts`,
      );
    }
    return new Mirror(context, az, new LockFile(context), repositories);
  }

  /** Imports an image, unless the registry has it. */
  public async import({ source, repository, tag }: RegistryImage): Promise<void> {
    const { loginServer, name } = this.registry;
    const [, named] = source.split('@');
    const locked = named ?? this.lock.imported(source);
    const there = await this.find(repository, (manifest) =>
      locked === undefined ? hasTag(manifest, tag) : manifest.digest === locked,
    );
    if (there) {
      this.lock.addImported(source, there.digest);
      this.context.runner.report(`there already: ${source}`);
      return;
    }
    if (source.startsWith(`${loginServer}/`)) {
      throw new PipelineError(
        `registry ${name} does not hold ${source}, which the environment takes from it`,
        'push it, or correct the reference',
      );
    }
    // What the lock says is fetched again just so, whatever the tag has become since.
    const from = locked === undefined ? source : imageReference({ ...partsOf(source), digest: locked });
    await this.az.importImage({ registry: name, source: from, repository, tag });
    this.lock.addImported(source, locked ?? (await this.az.imageDigest(name, `${repository}:${tag}`)));
    this.context.runner.report(`imported: ${source}`);
  }

  /** Lets the registry build an image, unless it has one of the same sources. */
  public async build({ source, repository }: RegistryImage, build: ImageBuild): Promise<void> {
    const { runner } = this.context;
    const { name, agentPool } = this.registry;
    const content = contentOf(runner.path(build.context));
    const tag = tagOf(content, build);
    const before = this.lock.built(repository);
    const isSame = before?.content === content && before.dockerfile === build.dockerfile;
    const there = await this.find(repository, (manifest) =>
      isSame ? manifest.digest === before.digest : hasTag(manifest, tag),
    );
    if (!there) {
      await this.az.buildImage({
        registry: name,
        image: `${repository}:${tag}`,
        dockerfile: build.dockerfile,
        context: build.context,
        agentPool,
      });
    }
    const digest = there?.digest ?? (await this.az.imageDigest(name, `${repository}:${tag}`));
    this.lock.addBuilt(repository, { context: build.context, dockerfile: build.dockerfile, content, digest });
    runner.report(`${there ? 'there already' : 'built'}: ${repository}:${tag} from ${source}`);
  }

  /** Forgets what is used no more, and tells where the digests are. */
  public close(): void {
    const { environment, runner } = this.context;
    this.lock.keepOnly(environment);
    const count = this.registry.images.length;
    runner.report(
      `${imageLockFile(environment.name)} says the digests of ${count} images: commit it, and the charts name them`,
    );
  }

  private get registry() {
    return this.context.environment.registry!;
  }

  private async find(repository: string, is: (manifest: Manifest) => boolean): Promise<Manifest | undefined> {
    // Of a repository that is not there the registry tells by an error.
    if (!this.repositories.includes(repository)) return undefined;
    const known = this.manifests.get(repository) ?? (await this.az.manifests(this.registry.name, repository));
    this.manifests.set(repository, known);
    return known.find(is);
  }
}

/** A source by its parts, as a reference is put together again. */
function partsOf(source: string): ImageParts {
  const { registry, repository, tag = '' } = partsOfImage(source);
  return { registry, repository, tag };
}

function hasTag({ tags }: Manifest, tag: string | undefined): boolean {
  return tag !== undefined && (tags ?? []).includes(tag);
}

/** The same sources by another Dockerfile are another image. */
function tagOf(content: string, { dockerfile }: ImageBuild): string {
  const suffix = dockerfile === 'Dockerfile' ? '' : `-${dockerfile.replaceAll(/[^\w.-]/g, '-')}`;
  return `${content.slice(0, TAG_DIGITS)}${suffix}`.slice(0, 128);
}
