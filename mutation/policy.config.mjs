import artefacts from './stryker.config.mjs';

/**
 * Mutation testing of the rules, which are judged by tests that make no artefact: theirs are written by hand.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  ...artefacts,
  mutate: ['policy/**/*.ts'],
  jest: {
    config: { ...artefacts.jest.config, testMatch: ['<rootDir>/__tests__/policy/**/*.test.ts'] },
  },
  htmlReporter: { fileName: 'reports/mutation/policy.html' },
  jsonReporter: { fileName: 'reports/mutation/policy.json' },
  thresholds: { high: 95, low: 90, break: 90 },
};
