import { environmentSchema } from '../../config/schema/environment';
import { leavesOf } from '../helpers/schema-leaves';
import { changesOf, type Row } from './rows';
import { Table } from './table';

const table = new Table<Row>('environment');

test('every property that an environment can say has a row, and no row is of another', () => {
  expect(Object.keys(table.rows).toSorted()).toEqual(leavesOf(environmentSchema).toSorted());
});

test.each(Object.entries(table.rows))('%s reaches its places, and no other', (property, row) => {
  // WHEN
  const changes = changesOf(property, row);

  // THEN
  expect(changes).toEqual(table.placesOf(property, changes));
  expect(changes.length === 0).toBe(row.elsewhere !== undefined);
});

afterAll(() => table.save());
