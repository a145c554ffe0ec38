/** The labels of every object of one workload, in the words Kubernetes recommends. */
export function labelsOf(workload: string, partOf = 'aks-store-demo'): Record<string, string> {
  return { ...selectorOf(workload), 'app.kubernetes.io/name': workload, 'app.kubernetes.io/part-of': partOf };
}

/** The label that tells the pods of one workload from all others; upstream's own. */
export function selectorOf(workload: string): Record<string, string> {
  return { app: workload };
}
