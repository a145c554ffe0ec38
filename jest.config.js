/**
 * Packages that come as ES modules alone, or import such (execa, listr2, p-retry and what they import): Jest runs CommonJS,
 * so they are transformed too.
 */
const ES_MODULES = [
  '@sec-ant/readable-stream',
  '@sindresorhus/merge-streams',
  'ansi-escapes',
  'ansi-regex',
  'ansi-styles',
  'cli-cursor',
  'cli-truncate',
  'emoji-regex',
  'environment',
  'execa',
  'figures',
  'get-east-asian-width',
  'get-stream',
  'github-slugger',
  'human-signals',
  'is-fullwidth-code-point',
  'is-network-error',
  'is-plain-obj',
  'is-stream',
  'is-unicode-supported',
  'listr2',
  'log-update',
  'marked',
  'mimic-function',
  'npm-run-path',
  'onetime',
  'p-retry',
  'parse-ms',
  'path-key',
  'pretty-ms',
  'restore-cursor',
  'signal-exit',
  'slice-ansi',
  'string-width',
  'strip-ansi',
  'strip-final-newline',
  'unicorn-magic',
  'wrap-ansi',
  'yoctocolors',
];

/** @type {import('jest').Config} */
module.exports = {
  // Both are Jest's own, but for what they keep from file to file; without them the suite takes twice as long.
  testEnvironment: '<rootDir>/__tests__/realm/environment.cjs',
  runtime: '<rootDir>/__tests__/realm/runtime.cjs',
  testSequencer: '<rootDir>/__tests__/realm/long-first.cjs',
  globalSetup: '<rootDir>/__tests__/realm/temporary-folder.cjs',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  // `npm run test:e2e` runs these, by jest.e2e.config.js.
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/end-to-end/'],
  transform: {
    '^.+\\.c?[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.+/node_modules/)?(?:${ES_MODULES.join('|')})/)`],
  moduleNameMapper: {
    // It exports itself to `import` alone.
    '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js',
    // What the examples import of the package is the sources here.
    '^secure-aks-openai/([\\w-]+)$': '<rootDir>/$1',
  },
  setupFilesAfterEnv: ['<rootDir>/__tests__/helpers/setup.ts'],
  // The slow tests wait for child processes, so each core can take one.
  maxWorkers: '100%',
  // Child processes (the CLI runs) take seconds, and many times that on a machine that is busy: a limit is no assertion.
  testTimeout: 600_000,
};
