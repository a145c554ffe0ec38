import artefacts from './stryker.config.mjs';

/**
 * Mutation testing of the commands, which are judged by tests of their own. Fewer are noticed: much of a command is what it
 * says, and a text that is worded otherwise is no fault.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  ...artefacts,
  mutate: ['pipeline/**/*.ts'],
  jest: {
    config: {
      ...artefacts.jest.config,
      testMatch: ['<rootDir>/__tests__/pipeline/**/*.test.ts'],
      // Those that start processes are left out: each mutant would wait for them.
      testPathIgnorePatterns: [
        '/node_modules/',
        '/(?:apply|init|mirror|repository|start|swallowed-flags)\\.test\\.ts$',
      ],
    },
  },
  htmlReporter: { fileName: 'reports/mutation/pipeline.html' },
  jsonReporter: { fileName: 'reports/mutation/pipeline.json' },
  thresholds: { high: 90, low: 75, break: 75 },
};
