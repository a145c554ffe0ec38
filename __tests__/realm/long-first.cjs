/**
 * The order of the test files: Jest runs the longest first, but where it has never run takes the largest for them, and so begins
 * with the longest of all when the others are over.
 */
'use strict';
const { default: Sequencer } = require('@jest/test-sequencer');

/** Files that are small and take long. */
const LONG = ['sensitivity/environment.test.ts', 'end-to-end/plan.test.ts', 'end-to-end/deploy.test.ts'];

function isLong({ path }) {
  return LONG.some((file) => path.replaceAll('\\', '/').endsWith(`/__tests__/${file}`));
}

module.exports = class extends Sequencer {
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is Jest's, and returns a list of its own
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
