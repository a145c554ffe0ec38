/**
 * A folder for all that a run of Jest writes for a while, which goes when the run is over. What is written in it goes by
 * itself in most tests; cdktf's and cdk8s's apps for tests leave a folder each.
 */
'use strict';
const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

module.exports = function ofThisRun() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tests-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // The workers inherit it. Windows asks for the last two.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
};
