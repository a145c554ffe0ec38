/**
 * What is wrong with an address that has to be an https URL; `undefined` where it is one.
 *
 * @param printedBy the command that prints it
 */
export function httpsUrlProblem(url: string, printedBy: string): string | undefined {
  return /^https:\/\/\S+$/.test(url) && URL.canParse(url)
    ? undefined
    : `must be an https URL, as "${printedBy}" prints it`;
}
