/** Packages that come as ES modules alone (execa and what it imports): Jest runs CommonJS, so they are transformed too. */
const ES_MODULES = [
  'execa',
  '@sec-ant/readable-stream',
  '@sindresorhus/merge-streams',
  'figures',
  'get-stream',
  'human-signals',
  'is-plain-obj',
  'is-stream',
  'is-unicode-supported',
  'npm-run-path',
  'parse-ms',
  'path-key',
  'pretty-ms',
  'signal-exit',
  'strip-final-newline',
  'unicorn-magic',
  'yoctocolors',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.+/node_modules/)?(?:${ES_MODULES.join('|')})/)`],
  // It exports itself to `import` alone.
  moduleNameMapper: { '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js' },
  setupFilesAfterEnv: ['<rootDir>/__tests__/helpers/setup.ts'],
  // The slow tests wait for child processes, so each core can take one.
  maxWorkers: '100%',
  // Child processes (the CLI runs) take seconds on a small machine.
  testTimeout: 60_000,
};
