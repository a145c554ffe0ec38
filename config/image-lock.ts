import { z } from 'zod';
import { digestProblem, formatProblems, toProblems, type Environment, type ImageLock } from '../model';
import { ConfigError } from './config-error';
import { judged } from './schema/primitives';

const digest = judged(digestProblem);

const imageLock = z.strictObject({
  registry: z.string(),
  images: z.record(z.string(), digest),
  builds: z.record(
    z.string(),
    z.strictObject({ context: z.string(), dockerfile: z.string(), content: z.string().regex(/^[0-9a-f]+$/), digest }),
  ),
});

/** The file beside that of an environment in which `npm run mirror` keeps the digests of its images. */
export function imageLockFile(environment: string): string {
  return `environments/${environment}.images.json`;
}

/**
 * Reads what `npm run mirror` has written.
 *
 * @param text `undefined` where there is no file
 * @throws {ConfigError} if it is of another shape
 */
export function parseImageLock(text: string | undefined, environment: string): ImageLock | undefined {
  if (text === undefined) return undefined;
  const refuse = (problem: string) =>
    new ConfigError(
      `${imageLockFile(environment)} is not valid: delete it, and "npm run mirror -- ${environment}" writes it anew:\n${problem}`,
    );
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    throw refuse(`  - ${(error as Error).message}`);
  }
  const result = imageLock.safeParse(input);
  if (!result.success) throw refuse(formatProblems(toProblems(result.error.issues, input, imageLock)));
  return result.data;
}

/** What becomes of the artefacts. */
export interface LockUse {
  /** Whether they are looked at and not applied. */
  readonly isPreview: boolean;
}

/**
 * Why the charts of an environment cannot be made with the digests that its lock says; `undefined` where they can. What is looked
 * at alone may name images by tag until there is a lock, but not an image that nobody has built.
 */
export function imageLockProblem(environment: Environment, { isPreview }: LockUse): string | undefined {
  const { name, registry } = environment;
  const missing = (registry?.images ?? []).filter(
    ({ digest, build }) => digest === undefined && (!isPreview || registry!.isLocked || build !== undefined),
  );
  if (missing.length === 0) return undefined;
  const what = registry!.isLocked ? 'does not say' : 'is not there, to say';
  const sources = missing.map(({ source, build }) => (build ? `the build of ${source}` : source));
  return `${imageLockFile(name)} ${what} the digest of ${sources.join(', ')}: npm run mirror -- ${name} brings them into ${registry!.loginServer} and writes it`;
}
