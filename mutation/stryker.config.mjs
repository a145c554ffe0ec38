import os from 'node:os';

/**
 * Mutation testing of the layers that make the artefacts; pipeline.config.mjs is that of the commands. No mutant is excluded, not even in the texts of errors and
 * tables, and none is checked by a compiler first, since Stryker's checker needs an API that TypeScript 7 does not have:
 * the score is a lower bound, and some survivors would not compile.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['{config,model,contract,constructs,charts}/**/*.ts'],
  testRunner: 'jest',
  jest: {
    config: {
      // Which tests a mutant has is found by what imports it: from the folder of the tests alone that leads to no folder in a layer.
      roots: ['<rootDir>'],
      // A mutant is judged in a realm of its own: Stryker wraps the environment, which cannot be a kept one.
      testEnvironment: './__tests__/realm/fast-environment.cjs',
      runner: '<rootDir>/mutation/nearest-tests-first.cjs',
      // Those that start processes are left out: each mutant would wait for them.
      testMatch: ['<rootDir>/__tests__/{config,model,contract,constructs,charts,artefacts}/**/*.test.ts'],
    },
  },
  cleanTempDir: 'always',
  coverageAnalysis: 'perTest',
  // The first run, of all tests without a mutant, takes a minute where the machine is idle.
  dryRunTimeoutMinutes: 30,
  // Tests that synthesize outside of a test body make most mutants "static": they stay in, and take what they take.
  warnings: { slow: false },
  concurrency: os.availableParallelism(),
  // Jest keeps memory of each run: after some twenty mutants of charts/ a process held 0.6 GB.
  maxTestRunnerReuse: 50,
  // Stryker would rewrite tsconfig.json by that same API. What is copied beside the sources is what tests read.
  ignorePatterns: ['tsconfig.json', '/cdktf.out', '/dist', '/lib', '/scratch', '/reports'],
  // The sources are compiled by swc, which does not look at types.
  disableTypeChecks: false,
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  clearTextReporter: { allowColor: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
};
