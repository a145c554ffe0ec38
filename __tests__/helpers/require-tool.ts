import { which } from './which';

/** `describe` where tools are on PATH; elsewhere as {@link describeWhere}. */
export function describeWith(...tools: readonly string[]): jest.Describe {
  const missing = tools.filter((tool) => which(tool) === undefined).map((tool) => `"${tool}"`);
  return describeWhere(missing.length === 0, `not on PATH: ${missing.join(', ')}`);
}

/**
 * `describe` where something holds; elsewhere what is in it is skipped, and the reason is printed.
 *
 * @param reason why it cannot run where it does not hold
 * @throws Error instead of skipping, under FORBID_SKIP=1
 */
export function describeWhere(holds: boolean, reason: string): jest.Describe {
  if (holds) return describe;
  if (process.env['FORBID_SKIP'] === '1') throw new Error(`${reason}, and FORBID_SKIP=1 allows no test to be skipped`);
  process.stderr.write(`skipped: ${reason}\n`);
  return describe.skip;
}
