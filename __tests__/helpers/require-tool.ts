import { which } from './pipeline-world';

/**
 * Whether a tool is on PATH. Where it is not, the reason is printed, since what needs it is skipped.
 *
 * @throws Error instead, under FORBID_SKIP=1
 */
export function hasTool(tool: string): boolean {
  if (which(tool)) return true;
  const reason = `"${tool}" is not on PATH`;
  if (process.env['FORBID_SKIP'] === '1') throw new Error(`${reason}, and FORBID_SKIP=1 allows no test to be skipped`);
  process.stderr.write(`skipped: ${reason}\n`);
  return false;
}
