/**
 * A folder for all that a run of Jest writes for a while, which goes when the run is over. What is written in it goes by
 * itself in most tests; cdktf's and cdk8s's apps for tests leave a folder each. It is in memory where Linux has room for it,
 * which takes a tenth off the suite: thousands of small files come and go.
 */
'use strict';
const { mkdtempSync, readFileSync, rmSync, statfsSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const MEMORY = '/dev/shm';
/** Many times what the tests take at once, in bytes. A container has 64 MB by default. */
const ROOM = 512 * 1024 * 1024;

/** Whether files can be in memory, programs among them: a container may allow none there. */
function hasMemory() {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
    const [, , type, options] = mounts.map((line) => line.split(' ')).findLast(([, at]) => at === MEMORY);
    const { bavail, bsize } = statfsSync(MEMORY);
    return type === 'tmpfs' && !options.split(',').includes('noexec') && bavail * bsize > ROOM;
  } catch {
    return false;
  }
}

module.exports = function ofThisRun() {
  const folder = mkdtempSync(path.join(hasMemory() ? MEMORY : os.tmpdir(), 'tests-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // The workers inherit it. Windows asks for the last two.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
};
