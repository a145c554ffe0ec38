import childProcess from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { MAY_START_PROCESSES } from '../helpers/may-start-processes';
import { noteProcesses } from '../helpers/processes';

test.each(Object.keys(MAY_START_PROCESSES))('%s, which may start processes, is there', (file) => {
  expect(existsSync(path.join(__dirname, '..', file))).toBe(true);
});

const NODE = process.execPath;

test.each<[string, () => unknown]>([
  ['spawn', () => once(childProcess.spawn(NODE, ['-v']), 'exit')],
  ['execFile', () => once(childProcess.execFile(NODE, ['-v']), 'exit')],
  ['exec', () => once(childProcess.exec('node -v'), 'exit')],
  ['spawnSync', () => childProcess.spawnSync(NODE, ['-v'])],
  ['execFileSync', () => childProcess.execFileSync(NODE, ['-v'])],
  ['execSync', () => childProcess.execSync('node -v')],
])('a process that %s starts is noted once', async (_, start) => {
  // GIVEN
  const noted = noteProcesses();

  // WHEN
  await start();
  noted.stop();

  // THEN
  expect(noted.started).toEqual([expect.stringContaining('-v')]);
});

test('nothing is noted any more once it was told to stop', () => {
  // GIVEN
  const noted = noteProcesses();
  noted.stop();

  // WHEN
  childProcess.execFileSync(NODE, ['-v']);

  // THEN
  expect(noted.started).toEqual([]);
});
