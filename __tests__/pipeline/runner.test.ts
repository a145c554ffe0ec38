import { CommandFailedError, Runner } from '../../pipeline';

test('a command that fails is told with its exit code and the end of what it said', async () => {
  // GIVEN
  const runner = new Runner({ directory: process.cwd() });

  // WHEN
  const error: unknown = await runner.run('bash', ['-c', 'echo Bearer abcdefgh >&2; exit 3']).catch((e: unknown) => e);

  // THEN
  expect(error).toBeInstanceOf(CommandFailedError);
  expect((error as CommandFailedError).exitCode).toBe(3);
});
