const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** @see https://datatracker.ietf.org/doc/html/rfc1123#section-2 */
const HOST_NAME = new RegExp(String.raw`^(?=.{1,253}$)(?:${LABEL}\.)+${LABEL}$`);

/** What is wrong with a host name; `undefined` where it is one. */
export function hostNameProblem(value: string): string | undefined {
  return HOST_NAME.test(value)
    ? undefined
    : 'must be a host name in lower case without a wildcard, for example chat.example.com';
}
