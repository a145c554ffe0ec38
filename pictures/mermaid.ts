import { ELLIPSIS } from './abbreviate';
import { linesOf, type Line } from './content';
import type { ArrowKind, Box, Picture } from './picture';
import { LEGEND } from './style';

const ARROWS: Readonly<Record<ArrowKind, string>> = {
  connection: '-->',
  right: '-.->',
  token: '==>',
  closed: '-.-x',
};

/** A picture as Mermaid, whose own themes give light and dark. @see https://mermaid.js.org/syntax/flowchart.html */
export function toMermaid({ title, description, boxes, arrows, ending }: Picture): string {
  const names = new Map(boxes.map(({ id }, index) => [id, `b${index}`]));
  const draw = (box: Box, indent: string): string[] => {
    const name = names.get(box.id)!;
    const children = boxes.filter(({ parent }) => parent === box.id);
    const lines = linesOf(box);
    if (children.length === 0) return [`${indent}${name}["${lines.map(toLine).join('<br>')}"]`];
    // Mermaid has room for one line above what stands in a frame: what else is told of it stands in a box.
    const heading = lines.filter(({ style }) => style === 'what' || style === 'name');
    const more = lines.filter((line) => !heading.includes(line));
    return [
      `${indent}subgraph ${name}["${heading.map(toLine).join(' ')}"]`,
      ...(more.length > 0 ? [`${indent}  ${name}-more["${more.map(toLine).join('<br>')}"]`] : []),
      ...children.flatMap((child) => draw(child, `${indent}  `)),
      `${indent}end`,
    ];
  };
  return [
    'flowchart LR',
    `  accTitle: ${oneLine(title)}`,
    `  accDescr: ${oneLine(description)}`,
    ...boxes.filter(({ parent }) => !names.has(parent ?? '')).flatMap((box) => draw(box, '  ')),
    ...(ending === undefined ? [] : [`  ending["${ELLIPSIS} stands for ${escapeMermaid(ending)}"]`]),
    ...arrows.map(({ from, to, kind, label }) => {
      const words = label === undefined ? '' : `|"${escapeMermaid(label)}"|`;
      return `  ${names.get(from)} ${ARROWS[kind]}${words} ${names.get(to)}`;
    }),
    '',
  ].join('\n');
}

function toLine({ text, style, door }: Line): string {
  const written = escapeMermaid(text);
  if (style === 'name') return `<b>${written}</b>`;
  return door === undefined ? written : `${LEGEND.doors[door]}: ${written}`;
}

/** Every character that Mermaid or the HTML it makes could take for its own, by its number. */
function escapeMermaid(text: string): string {
  return oneLine(text).replaceAll(/[#"<>&;|`[\](){}\\]/g, (character) => `#${character.codePointAt(0)};`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
