import { RETRY_TRANSIENT } from '../run';
import { advise, problem, type Account, type Check } from './finding';

/**
 * Whether the caller is one of the cluster's admins: Helm installs the ALB controller as the caller, and so does everything
 * that is applied later.
 */
export const admins: Check = async ({ runner, environment }, { user }) => {
  const { admins: named } = environment.cluster;
  // That nobody is named is told by the tables; the role may come from elsewhere.
  if (named.length === 0) return [];
  const isUser = user.type === 'user';
  const answer = await runner.run('az', whoAmI({ user }), {
    retry: RETRY_TRANSIENT,
    allowFailure: true,
    dryRunStdout: named[0]?.objectId,
  });
  if (answer.exitCode !== 0) {
    return [advise(`the object id of ${user.name} could not be read`, 'see that it is one of cluster.admins')];
  }
  const objectId = answer.stdout.trim().toLowerCase();
  const type = isUser ? 'User' : 'ServicePrincipal';
  const next = `add { objectId: '${objectId}', principalType: '${type}' } to cluster.admins in environments/${environment.name}.ts`;
  const entry = named.find((admin) => admin.objectId.toLowerCase() === objectId);
  if (entry) {
    return entry.principalType === type || runner.dryRun
      ? []
      : [problem(`${user.name} is in cluster.admins as ${entry.principalType} and is a ${type}`, next)];
  }
  return named.some(({ principalType }) => principalType === 'Group')
    ? [advise(`${user.name} is in cluster.admins only if one of its groups holds it`, next)]
    : [problem(`${user.name} is not one of cluster.admins`, next)];
};

function whoAmI({ user }: Pick<Account, 'user'>): string[] {
  const id = ['--query', 'id', '--output', 'tsv'];
  return user.type === 'user'
    ? ['ad', 'signed-in-user', 'show', ...id]
    : ['ad', 'sp', 'show', '--id', user.name, ...id];
}
