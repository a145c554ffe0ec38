/** What is wrong with an id of Microsoft Entra; `undefined` where it is a UUID. */
export function uuidProblem(id: string): string | undefined {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? undefined : 'must be a UUID';
}
