import type { Arrow, Box, Picture } from './picture';

/**
 * The picture with one box for all that are alike: of one kind, in one frame, with the same words and the same arrows. Each
 * keeps its row, so that nothing is lost, and thirty chatbots are one box with thirty names.
 */
export function bundled(picture: Picture): Picture {
  const isFrame = new Set(picture.boxes.map(({ parent }) => parent));
  const groups = new Map<string, Box[]>();
  for (const box of picture.boxes) {
    const key = isFrame.has(box.id) ? box.id : likeness(box, picture.arrows);
    groups.set(key, [...(groups.get(key) ?? []), box]);
  }
  if (groups.size === picture.boxes.length) return picture;
  const firstOf = new Map([...groups.values()].flatMap((boxes) => boxes.map(({ id }) => [id, boxes[0]!.id] as const)));
  const arrows = new Map<string, Arrow>();
  for (const arrow of picture.arrows) {
    const moved = { ...arrow, from: firstOf.get(arrow.from)!, to: firstOf.get(arrow.to)! };
    const key = JSON.stringify([moved.from, moved.to, moved.kind, moved.label]);
    arrows.set(key, { ...moved, of: [...new Set([...(arrows.get(key)?.of ?? []), ...moved.of])] });
  }
  const boxes = [...groups.values()].map((alike) => ({
    ...alike[0]!,
    rows: alike.flatMap(({ rows }) => rows),
    of: [...new Set(alike.flatMap(({ of }) => of))],
  }));
  // What stood at boxes that are one now may be alike itself.
  return bundled({ ...picture, boxes, arrows: [...arrows.values()] });
}

function likeness({ id, kind, parent, what, lines, doors }: Box, arrows: readonly Arrow[]): string {
  const ends = arrows.flatMap((arrow) => [
    ...(arrow.from === id ? [`to ${arrow.to} ${arrow.kind} ${arrow.label}`] : []),
    ...(arrow.to === id ? [`from ${arrow.from} ${arrow.kind} ${arrow.label}`] : []),
  ]);
  return JSON.stringify([kind, parent, what, lines, doors, ends.toSorted()]);
}
