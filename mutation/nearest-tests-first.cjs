const path = require('node:path');
const { default: TestRunner } = require('jest-runner');

/** The variable by which Stryker says which mutant is active. */
const ACTIVE_MUTANT = '__STRYKER_ACTIVE_MUTANT__';

/** Tests of these folders look at finished artefacts, and so at every layer. */
const OF_EVERY_LAYER = ['artefacts'];

/**
 * Runs the test files of a mutant one after the other, the nearest to it first, until one fails. Jest would run all of
 * them to the end, and Stryker cannot tell it not to: https://github.com/jestjs/jest/issues/11766.
 *
 * A layer is judged by its own tests and by those of the artefacts: what only another layer's tests would notice counts
 * as unnoticed. Without a mutant every file is run.
 */
module.exports = class NearestTestsFirst extends TestRunner {
  constructor(globalConfig, context) {
    super(globalConfig, context);
    // Stryker names the file of the mutant as the one that related tests are wanted for.
    this.mutated = process.env[ACTIVE_MUTANT] === undefined ? undefined : globalConfig.nonFlagArgs[0];
  }

  async runTests(tests, watcher, options) {
    if (this.mutated === undefined) return super.runTests(tests, watcher, options);
    let failed = false;
    this.on('test-file-success', ([, { numFailingTests, testExecError }]) => {
      failed ||= numFailingTests > 0 || testExecError !== undefined;
    });
    this.on('test-file-failure', () => {
      failed = true;
    });
    for (const test of nearestFirst(tests, this.mutated)) {
      await super.runTests([test], watcher, options);
      if (failed) return undefined;
    }
    return undefined;
  }
};

/**
 * The test files that judge a source file: the one of its name, those of its folder, the others of its layer, those of the
 * artefacts.
 */
function nearestFirst(tests, mutated) {
  const { rootDir } = tests[0]?.context.config ?? {};
  const [layer, ...place] = path.relative(rootDir, mutated.slice(0, -'.ts'.length)).split(path.sep);
  const near = [place.join('/'), place.at(-1)];
  const rank = (test) => {
    const [, folder, ...rest] = path.relative(rootDir, test.path).split(path.sep);
    if (folder !== layer) return OF_EVERY_LAYER.includes(folder) ? 3 : undefined;
    if (near.some((start) => rest.join('/').startsWith(start))) return 0;
    return place.length > 1 && rest[0].startsWith(place[0]) ? 1 : 2;
  };
  return tests
    .map((test) => ({ test, rank: rank(test) }))
    .filter(({ rank }) => rank !== undefined)
    .toSorted((a, b) => a.rank - b.rank || (a.test.duration ?? 0) - (b.test.duration ?? 0))
    .map(({ test }) => test);
}
