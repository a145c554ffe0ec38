/**
 * The tests that take real tools or kill what they have started, and seconds each: `npm run test:e2e`.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config'),
  roots: ['<rootDir>/__tests__/end-to-end'],
  testPathIgnorePatterns: ['/node_modules/'],
};
