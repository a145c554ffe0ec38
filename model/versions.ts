/**
 * What is wrong with a version of Kubernetes that a cluster is made with; `undefined` where it is a minor version.
 *
 * @see https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
 */
export function minorVersionProblem(version: string): string | undefined {
  return /^[1-9]\d*\.(?:0|[1-9]\d*)$/.test(version)
    ? undefined
    : "must be a minor version such as 1.36: the patch is the upgrade channel's";
}

/**
 * What is wrong with the version of a Helm chart; `undefined` where it is one.
 *
 * @see https://helm.sh/docs/topics/charts/#charts-and-versioning
 */
export function chartVersionProblem(version: string): string | undefined {
  return /^\d+\.\d+\.\d+(?:-[0-9A-Za-z][0-9A-Za-z.-]*)?$/.test(version)
    ? undefined
    : 'must be the version of a chart, for example 1.13.0';
}
