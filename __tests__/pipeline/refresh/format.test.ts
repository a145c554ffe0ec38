import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { formatTable, rowLines, type Table } from '../../../pipeline/refresh/format';

const FOLDER = path.join(__dirname, '..', '..', '..', 'config', 'tables');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

test('there are nine data files', () => {
  expect(FILES).toHaveLength(9);
});

test.each(FILES)('%s is written as a refresh writes it', (file) => {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  expect(formatTable(JSON.parse(text) as Table)).toBe(text);
});

test('a row takes a line', () => {
  expect(rowLines({ '1.36': {}, '1.37': { endOfLife: '2027-10' } })).toEqual([
    '"1.36": {}',
    '"1.37": { "endOfLife": "2027-10" }',
  ]);
  expect(rowLines(['eastus2', { name: 'a', capacity: 1 }])).toEqual(['"eastus2"', '{ "name": "a", "capacity": 1 }']);
});
