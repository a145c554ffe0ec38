import type { Deployment } from '../deployment';
import { PipelineError } from '../run';

const SCOPE = 'https://cognitiveservices.azure.com/.default';

/**
 * A token for Azure OpenAI of whoever is logged in to the Azure CLI, the same as for every other step.
 *
 * @throws {PipelineError} if there is none to be had
 */
export async function azureToken({ runner, system }: Deployment, tenantId: string): Promise<string> {
  try {
    const token = await system.token(SCOPE, tenantId, runner.signal);
    runner.masker.register(token);
    return token;
  } catch (error) {
    throw new PipelineError(
      `no token for ${SCOPE}: ${runner.masker.mask((error as Error).message)}`,
      `az login --tenant ${tenantId}`,
    );
  }
}
