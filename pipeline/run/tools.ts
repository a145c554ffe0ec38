/** A command line tool that has to be there. */
export interface Tool {
  /** Oldest version that does what the pipeline asks of it. */
  readonly minimum: string;
  readonly versionArgs: readonly string[];
  /** Finds the version in what that prints. */
  readonly version: RegExp;
  readonly install: string;
}

/**
 * What ages: the oldest version of each tool, as of 2026-11-22. Terraform: mocked providers in JSON tests and the
 * built-in terraform_data; Azure CLI: `cognitiveservices account list-deleted` and `aks get-credentials` for clusters
 * without local accounts; kubectl: within one minor of the oldest cluster allowed, as its skew policy says one newer or
 * older, and two are tolerated for what is asked of it here; kubelogin: `convert-kubeconfig` with `--kubeconfig`.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/#kubectl
 * @see https://azure.github.io/kubelogin/install.html
 */
export const TOOLS = {
  terraform: {
    minimum: '1.7.0',
    versionArgs: ['version'],
    version: /Terraform v(\d+\.\d+\.\d+)/,
    install: 'install Terraform 1.7 or newer: https://developer.hashicorp.com/terraform/install',
  },
  az: {
    minimum: '2.60.0',
    versionArgs: ['version', '--output', 'json'],
    version: /"azure-cli":\s*"(\d+\.\d+\.\d+)/,
    install: 'install the Azure CLI: https://learn.microsoft.com/cli/azure/install-azure-cli',
  },
  kubectl: {
    minimum: '1.30.0',
    versionArgs: ['version', '--client', '--output', 'json'],
    version: /"gitVersion":\s*"v(\d+\.\d+\.\d+)/,
    install: 'install kubectl (az aks install-cli does): https://kubernetes.io/docs/tasks/tools/',
  },
  kubelogin: {
    minimum: '0.1.0',
    versionArgs: ['--version'],
    version: /v(\d+\.\d+\.\d+)/,
    install: 'install kubelogin (az aks install-cli does): https://azure.github.io/kubelogin/install.html',
  },
} as const satisfies Record<string, Tool>;

/** The tools that {@link TOOLS} knows. */
export type ToolName = keyof typeof TOOLS;

/** How to get a tool that is missing; those of the project come with `npm ci`. */
export function installHint(tool: string): string {
  return tool in TOOLS ? TOOLS[tool as ToolName].install : 'run npm ci in the project, and see that it is on PATH';
}
