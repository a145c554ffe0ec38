import { hostNameProblem as hostName } from '../model';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with an id of Microsoft Entra; `undefined` where it is one. */
export function uuidProblem(property: string, value: string): string | undefined {
  return UUID.test(value) ? undefined : `'${property}' must be a UUID, got '${value}'`;
}

/** What is wrong with the name of an object; `undefined` where it is a DNS label. */
export function labelProblem(property: string, value: string): string | undefined {
  return DNS_LABEL.test(value)
    ? undefined
    : `'${property}' must have 1 to 63 characters: lower case letters, digits and hyphens, first and last no hyphen, got '${value}'`;
}

/** What is wrong with a host name; `undefined` where it is one. */
export function hostNameProblem(property: string, value: string): string | undefined {
  const problem = hostName(value);
  return problem && `'${property}' ${problem}, got '${value}'`;
}
