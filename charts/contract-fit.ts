import type { EnvironmentConfig } from '../config';
import type { Contract } from '../contract';

/**
 * Checks that outputs were made from this environment as it stands: the same workloads under the same ServiceAccounts,
 * the same gateway mode, and the deployments that the workloads ask for.
 *
 * @throws Error naming every difference
 */
export function assertContractFits(environment: EnvironmentConfig, contract: Contract): void {
  const problems = [...identityProblems(environment, contract), ...deploymentProblems(environment, contract)];
  if (contract.gateway.mode !== environment.gateway.mode) {
    problems.push(
      `gateway.mode: the environment says ${environment.gateway.mode}, the outputs say ${contract.gateway.mode}`,
    );
  }
  if (problems.length > 0) {
    throw new Error(
      `the outputs of stack "${environment.name}" were made from another environment file:\n` +
        problems.map((problem) => `  - ${problem}\n`).join('') +
        `deploy the stack again: npx cdktf deploy ${environment.name} --outputs-file outputs/${environment.name}.json`,
    );
  }
}

function identityProblems({ workloadIdentities }: EnvironmentConfig, contract: Contract): string[] {
  return workloadIdentities.flatMap(({ workload, namespace, serviceAccountName }) => {
    const identity = contract.workload_identities[workload];
    if (!identity) return [`workload_identities.${workload}: is missing from the outputs`];
    const wanted = `${namespace}/${serviceAccountName}`;
    const got = `${identity.namespace}/${identity.service_account_name}`;
    return wanted === got
      ? []
      : [`workload_identities.${workload}: the environment says ${wanted}, the credential was made for ${got}`];
  });
}

function deploymentProblems({ openAi }: EnvironmentConfig, contract: Contract): string[] {
  return openAi.deployments
    .filter(({ name }) => !contract.openai_deployments.includes(name))
    .map(
      ({ name }) =>
        `openai_deployments: "${name}" is missing, the outputs hold ${contract.openai_deployments.join(', ')}`,
    );
}
