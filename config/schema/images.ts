import { z } from 'zod';
import { digestProblem, registryProblem, tagProblem } from '../../model';
import { IMAGE_NAMES, type ImageName } from '../tables';
import { judged } from './primitives';

const override = z.strictObject({
  /** Host of the registry, with a port and a path where it has some. @default - the environment's `images.registry`, or upstream's */
  registry: judged(registryProblem).optional(),
  /** Tag of a release. @default - the one named in tables/images.json */
  tag: judged(tagProblem).optional(),
  /** Digest; it wins over the tag. @default - the tag decides */
  digest: judged(digestProblem).optional(),
});

/** Where images come from, when not from where tables/images.json says. */
export const images = z.strictObject({
  /**
   * A registry that mirrors the images named here under the same repositories, such as `mirror.example.com:5000/team`. With
   * `registry`, `npm run mirror` imports them from there.
   *
   * @default - upstream's
   */
  registry: judged(registryProblem).optional(),
  ...(Object.fromEntries(IMAGE_NAMES.map((name) => [name, override.prefault({})])) as Record<
    ImageName,
    z.ZodPrefault<typeof override>
  >),
  /** Of ai-service; its tag is `aiService.imageTag`, which has a lower bound. @default - upstream's */
  'ai-service': override.omit({ tag: true }).prefault({}),
});
