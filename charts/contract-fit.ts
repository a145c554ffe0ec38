import { subscriptionProblem, type Contract } from '../contract';
import type { Environment } from '../model';

/**
 * Checks that outputs were made from this environment as it stands: the same subscription, the same workloads under the same ServiceAccounts,
 * the same gateway mode, and the deployments that the workloads ask for.
 *
 * @throws Error naming every difference
 */
export function assertContractFits(environment: Environment, contract: Contract): void {
  const subscription = subscriptionProblem(contract, environment.subscriptionId);
  const problems = [
    ...(subscription === undefined ? [] : [subscription]),
    ...identityProblems(environment, contract),
    ...deploymentProblems(environment, contract),
  ];
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

/** Fields are spelled as in the outputs file, which is where they are looked for. */
function identityProblems({ workloads }: Environment, contract: Contract): string[] {
  return workloads.flatMap(({ name, namespace, serviceAccountName }) => {
    const identity = contract.workloadIdentities[name];
    if (!identity) return [`workload_identities.${name}: is missing from the outputs`];
    const wanted = `${namespace}/${serviceAccountName}`;
    const got = `${identity.namespace}/${identity.serviceAccountName}`;
    return wanted === got
      ? []
      : [`workload_identities.${name}: the environment says ${wanted}, the credential was made for ${got}`];
  });
}

function deploymentProblems({ openAi }: Environment, contract: Contract): string[] {
  return openAi.deployments
    .filter(({ name }) => !contract.openaiDeployments.includes(name))
    .map(
      ({ name }) =>
        `openai_deployments: "${name}" is missing, the outputs hold ${contract.openaiDeployments.join(', ')}`,
    );
}
