/** An environment that is not there, cannot be read or breaks a rule. The message lists every problem. */
export class ConfigError extends Error {
  public constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}

/**
 * Waits for several environments to be read.
 *
 * @throws {ConfigError} that tells of every one that could not be
 */
export async function together<T>(readings: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(readings);
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const unexpected = errors.find((error) => !(error instanceof ConfigError));
  if (unexpected !== undefined) throw unexpected;
  if (errors.length > 0) {
    throw new ConfigError((errors as ConfigError[]).map(({ message }) => message).join('\n'), { cause: errors[0] });
  }
  return Promise.all(readings);
}
