import { Testing } from 'cdktf';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PlatformStack } from '../../constructs';
import { chartsOf } from '../helpers/charts';
import { parsed } from '../helpers/environment';
import { synthStack } from '../helpers/template';

const PAGE = path.join(__dirname, '..', '..', 'docs', 'from-az-to-code.md');

/** A row of the page: where the value of a command has gone. */
interface Row {
  readonly command: string;
  readonly type: string;
  readonly at: string;
  /** Any value will do, where the row names none. */
  readonly value: string | undefined;
}

function rowsOf(page: string): Row[] {
  return page
    .split('\n')
    .filter((line) => /^\| (?!the documents |-)/.test(line))
    .map((line) => {
      const [command = '', , found = ''] = line.slice(1, -1).split(' | ');
      const [type = '', at = '', value] = [...found.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
      return { command: command.trim(), type, at, value };
    });
}

/** What is at a place, whose keys may have dots themselves. */
function valueAt(thing: unknown, at: string): unknown {
  if (typeof thing !== 'object' || thing === null) return undefined;
  if (at in thing) return (thing as Record<string, unknown>)[at];
  const keys = Object.keys(thing).filter((key) => at.startsWith(`${key}.`));
  return keys
    .map((key) => valueAt((thing as Record<string, unknown>)[key], at.slice(key.length + 1)))
    .find((value) => value !== undefined);
}

const OPERATOR = { objectId: '00000000-0000-0000-0000-000000000001' };
const DRAFTS = [{ openAi: { operators: [OPERATOR] } }, { gateway: { mode: 'managed' } }] as const;
const things = DRAFTS.flatMap((draft) => {
  const { json } = synthStack(new PlatformStack(Testing.app(), 'dev', { environment: parsed(draft) }));
  return [
    ...Object.entries(json.resource ?? {}).flatMap(([type, made]) =>
      Object.values(made).map((resource) => ({ type, thing: resource as unknown })),
    ),
    ...Object.entries(json.provider).flatMap(([type, made]) => made.map((provider) => ({ type, thing: provider }))),
    ...chartsOf(draft).all.map((object) => ({ type: object.kind, thing: object as unknown })),
  ];
});

/** The values at the place of a row, as it writes them. */
function found({ type, at }: Row): string[] {
  return things
    .filter((each) => each.type === type)
    .map(({ thing }) => valueAt(thing, at))
    .filter((value) => value !== undefined)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
}

const page = readFileSync(PAGE, 'utf8');

test.each(rowsOf(page))('$command is found in the artefacts', (row) => {
  const { value } = row;

  expect(found(row).filter((each) => value === undefined || each === value)).not.toEqual([]);
});

test('each row names a place, and a wrong one is not found', () => {
  const rows = rowsOf(page);

  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ type, at }) => type === '' || at === '')).toEqual([]);
  expect(found({ command: '', type: 'azurerm_subnet', at: 'service_endpoint', value: undefined })).toEqual([]);
});
