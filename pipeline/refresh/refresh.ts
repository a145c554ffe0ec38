import type { z } from 'zod';
import {
  kubernetesVersionsTable,
  modelsTable,
  provisionedThroughputTable,
  regionsTable,
} from '../../config/tables/schemas';
import type { KubernetesOffer, ModelOffer } from '../azure-answers';
import { formatTable, rowLines, type Table } from './format';
import { kubernetesRows, modelRows, regionRows, throughputRows } from './rows';

/** What Azure has told. What is missing was not to be reached. */
export interface Told {
  readonly models?: readonly ModelOffer[] | undefined;
  readonly kubernetes?: KubernetesOffer | undefined;
  /** Where Application Gateway for Containers is to be had, by display names. */
  readonly regions?: readonly string[] | undefined;
}

/** A data file after a refresh. */
export interface Refreshed {
  readonly text: string;
  /** What became of it, a line each. */
  readonly report: readonly string[];
}

/** How the rows of a table are made anew; `undefined` where Azure has not told them. */
type Refresh = (table: unknown, told: Told) => Table['rows'] | undefined;

/** The tables that the Azure CLI knows, by their files. */
const REFRESHES: Readonly<Record<string, Refresh>> = {
  'models.json': refresh(modelsTable, ({ models }) => models, modelRows),
  'provisioned-throughput.json': refresh(provisionedThroughputTable, ({ models }) => models, throughputRows),
  'kubernetes-versions.json': refresh(kubernetesVersionsTable, ({ kubernetes }) => kubernetes, kubernetesRows),
  'regions.json': refresh(
    regionsTable,
    ({ regions }) => (regions?.length ? regions : undefined),
    (_rows, regions) => regionRows(regions),
  ),
};

/**
 * Makes a data file anew by what Azure has told, or keeps it, and says which.
 *
 * @param file its name in config/tables
 * @param text what it holds now
 * @param today as an ISO date
 */
export function refreshTable(file: string, text: string, told: Told, today: string): Refreshed {
  const table = JSON.parse(text) as Table;
  const rows = REFRESHES[file]?.(table, told);
  if (rows === undefined) {
    const why = REFRESHES[file] ? 'Azure did not tell' : 'the Azure CLI does not know it';
    return { text, report: [`${file}: kept as of ${table.asOf}, ${why}; see ${table.source}`] };
  }
  const [before, after] = [rowLines(table.rows), rowLines(rows)];
  const gone = before.filter((line) => !after.includes(line)).map((line) => `  - ${line}`);
  const come = after.filter((line) => !before.includes(line)).map((line) => `  + ${line}`);
  const changes = [...gone, ...come];
  return {
    text: formatTable({ ...table, asOf: today, rows }),
    report: [`${file}: as of ${today}, ${changes.length === 0 ? 'nothing has changed' : 'changed'}`, ...changes],
  };
}

function refresh<Shape extends z.ZodType<Table>, Answer>(
  shape: Shape,
  answerOf: (told: Told) => Answer | undefined,
  rowsOf: (rows: z.output<Shape>['rows'], answer: Answer) => z.output<Shape>['rows'],
): Refresh {
  return (table, told) => {
    const answer = answerOf(told);
    return answer && rowsOf(shape.parse(table).rows, answer);
  };
}
