import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withSection } from '../../apply-path/page';
import { SHAPES } from '../../apply-path/shapes';
import { PAGE } from '../../docs/page';

const page = readFileSync(path.join(__dirname, '../..', PAGE), 'utf8');

test('every shape has a row', () => {
  for (const shape of Object.keys(SHAPES)) expect(page).toMatch(new RegExp(`^\\| ${shape} +\\|`, 'm'));
});

test('what stands around the section stays', () => {
  // GIVEN
  const begin = page.indexOf('<!-- apply-path: begin');
  const end = page.indexOf('<!-- apply-path: end -->');
  const stale = `before\n${page.slice(begin, page.indexOf('\n', begin))}\nstale\n${page.slice(end, end + 24)}\nafter\n`;

  // WHEN
  const written = withSection(stale);

  // THEN
  expect(written).toMatch(/^before\n<!-- apply-path: begin/);
  expect(written).toMatch(/<!-- apply-path: end -->\nafter\n$/);
  expect(written).not.toContain('stale');
});

test('a page without the lines is told', () => {
  expect(() => withSection('# Performance\n')).toThrow(
    `${PAGE} has no lines '<!-- apply-path: begin, written by "npm run docs" -->' and '<!-- apply-path: end -->'`,
  );
});
