import { sizeOf } from '../../pictures/content';
import type { Layout, PlacedBox, Point, Rectangle } from '../../pictures/layout';

/** Lines that touch are no overlap. */
const TOUCH = 1;

/** What lies on what in a picture, in words; empty where nothing does. */
export function overlapsIn({ boxes, arrows, width, height, picture }: Layout): string[] {
  const parentOf = new Map(picture.boxes.map(({ id, parent }) => [id, parent]));
  const isWithin = (id: string, frame: string): boolean => {
    const parent = parentOf.get(id);
    return parent !== undefined && (parent === frame || isWithin(parent, frame));
  };
  const leaves = boxes.filter(({ isFrame }) => !isFrame);
  const headings = boxes.filter(({ isFrame }) => isFrame).map((frame) => ({ ...frame, ...sizeOf(frame.box) }));
  const labels = arrows.flatMap(({ arrow, label }) => (label ? [{ name: `label ${arrow.label}`, at: label }] : []));
  const lines = arrows.flatMap(({ arrow, points }) => segments(points).map((at) => ({ arrow, at })));
  const whole = { x: 0, y: 0, width, height };
  return [
    ...pairs(boxes).flatMap(([a, b]) => {
      if (!isWithin(a.box.id, b.box.id) && !isWithin(b.box.id, a.box.id)) return overlap(name(a), a, name(b), b);
      const [inner, outer] = isWithin(a.box.id, b.box.id) ? [a, b] : [b, a];
      const room = sizeOf(outer.box).height;
      const inside = { ...outer, y: outer.y + room, height: outer.height - room };
      return isInside(inner, inside) ? [] : [`${name(inner)} is not inside ${name(outer)}`];
    }),
    ...boxes
      .filter((placed) => placed.width < sizeOf(placed.box).width || placed.height < sizeOf(placed.box).height)
      .map((box) => `${name(box)} is too small for its text`),
    ...pairs(labels).flatMap(([a, b]) => overlap(a.name, a.at, b.name, b.at)),
    ...labels.flatMap((label) => [
      ...[...leaves, ...headings].flatMap((box) => overlap(label.name, label.at, name(box), box)),
      ...lines.flatMap(({ arrow, at }) => overlap(label.name, label.at, `arrow ${arrow.from} to ${arrow.to}`, at)),
      ...(isInside(label.at, whole) ? [] : [`${label.name} is outside of the picture`]),
    ]),
    ...lines.flatMap(({ arrow, at }) =>
      [...leaves.filter(({ box }) => box.id !== arrow.from && box.id !== arrow.to), ...headings].flatMap((box) =>
        overlap(`arrow ${arrow.from} to ${arrow.to}`, at, name(box), box),
      ),
    ),
    ...boxes.filter((box) => !isInside(box, whole)).map((box) => `${name(box)} is outside of the picture`),
  ];
}

function name({ box, isFrame }: PlacedBox): string {
  return `${isFrame ? 'frame' : 'box'} ${box.id}`;
}

function overlap(first: string, a: Rectangle, second: string, b: Rectangle): string[] {
  const isApart =
    a.x + a.width <= b.x + TOUCH ||
    b.x + b.width <= a.x + TOUCH ||
    a.y + a.height <= b.y + TOUCH ||
    b.y + b.height <= a.y + TOUCH;
  return isApart ? [] : [`${first} lies on ${second}`];
}

function isInside(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x - TOUCH &&
    inner.y >= outer.y - TOUCH &&
    inner.x + inner.width <= outer.x + outer.width + TOUCH &&
    inner.y + inner.height <= outer.y + outer.height + TOUCH
  );
}

/** The lines of an arrow, each as wide as it touches, so that one along an edge does not count. */
function segments(points: readonly Point[]): Rectangle[] {
  return points.slice(1).map((end, index) => {
    const start = points[index]!;
    const [x, y] = [Math.min(start.x, end.x), Math.min(start.y, end.y)];
    return {
      x: x - TOUCH,
      y: y - TOUCH,
      width: Math.abs(start.x - end.x) + 2 * TOUCH,
      height: Math.abs(start.y - end.y) + 2 * TOUCH,
    };
  });
}

function pairs<Of>(of: readonly Of[]): (readonly [Of, Of])[] {
  return of.flatMap((a, index) => of.slice(index + 1).map((b) => [a, b] as const));
}
