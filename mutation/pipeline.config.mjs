import { readdirSync } from 'node:fs';
import path from 'node:path';
import artefacts from './stryker.config.mjs';

/** `SHARD=2/4` takes every fourth file from the second on: all of them take half a day on two cores. */
const [shard, shards] = (process.env.SHARD ?? '1/1').split('/').map(Number);
const files = readdirSync('pipeline', { recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .toSorted((one, other) => (one < other ? -1 : 1))
  .filter((_, index) => index % shards === shard - 1);

/**
 * Mutation testing of the commands, which are judged by tests of their own. Fewer are noticed: much of a command is what it
 * says, and a text that is worded otherwise is no fault.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  ...artefacts,
  mutate: files.map((file) => path.posix.join('pipeline', file.replaceAll(path.sep, '/'))),
  jest: {
    config: {
      ...artefacts.jest.config,
      testMatch: ['<rootDir>/__tests__/pipeline/**/*.test.ts'],
      // Those that start processes are left out: each mutant would wait for them.
      testPathIgnorePatterns: ['/node_modules/', '/(?:apply|mirror|repository|start|swallowed-flags)\\.test\\.ts$'],
    },
  },
  htmlReporter: { fileName: 'reports/mutation/pipeline.html' },
  jsonReporter: { fileName: 'reports/mutation/pipeline.json' },
  thresholds: { high: 90, low: 75, break: 75 },
};
