import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** With this set, the places are written instead of compared: read what a table's diff says before it is committed. */
const UPDATES = process.env['UPDATE_SENSITIVITY'] === '1';

/** A file beside the tests that says where properties go: what of it is data of a test, and the places of each row. */
export class Table<Row extends { readonly changes: readonly string[] }> {
  public readonly rows: Readonly<Record<string, Row>>;
  private readonly file: string;
  private readonly updated: Record<string, Row> = {};

  public constructor(name: string) {
    this.file = path.join(__dirname, `${name}.table.json`);
    this.rows = JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, Row>;
  }

  /** The places that a row is to reach, for those it was seen to reach. */
  public placesOf(name: string, changes: readonly string[]): readonly string[] {
    const row = this.rows[name] ?? ({ changes: [] } as unknown as Row);
    this.updated[name] = { ...row, changes };
    return UPDATES ? changes : row.changes;
  }

  /** Writes what was seen, where that was asked for. */
  public save(): void {
    if (UPDATES) writeFileSync(this.file, `${JSON.stringify(this.updated, null, 2)}\n`);
  }
}
