/** The page whose figures commands write, each between two lines of its own. */
export const PAGE = 'docs/performance.md';

/** A part of the page that a command writes. */
export interface Section {
  /** What its two lines call it. */
  readonly name: string;
  /** The command that writes it. */
  readonly command: string;
}

/**
 * The page with what now stands between the lines of a section; what stands around them stays.
 *
 * @throws if the page lacks these lines
 */
export function replaceSection(page: string, { name, command }: Section, text: string): string {
  const lines = [`<!-- ${name}: begin, written by "${command}" -->`, `<!-- ${name}: end -->`] as const;
  const [begin, end] = [page.indexOf(lines[0]), page.indexOf(lines[1])];
  if (begin < 0 || end < begin)
    throw new Error(`${PAGE} has no lines '${lines[0]}' and '${lines[1]}': write them back`);
  return `${page.slice(0, begin)}${lines[0]}\n\n${text}\n\n${page.slice(end)}`;
}

/** A Markdown table, laid out as the formatter of the project does. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
