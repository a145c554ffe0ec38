import { which } from './pipeline-world';

/**
 * `describe` where a tool is on PATH; elsewhere what is in it is skipped, and the reason is printed.
 *
 * @throws Error instead of skipping, under FORBID_SKIP=1
 */
export function describeWith(tool: string): jest.Describe {
  if (which(tool)) return describe;
  const reason = `"${tool}" is not on PATH`;
  if (process.env['FORBID_SKIP'] === '1') throw new Error(`${reason}, and FORBID_SKIP=1 allows no test to be skipped`);
  process.stderr.write(`skipped: ${reason}\n`);
  return describe.skip;
}
