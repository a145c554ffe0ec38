import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PICTURES } from '../../docs/pictures';

const ROOT = path.join(__dirname, '..', '..');

test('the README shows one of them and leads to the others', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const linked = [...readme.matchAll(/\((docs\/pictures\/[^)]+)\)/g)].map(([, file]) => path.basename(file!));

  const drawn = readdirSync(path.join(ROOT, PICTURES)).filter((file) => file.endsWith('.svg'));
  expect(linked.toSorted()).toEqual(drawn.toSorted());
});
