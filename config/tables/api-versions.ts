/** The version that ai-service 2.2.0 asks for by itself, written out so that an upgrade of the image does not move it. */
export const DEFAULT_API_VERSION = '2024-12-01-preview';

/**
 * What ages: versions of Azure OpenAI's data plane that answer no more, and since when, as published by 2026-07-07.
 *
 * @see https://learn.microsoft.com/azure/ai-services/openai/api-version-deprecation
 */
const RETIRED_API_VERSIONS: Readonly<Record<string, string>> = {
  '2023-03-15-preview': '2024-07-01',
  '2023-07-01-preview': '2024-07-01',
  '2023-08-01-preview': '2024-07-01',
};

/** What is wrong with asking for this version; `undefined` where nothing is known against it. */
export function apiVersionProblem(version: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:-preview)?$/.test(version)) {
    return `must be a date such as ${DEFAULT_API_VERSION}`;
  }
  const retired = Object.hasOwn(RETIRED_API_VERSIONS, version) ? RETIRED_API_VERSIONS[version] : undefined;
  return retired === undefined ? undefined : `retired on ${retired}: take ${DEFAULT_API_VERSION} or newer`;
}
