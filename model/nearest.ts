import { distance } from 'fastest-levenshtein';

/**
 * The word that was probably meant: the nearest of those allowed, if it is near enough to be a slip of the finger.
 *
 * @example
 * import { nearest } from './model';
 *
 * nearest('worshop', ['dev', 'workshop']); // 'workshop'
 */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  const [best] = allowed
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)))
    .toSorted((a, b) => a.edits - b.edits);
  return best?.candidate;
}
