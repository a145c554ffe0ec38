import type { Environment } from '../../model';
import type { AzureCli } from '../azure';
import { PLACEHOLDER_ID } from '../placeholders';
import { CommandFailedError, type Runner } from '../run';

/**
 * The application that people log in to, where the environment wants a login and names none: made, if whoever runs this may. What
 * it trusts and where it sends people back to, each deploy sees to.
 *
 * @returns its client id; `undefined` where none is wanted, or where it has to be made by somebody else
 */
export async function ensureApplication(
  runner: Runner,
  az: AzureCli,
  { name, project, gateway }: Environment,
): Promise<string | undefined> {
  if (gateway.login?.clientId !== PLACEHOLDER_ID) return undefined;
  const displayName = `${project}-${name}-login`;
  try {
    const [found] = await az.applicationsNamed(displayName);
    const { appId } = found ?? (await az.createApplication(displayName));
    runner.report(`application: ${displayName} is ${appId}${found ? ', there already' : ''}`);
    return appId;
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    runner.print(
      `application: ${displayName} was not made; somebody who may register applications runs\n  az ad app create --display-name ${displayName} --sign-in-audience AzureADMyOrg --query appId, and az ad sp create --id with what that prints`,
    );
    return undefined;
  }
}
