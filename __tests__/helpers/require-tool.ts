import { which } from './pipeline-world';

/**
 * `describe` where a tool is there; elsewhere the tests in it are skipped and say why. FORBID_SKIP=1 makes that a failure.
 */
export function describeWith(tool: string): jest.Describe {
  if (which(tool)) return describe;
  const reason = `needs "${tool}", which is not on PATH`;
  if (process.env['FORBID_SKIP'] === '1') {
    return ((name: string) =>
      test(`${name} (FORBID_SKIP=1)`, () => {
        throw new Error(`${name} ${reason}`);
      })) as unknown as jest.Describe;
  }
  process.stderr.write(`skipped: a suite that ${reason}\n`);
  return describe.skip;
}
