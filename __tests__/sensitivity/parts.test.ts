import { changesOf, type Row } from './rows';
import { Table } from './table';

/** What is on or off as a whole, by one property that holds others. */
const table = new Table<Row>('parts');

test.each(Object.entries(table.rows))('%s makes its resources and objects, and changes no other place', (part, row) => {
  // WHEN
  const changes = changesOf(part, row);

  // THEN
  expect(changes).toEqual(table.placesOf(part, changes));
  expect(changes.length).toBeGreaterThan(0);
});

afterAll(() => table.save());
