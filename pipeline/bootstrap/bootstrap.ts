import { AzureCli } from '../azure';
import type { Context } from '../context';
import { ensureApplication } from './application';
import { ensureCiIdentity } from './identity';
import { readCaller } from './login';
import { ensureResourceProviders } from './providers';
import { describeNext, driftEnvironment, planEnvironment } from './report';
import { repositoryOf, spelledByGitHub } from './repository';
import { callerGrants, deployGrants, ensureRoles, planGrants } from './roles';
import { ensureStateStorage } from './state';

/**
 * What has to be there before the first deploy from CI: the storage account of the state, and three identities that
 * GitHub Actions logs in as: one to deploy, one to plan, and one to look for drift. It can run again at any time.
 *
 * @param repository the repository of GitHub; @default - that of the git remote "origin"
 */
export async function bootstrap({ environment, runner }: Context, repository?: string): Promise<void> {
  const az = new AzureCli(runner, environment.subscriptionId);
  const said = await repositoryOf(runner, repository);
  const spelled = await spelledByGitHub(runner, said);
  const github = spelled ?? said;
  const caller = await readCaller(runner, az, environment);
  await ensureResourceProviders(runner, az, environment);
  await ensureStateStorage(runner, az, environment);
  await ensureRoles(runner, az, { ...caller, title: 'you' }, callerGrants(environment));

  const { deployIdentity, planIdentity, driftIdentity } = environment.names;
  const deploy = await ensureCiIdentity(runner, az, environment, deployIdentity, github, environment.name);
  await ensureRoles(runner, az, servicePrincipal(deployIdentity, deploy.principalId), deployGrants(environment));
  const plan = await ensureCiIdentity(runner, az, environment, planIdentity, github, planEnvironment(environment));
  await ensureRoles(runner, az, servicePrincipal(planIdentity, plan.principalId), planGrants(environment));
  const drift = await ensureCiIdentity(runner, az, environment, driftIdentity, github, driftEnvironment(environment));
  await ensureRoles(runner, az, servicePrincipal(driftIdentity, drift.principalId), planGrants(environment));

  const application = await ensureApplication(runner, az, environment);

  const made = {
    application,
    repository: github,
    isSpelledByGitHub: spelled !== undefined,
    caller,
    deploy,
    plan,
    drift,
  };
  for (const line of describeNext(environment, made)) runner.print(line);
}

function servicePrincipal(title: string, objectId: string) {
  return { title, objectId, principalType: 'ServicePrincipal' as const };
}
