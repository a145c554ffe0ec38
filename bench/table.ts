import { table } from '../docs/page';
import type { Measured } from './runs';

/** A comparison of two runs, or of two figures. */
export interface Row {
  readonly what: string;
  /** What it is compared with. */
  readonly against: string;
  readonly ratio: number;
  /** Milliseconds of processor time of both. */
  readonly cpu: readonly [of: number, against: number];
  /** The most the ratio may be. @default - it is only shown */
  readonly target?: number;
  /** Of the run: milliseconds from start to end, and peak memory in megabytes. @default - not shown */
  readonly run?: Measured;
}

/** Whether a row meets its target. */
export function isMet({ ratio, target }: Row): boolean {
  return target === undefined || ratio <= target;
}

/** The rows as a Markdown table. */
export function toMarkdown(rows: readonly Row[]): string {
  const head = ['what', 'against', 'ratio', 'target', 'cpu ms', 'wall ms', 'MB'];
  const cells = rows.map((row) => [
    row.what,
    row.against,
    row.ratio.toFixed(2),
    row.target === undefined ? '' : `${row.target.toFixed(1)} ${isMet(row) ? 'met' : 'missed'}`,
    row.cpu.map((figure) => figure.toFixed(row.run === undefined ? 1 : 0)).join(' / '),
    row.run?.wall.toFixed(0) ?? '',
    row.run?.memory.toFixed(0) ?? '',
  ]);
  return table(head, cells);
}
