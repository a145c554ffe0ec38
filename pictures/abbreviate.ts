import type { Artefacts } from './artefacts';
import type { Box, Picture } from './picture';

/** How many names have to share an ending before it is worth leaving out. */
const ENOUGH = 4;

/** What stands for the ending that is left out. */
export const ELLIPSIS = '…';

/**
 * The ending that the resources' names share, from a dash on: a name of a convention says it everywhere.
 *
 * @returns `undefined` where too few share one
 */
export function sharedEnding(artefacts: Artefacts): string | undefined {
  const names = artefacts.resources.map(({ name }) => name);
  const endings = new Set(names.flatMap((name) => [...name.matchAll(/-/g)].map(({ index }) => name.slice(index))));
  const shared = [...endings]
    .map((ending) => ({ ending, saved: names.filter((name) => name.endsWith(ending)).length }))
    .filter(({ saved, ending }) => saved >= ENOUGH && ending.length > ENOUGH);
  return shared.toSorted((a, b) => b.saved * b.ending.length - a.saved * a.ending.length)[0]?.ending;
}

/** The picture with this ending left out of every name. */
export function abbreviated(picture: Picture, ending: string | undefined): Picture {
  if (ending === undefined) return picture;
  const shorten = (text: string) =>
    text
      .split(' ')
      .map((word) => (word.endsWith(ending) ? `${word.slice(0, -ending.length)}${ELLIPSIS}` : word))
      .join(' ');
  const boxes = picture.boxes.map((box): Box => ({
    ...box,
    rows: box.rows.map(({ name, note }) => ({
      name: shorten(name),
      ...(note !== undefined && { note: shorten(note) }),
    })),
    lines: box.lines.map(shorten),
  }));
  const isSame = JSON.stringify(boxes) === JSON.stringify(picture.boxes);
  return isSame ? picture : { ...picture, boxes, ending };
}
