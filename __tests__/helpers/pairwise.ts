/** Runs of {@link pairwise}. */
const RUNS = 8;

/** Runs in which an option is on: more than half of those beside the first, so that any two share one. */
const ON = 4;

/**
 * Few selections of options in which any two are on together, off together, and each on without the other. An option is on in its
 * own four of seven runs: two different choices of four differ both ways and overlap, and in the first run nothing is on.
 *
 * @see https://doi.org/10.1016/0012-365X(73)90098-8 Kleitman and Spencer, Families of k-independent sets
 * @throws if there are more options than such choices, 35
 */
export function pairwise<T>(options: readonly T[]): T[][] {
  const choices = Array.from({ length: 2 ** (RUNS - 1) }, (_, word) => word).filter((word) => bits(word) === ON);
  if (options.length > choices.length)
    throw new Error(`there are ${options.length} options, and room for ${choices.length}`);
  return Array.from({ length: RUNS }, (_, run) =>
    run === 0 ? [] : options.filter((_option, index) => (choices[index]! >> (run - 1)) & 1),
  );
}

function bits(word: number): number {
  return word.toString(2).replaceAll('0', '').length;
}
