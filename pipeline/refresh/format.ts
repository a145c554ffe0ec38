/** A data file of config/tables. */
export interface Table {
  readonly asOf: string;
  readonly source: string;
  readonly rows: readonly unknown[] | Readonly<Record<string, unknown>>;
}

/** The text of a data file: a row a line, so that a change of one fact is a change of one line. */
export function formatTable({ asOf, source, rows }: Table): string {
  const isList = Array.isArray(rows);
  const [open, close] = isList ? '[]' : '{}';
  return [
    '{',
    `  "asOf": ${JSON.stringify(asOf)},`,
    `  "source": ${JSON.stringify(source)},`,
    `  "rows": ${open}`,
    rowLines(rows)
      .map((row) => `    ${row}`)
      .join(',\n'),
    `  ${close}`,
    '}',
    '',
  ].join('\n');
}

/** The rows of a table, each as it is written. */
export function rowLines(rows: Table['rows']): string[] {
  return Array.isArray(rows)
    ? rows.map(written)
    : Object.entries(rows).map(([key, row]) => `${JSON.stringify(key)}: ${written(row)}`);
}

function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${written(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
