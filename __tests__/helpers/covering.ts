import { PART_NAMES, decided, type Choice } from '../fixtures/parts';

/** By how much the order in which parts are decided moves on: of those tried, the one that takes the fewest choices. */
const STEP = 11;

/** That one part is there or not, and another one is or not. */
type Pair = readonly [one: string, isThere: boolean, other: string, isOtherThere: boolean];

/**
 * Few choices of parts that together hold every two of them in all four ways that can be: each begins with a pair that is still
 * missing, and each further part is there or not, whichever holds more of what is missing.
 *
 * @see https://doi.org/10.1109/32.605761 Cohen, Dalal, Fredman and Patton, The AETG system
 */
export function coveringChoices(): Choice[] {
  const missing = pairs();
  const choices: Choice[] = [];
  while (missing.size > 0) {
    const [one, isThere, other, isOtherThere] = [...missing.values()][0]!;
    let choice = decided(decided(new Map(), one, isThere)!, other, isOtherThere)!;
    // In another order each time, so that each part is once among the first.
    const start = (choices.length * STEP) % PART_NAMES.length;
    for (const name of [...PART_NAMES.slice(start), ...PART_NAMES.slice(0, start)]) {
      if (choice.has(name)) continue;
      const [without, withIt] = [false, true].map((value) => decided(choice, name, value));
      const isBetter = withIt && (!without || gain(withIt, choice) > gain(without, choice));
      choice = (isBetter ? withIt : without)!;
    }
    for (const key of keysOf(choice)) missing.delete(key);
    choices.push(choice);
  }
  return choices;

  /** How much of what is missing is held by what was decided last. */
  function gain(after: Choice, before: Choice): number {
    const added = [...after].filter(([name]) => !before.has(name));
    return added.reduce(
      (sum, [a, isA]) =>
        sum + [...after].filter(([b, isB]) => a !== b && missing.has(keyOf([a, isA, b, isB]))).length / added.length,
      0,
    );
  }
}

/** The pairs that a choice holds. */
export function keysOf(choice: Choice): string[] {
  const parts = [...choice];
  return parts.flatMap(([a, isA], index) => parts.slice(index + 1).map(([b, isB]) => keyOf([a, isA, b, isB])));
}

/** Every two parts in every way that can be. */
export function possiblePairs(): string[] {
  return [...pairs().keys()];
}

function pairs(): Map<string, Pair> {
  const all = PART_NAMES.flatMap((one, index) =>
    PART_NAMES.slice(index + 1).flatMap((other) =>
      [true, false].flatMap((isThere) =>
        [true, false].flatMap((isOtherThere): Pair[] => {
          const first = decided(new Map(), one, isThere);
          return first && decided(first, other, isOtherThere) ? [[one, isThere, other, isOtherThere]] : [];
        }),
      ),
    ),
  );
  return new Map(all.map((pair) => [keyOf(pair), pair]));
}

/** The same for both orders. */
function keyOf([one, isThere, other, isOtherThere]: Pair): string {
  return one < other ? `${one} ${isThere}, ${other} ${isOtherThere}` : `${other} ${isOtherThere}, ${one} ${isThere}`;
}
