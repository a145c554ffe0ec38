import type { EnvironmentInput } from '../../config';
import { environmentSchema } from '../../config/schema/environment';
import { FULL } from '../fixtures/full-environment';
import { placesOf } from './artefacts';
import { withAt } from '../helpers/at-path';
import { leavesOf } from '../helpers/schema-leaves';
import { changedPlaces, type Places } from './places';
import { Table } from './table';

/** Where a property goes: the places of the artefacts that change when it does. */
interface Row {
  /** Another valid value than the full environment's. */
  readonly to: unknown;
  /** Values by path that both sides have, where the property needs others beside it; `null` takes one away. */
  readonly given?: Values;
  /** Values by path that change with it, where it cannot change alone. */
  readonly alongside?: Values;
  /** Where else it goes, if to no place of an artefact. */
  readonly elsewhere?: string;
  readonly changes: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

const table = new Table<Row>('environment');

function fullWith(values: Values = {}): EnvironmentInput {
  return Object.entries(values).reduce<EnvironmentInput>(
    (input, [at, value]) => withAt(input, at, value ?? undefined),
    FULL,
  );
}

/** The places before a change, which many rows share. */
const known = new Map<string, Places>();
function placesBefore(given: Values | undefined): Places {
  const key = JSON.stringify(given ?? {});
  const places = known.get(key) ?? placesOf(fullWith(given));
  known.set(key, places);
  return places;
}

test('every property that an environment can say has a row, and no row is of another', () => {
  expect(Object.keys(table.rows).toSorted()).toEqual(leavesOf(environmentSchema).toSorted());
});

test.each(Object.entries(table.rows))('%s reaches its places, and no other', (property, row) => {
  // GIVEN
  const { to, given, alongside } = row;
  const before = placesBefore(given);

  // WHEN
  const after = placesOf(withAt(fullWith({ ...given, ...alongside }), property, to ?? undefined));

  // THEN
  const changes = changedPlaces(before, after);
  expect(changes).toEqual(table.placesOf(property, changes));
  expect(changes.length === 0).toBe(row.elsewhere !== undefined);
});

afterAll(() => table.save());
