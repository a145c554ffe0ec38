import { ELLIPSIS } from './abbreviate';
import { linesOf, lineWidth, PADDING, SIGN, type Line } from './content';
import { escapeMarkup } from './escape';
import type { Layout, PlacedArrow, PlacedBox, Point } from './layout';
import type { ArrowKind, BoxKind, DoorState } from './picture';
import { LEGEND, pictureStyle } from './style';
import { TEXT, widthOf } from './text';

const LEGEND_GAP = 18;
const LEGEND_SIGN = 24;
const HEAD = 8;

/**
 * A picture as SVG: light or dark as whoever looks at it prefers.
 *
 * @param style what its classes look like; none where the page around it says so
 */
export function toSvg(layout: Layout, style = pictureStyle()): string {
  const { id, title, description } = layout.picture;
  const legend = placeLegend(layout);
  const width = Math.max(layout.width, legend.width);
  const height = layout.height + legend.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-description">`,
    `<title id="${id}-title">${escapeMarkup(title)}</title>`,
    `<desc id="${id}-description">${escapeMarkup(description)}</desc>`,
    style && `<style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...layout.boxes.map(drawBox),
    ...layout.arrows.map(drawArrow),
    ...layout.arrows.map(drawLabel),
    `<g class="legend">${legend.drawn.join('')}</g>`,
    '</svg>',
    '',
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\n');
}

function drawBox({ box, x, y, width, height, isFrame }: PlacedBox): string {
  const lines = linesOf(box);
  return [
    `<g><rect class="${isFrame ? 'frame' : 'box'} ${box.kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/>`,
    ...lines.map((line, index) => drawLine(line, x + PADDING.x, y + PADDING.y + (index + 0.75) * TEXT.line)),
    '</g>',
  ].join('');
}

function drawLine(line: Line, x: number, y: number): string {
  const { text, style, door } = line;
  const shift = door === undefined ? 0 : SIGN;
  const sign = door === undefined ? '' : drawSign(door, x, y);
  const words = door === undefined ? style : `${style} ${door}`;
  return `${sign}${drawText(words, text, x + shift, y, lineWidth(line))}`;
}

/** Text as wide as it was reckoned, whichever font draws it. */
function drawText(words: string, text: string, x: number, y: number, width: number): string {
  const room = `textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  return `<text class="${words}" x="${number(x)}" y="${number(y)}" ${room}>${escapeMarkup(text)}</text>`;
}

/** A lock: shut, shut with a keyhole for those who have the key, or with its shackle open. */
function drawSign(door: DoorState, x: number, baseline: number): string {
  const [left, top] = [x + 1, baseline - 6];
  const shackle = door === 'open' ? 'v-2a3 3 0 0 1 5.6 -1.2' : 'v-2a3 3 0 0 1 6 0v2';
  const keyhole = door === 'limited' ? `M${number(left + 5)} ${number(top + 2.4)}v2` : '';
  return `<path class="sign ${door}" d="M${number(left)} ${number(top)}h10v7h-10zM${number(left + 2)} ${number(top)}${shackle}${keyhole}"/>`;
}

function drawArrow({ arrow, points }: PlacedArrow): string {
  const way = arrow.kind === 'right' ? ' right' : arrow.kind === 'closed' ? ' closed-way' : '';
  const [end, before] = [points.at(-1)!, points.at(-2)!];
  const direction = { x: Math.sign(end.x - before.x), y: Math.sign(end.y - before.y) };
  const isClosed = arrow.kind === 'closed';
  const stop = {
    x: end.x - direction.x * HEAD * (isClosed ? 1.5 : 0.8),
    y: end.y - direction.y * HEAD * (isClosed ? 1.5 : 0.8),
  };
  const path = [...points.slice(0, -1), stop].map(
    ({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${number(x)} ${number(y)}`,
  );
  return `<path class="arrow ${arrow.kind}-arrow${way}" d="${path.join('')}"/>${isClosed ? drawCross(stop) : drawHead(arrow.kind, end, direction)}`;
}

function drawHead(kind: ArrowKind, { x, y }: Point, direction: Point): string {
  const side = HEAD / 2;
  const corner = (sign: number) =>
    `${number(x - direction.x * HEAD + sign * direction.y * side)} ${number(y - direction.y * HEAD + sign * direction.x * side)}`;
  return `<path class="${kind}-head" d="M${number(x)} ${number(y)}L${corner(1)}L${corner(-1)}Z"/>`;
}

function drawCross({ x, y }: Point): string {
  const [left, right, top, bottom] = [x - 5, x + 5, y - 5, y + 5].map(number);
  return `<path class="arrow closed-arrow" d="M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}"/>`;
}

function drawLabel({ arrow, label }: PlacedArrow): string {
  if (label === undefined) return '';
  const text = arrow.label!;
  return drawText('label', text, label.x + 3, label.y + 0.75 * TEXT.line, widthOf(text, TEXT.small));
}

interface Legend {
  readonly width: number;
  readonly height: number;
  readonly drawn: readonly string[];
}

/** What the signs of this picture mean, in as many rows as its width takes. */
function placeLegend({ picture, width, height }: Layout): Legend {
  const boxes = used<BoxKind>(
    LEGEND.boxes,
    picture.boxes.map(({ kind }) => kind),
  );
  const arrows = used<ArrowKind>(
    LEGEND.arrows,
    picture.arrows.map(({ kind }) => kind),
  );
  const doors = used<DoorState>(
    LEGEND.doors,
    picture.boxes.flatMap(({ doors }) => doors.map(({ state }) => state)),
  );
  const entries = [
    ...boxes.map(({ key, text }) => ({
      text,
      draw: (x: number, y: number) => `<rect class="box ${key}" x="${x}" y="${y - 10}" width="16" height="12" rx="3"/>`,
    })),
    ...arrows.map(({ key, text }) => ({
      text,
      draw: (x: number, y: number) =>
        drawArrow({
          arrow: { from: '', to: '', kind: key, of: [] },
          points: [
            { x: x - 4, y: y - 4 },
            { x: x + 18, y: y - 4 },
          ],
        }),
    })),
    ...doors.map(({ key, text }) => ({ text, draw: (x: number, y: number) => drawSign(key, x + 3, y) })),
    ...(picture.ending === undefined
      ? []
      : [
          {
            text: picture.ending,
            draw: (x: number, y: number) => `<text class="legend" x="${x + 6}" y="${y}">${ELLIPSIS}</text>`,
          },
        ]),
  ];
  const widest = Math.max(width, 520);
  let [x, row] = [12, 0];
  const drawn = entries.map(({ text, draw }) => {
    const room = LEGEND_SIGN + widthOf(text, TEXT.small) + LEGEND_GAP;
    if (x + room > widest && x > 12) [x, row] = [12, row + 1];
    const y = height + 22 + row * (TEXT.line + 4);
    const entry = `${draw(x, y)}${drawText('legend', text, x + LEGEND_SIGN, y, widthOf(text, TEXT.small))}`;
    x += room;
    return entry;
  });
  return { width: widest, height: 22 + (row + 1) * (TEXT.line + 4), drawn };
}

function used<Key extends string>(
  words: Readonly<Record<Key, string>>,
  seen: readonly Key[],
): { key: Key; text: string }[] {
  return (Object.keys(words) as Key[]).filter((key) => seen.includes(key)).map((key) => ({ key, text: words[key] }));
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
