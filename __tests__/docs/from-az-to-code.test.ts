import { Testing } from 'cdktf';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as charts from '../../charts';
import { environmentSchema } from '../../config/schema/environment';
import * as constructs from '../../constructs';
import { chartsOf } from '../helpers/charts';
import { parsed } from '../helpers/environment';
import { choicesOf, leavesOf } from '../helpers/schema-leaves';
import { synthStack } from '../helpers/template';

const ROOT = path.join(__dirname, '..', '..');
const PAGE = path.join(ROOT, 'docs', 'from-az-to-code.md');

/** A row of the page: where the value of a command has gone. */
interface Row {
  readonly command: string;
  /** What takes its place, word by word. */
  readonly here: readonly string[];
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
      const [command = '', here = '', found = ''] = line.slice(1, -1).split(' | ');
      const [type = '', at = '', value] = codesIn(found);
      return { command: command.trim(), here: codesIn(here), type, at, value };
    });
}

function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
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
  const { json } = synthStack(new constructs.PlatformStack(Testing.app(), 'dev', { environment: parsed(draft) }));
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

const PROPERTIES = leavesOf(environmentSchema);
const VALUES = choicesOf(environmentSchema).flatMap(([, allowed]) => allowed);
const CLASSES = Object.entries<unknown>({ ...constructs, ...charts }).flatMap(([name, thing]) =>
  typeof thing === 'function' ? [[name, thing] as const] : [],
);
const METHODS = CLASSES.flatMap(([, { prototype }]) => methodsOf(prototype as object | null | undefined));
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object };

/** The methods of a class and of those that it extends. */
function methodsOf(prototype: object | null | undefined): string[] {
  if (!prototype) return [];
  return [...Object.getOwnPropertyNames(prototype), ...methodsOf(Object.getPrototypeOf(prototype) as object | null)];
}

/** Whether something of this name is there: a class, a method, a property or one of its values, or a command. */
function isKnown(word: string): boolean {
  if (word.startsWith('npm run ')) return word.slice('npm run '.length) in scripts;
  if (word.endsWith('()')) return METHODS.includes(word.slice(word.lastIndexOf('.') + 1, -2));
  const property = word.replaceAll('[]', '.*');
  return (
    CLASSES.some(([name]) => name === word) ||
    VALUES.includes(word) ||
    PROPERTIES.some((leaf) =>
      property.includes('.') ? `${leaf}.`.startsWith(`${property}.`) : leaf.split('.').includes(property),
    )
  );
}

test('each row begins with a command of the documents, or goes on with the one before', () => {
  const others = rowsOf(page).filter(
    ({ command }) => !/^(?:(?:the same for )?`(?:az|helm|kubectl) |`?… )/.test(command),
  );

  expect(others.map(({ command }) => command)).toEqual([]);
});

test('what takes the place of each is there under that name', () => {
  const words = rowsOf(page).flatMap(({ here }) => here);

  expect(words.length).toBeGreaterThan(50);
  expect(words.filter((word) => !isKnown(word))).toEqual([]);
  for (const wrong of ['SecureNet', 'network.vnetCidr', 'cluster.grant()', 'npm run apply', 'byo']) {
    expect(isKnown(wrong)).toBe(false);
  }
});

test('each row names a place, and a wrong one is not found', () => {
  const rows = rowsOf(page);

  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ type, at }) => type === '' || at === '')).toEqual([]);
  expect(found({ command: '', here: [], type: 'azurerm_subnet', at: 'service_endpoint', value: undefined })).toEqual(
    [],
  );
});
