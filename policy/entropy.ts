/** Stretches that may be a key in base64. */
const STRETCH = /[A-Za-z0-9+/]{24,}={0,2}/g;
/** Words stay below it. */
const MIN_BITS = 4.2;
/** How much of what a text of its length could tell a random one tells at least: of 64 characters, and 64 different ones. */
const MIN_SHARE = 0.85;

/**
 * Whether a text holds a stretch that looks as if it had been drawn: long, of small and capital letters and digits, and each
 * as rare as the other. What is public by its nature, and what leads somewhere, is none.
 *
 * @see https://en.wikipedia.org/wiki/Entropy_(information_theory)
 */
export function isRandom(text: string): boolean {
  if (/^\/|:\/\/|^ssh-|BEGIN CERTIFICATE/.test(text)) return false;
  return (text.match(STRETCH) ?? []).some(
    (stretch) => /[a-z]/.test(stretch) && /[A-Z]/.test(stretch) && /\d.*\d/.test(stretch) && isSpread(stretch),
  );
}

function isSpread(text: string): boolean {
  return bitsOf(text) >= Math.max(MIN_BITS, MIN_SHARE * Math.log2(Math.min(text.length, 64)));
}

/** Bits that one character of a text tells, by how often each occurs in it. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}
