import { writeFileSync } from 'node:fs';
import { imageLockFile, parseImageLock } from '../../config';
import type { BuiltImage, Environment, ImageLock } from '../../model';
import type { Context } from '../context';

/** The digests of an environment's images, as they are found: each is written at once, so that the next run goes on from there. */
export class LockFile {
  private lock: ImageLock;
  private text: string | undefined;

  public constructor(private readonly context: Context) {
    const { environment, runner } = context;
    this.text = runner.read(imageLockFile(environment.name));
    const { loginServer } = environment.registry!;
    const before = parseImageLock(this.text, environment.name);
    // What another registry holds is no digest of this one.
    this.lock = before?.registry === loginServer ? before : { registry: loginServer, images: {}, builds: {} };
  }

  /** The digest of what was imported from there. */
  public imported(source: string): string | undefined {
    return this.lock.images[source];
  }

  /** What was built into that place. */
  public built(repository: string): BuiltImage | undefined {
    return this.lock.builds[repository];
  }

  public addImported(source: string, digest: string): void {
    this.write({ ...this.lock, images: { ...this.lock.images, [source]: digest } });
  }

  public addBuilt(repository: string, image: BuiltImage): void {
    this.write({ ...this.lock, builds: { ...this.lock.builds, [repository]: image } });
  }

  /** Forgets what the environment uses no more. */
  public keepOnly({ registry }: Environment): void {
    const { images } = registry!;
    const isUsed = (source: string) => images.some((image) => !image.build && image.source === source);
    const isBuilt = (repository: string) => images.some((image) => image.build && image.repository === repository);
    this.write({
      ...this.lock,
      images: entriesOf(this.lock.images, isUsed),
      builds: entriesOf(this.lock.builds, isBuilt),
    });
  }

  /** In the order of their names, so that two runs write the same. */
  private write({ registry, images, builds }: ImageLock): void {
    this.lock = { registry, images: entriesOf(images), builds: entriesOf(builds) };
    const text = `${JSON.stringify(this.lock, null, 2)}\n`;
    if (text === this.text) return;
    this.text = text;
    const { environment, runner } = this.context;
    const file = imageLockFile(environment.name);
    runner.change(`write ${file}`, () => writeFileSync(runner.path(file), text));
  }
}

function entriesOf<T>(record: Readonly<Record<string, T>>, isKept = (_key: string) => true): Record<string, T> {
  const kept = Object.entries(record).filter(([key]) => isKept(key));
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
