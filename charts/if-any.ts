/** A list, or nothing where it is empty: Kubernetes is not told of what there is none of. */
export function ifAny<T>(list: readonly T[]): T[] | undefined {
  return list.length === 0 ? undefined : [...list];
}
