import { sampleContract, type Contract } from '../../contract';
import { loadEnvironment } from '../../environments';

/** Outputs of the contract's shape for an environment of this project, with values no sample would have. */
export async function deployedContract(name: string): Promise<Contract> {
  const contract = sampleContract(await loadEnvironment(name));
  const identities = Object.entries(contract.workload_identities).map(([workload, identity], index) => [
    workload,
    { ...identity, client_id: `abcdef0${index}-1234-4321-8888-0123456789ab` },
  ]);
  return {
    ...contract,
    tenant_id: 'fedcba98-1234-4321-8888-0123456789ab',
    openai_endpoint: 'https://oai-real.openai.azure.com/',
    workload_identities: Object.fromEntries(identities),
  };
}

/** The text of the outputs file that holds a contract. */
export function outputsFile(contract: Contract): string {
  return JSON.stringify({ [contract.environment]: contract });
}
