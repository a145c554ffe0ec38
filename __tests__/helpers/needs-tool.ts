import { spawnSync } from 'node:child_process';

/**
 * A group of tests that need a tool on PATH. Where it is missing they are skipped and the reason is printed; under
 * FORBID_SKIP=1 they fail instead.
 */
export function describeNeeding(tool: string, tests: () => void): void {
  const title = `with ${tool}`;
  if (spawnSync(tool, ['version'], { stdio: 'ignore' }).error === undefined) {
    global.describe(title, tests);
  } else if (process.env['FORBID_SKIP'] === '1') {
    global.test(title, () => {
      throw new Error(`"${tool}" is not on PATH, and FORBID_SKIP=1 allows no test to be skipped`);
    });
  } else {
    process.stderr.write(`skipped: tests that need "${tool}", which is not on PATH\n`);
    global.describe.skip(title, tests);
  }
}
