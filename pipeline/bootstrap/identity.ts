import { TOKEN_EXCHANGE_AUDIENCE, type Environment } from '../../model';
import type { AzureCli } from '../azure';
import type { Runner } from '../run';

/** An identity that GitHub Actions logs in as. */
export interface CiIdentity {
  readonly clientId: string;
  /** Object id in Microsoft Entra. */
  readonly principalId: string;
}

/** Who presents tokens of GitHub Actions, and what they are for. */
const ISSUER = 'https://token.actions.githubusercontent.com';

/**
 * An identity that the jobs of one GitHub environment of one repository can log in as, without a secret.
 *
 * @param githubEnvironment what the job's `environment` says
 * @see https://learn.microsoft.com/azure/developer/github/connect-from-azure-openid-connect
 */
export async function ensureCiIdentity(
  runner: Runner,
  az: AzureCli,
  { names, location }: Environment,
  identityName: string,
  repository: string,
  githubEnvironment: string,
): Promise<CiIdentity> {
  const group = { 'resource-group': names.stateResourceGroup };
  const identity = await az.ask<CiIdentity>('identity create', { ...group, name: identityName, location });
  const subject = `repo:${repository}:environment:${githubEnvironment}`;
  await az.change('identity federated-credential create', {
    ...group,
    'identity-name': identityName,
    name: `github-${githubEnvironment}`,
    issuer: ISSUER,
    subject,
    audiences: TOKEN_EXCHANGE_AUDIENCE,
  });
  runner.report(`identity: ${identityName} trusts ${subject}`);
  return identity;
}
