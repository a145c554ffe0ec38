import { sampleContract, toSnakeFields, type Contract, type Outputs } from '../../contract';
import type { Environment } from '../../model';

/** The contract of an environment after a deploy, with values no sample would have. */
export function deployedContract(environment: Environment): Contract {
  const contract = sampleContract(environment);
  const identities = Object.entries(contract.workloadIdentities).map(([workload, identity], index) => [
    workload,
    { ...identity, clientId: `abcdef${index.toString(16).padStart(2, '0')}-1234-4321-8888-0123456789ab` },
  ]);
  return {
    ...contract,
    tenantId: 'fedcba98-1234-4321-8888-0123456789ab',
    openaiEndpoint: 'https://oai-real.openai.azure.com/',
    workloadIdentities: Object.fromEntries(identities),
  };
}

/** The text of the outputs file that a deploy of these contracts' stacks writes. */
export function outputsFile(...contracts: readonly Contract[]): string {
  return JSON.stringify(
    Object.fromEntries(contracts.map((contract) => [contract.environment, toSnakeFields<Outputs>(contract)])),
  );
}
