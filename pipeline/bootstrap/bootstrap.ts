import type { EnvironmentConfig } from '../../config';
import type { Runner } from '../run';
import { ensureCiIdentity } from './identity';
import { readCaller } from './login';
import { ensureResourceProviders } from './providers';
import { describeNext, planEnvironment } from './report';
import { repositoryOf } from './repository';
import { callerGrants, deployGrants, ensureRoles, planGrants } from './roles';
import { ensureStateStorage } from './state';

/**
 * What has to be there before the first deploy from CI: the storage account of the state, and two identities that
 * GitHub Actions logs in as, one to deploy and one to plan. It can run again at any time.
 *
 * @param repository the repository of GitHub; @default - that of the git remote "origin"
 */
export async function bootstrap(runner: Runner, environment: EnvironmentConfig, repository?: string): Promise<void> {
  const github = await repositoryOf(runner, repository);
  const caller = await readCaller(runner, environment);
  await ensureResourceProviders(runner);
  await ensureStateStorage(runner, environment);
  await ensureRoles(runner, { ...caller, title: 'you' }, callerGrants(environment));

  const { deployIdentity, planIdentity } = environment.names;
  const deploy = await ensureCiIdentity(runner, environment, deployIdentity, github, environment.name);
  await ensureRoles(runner, servicePrincipal(deployIdentity, deploy.principalId), deployGrants(environment));
  const plan = await ensureCiIdentity(runner, environment, planIdentity, github, planEnvironment(environment));
  await ensureRoles(runner, servicePrincipal(planIdentity, plan.principalId), planGrants(environment));

  for (const line of describeNext(environment, { repository: github, caller, deploy, plan })) runner.print(line);
}

function servicePrincipal(title: string, objectId: string) {
  return { title, objectId, principalType: 'ServicePrincipal' as const };
}
