import type { Box, DoorState } from './picture';
import { TEXT, widthOf } from './text';

/** A line of text in a box. */
export interface Line {
  readonly text: string;
  readonly style: 'what' | 'name' | 'note' | 'line' | 'door';
  /** Of a door, how far it is open: a sign stands before it. */
  readonly door?: DoorState;
}

/** Room for the sign before a door, in pixels. */
export const SIGN = 17;

/** Room around the text of a box, in pixels. */
export const PADDING = { x: 12, y: 9 } as const;

/** What is written in a box, line by line. */
export function linesOf({ what, rows, lines, doors }: Box): Line[] {
  return [
    { text: rows.length > 1 ? `${rows.length} × ${what}` : what, style: 'what' },
    ...rows.flatMap(({ name, note }): Line[] => [
      { text: name, style: 'name' },
      ...(note === undefined ? [] : [{ text: note, style: 'note' as const }]),
    ]),
    ...lines.map((text): Line => ({ text, style: 'line' })),
    ...doors.map(({ state, text }): Line => ({ text, style: 'door', door: state })),
  ];
}

/** How wide a line is without its sign, in pixels. */
export function lineWidth({ text, style }: Line): number {
  return style === 'name' ? widthOf(text, TEXT.size, true) : widthOf(text, TEXT.small);
}

/** How much room the text of a box takes, in pixels. */
export function sizeOf(box: Box): { readonly width: number; readonly height: number } {
  const lines = linesOf(box);
  const widths = lines.map((line) => lineWidth(line) + (line.door === undefined ? 0 : SIGN));
  return {
    width: Math.max(...widths) + 2 * PADDING.x,
    height: lines.length * TEXT.line + 2 * PADDING.y,
  };
}
