import { advise, ifTold, problem, type Check } from './finding';

/**
 * Whether the caller is one of the cluster's admins: Helm installs the ALB controller as the caller, and so does everything
 * that is applied later.
 */
export const admins: Check = async (environment, az, account) => {
  const { admins: named } = environment.cluster;
  // That nobody is named is told by the tables; the role may come from elsewhere.
  if (named.length === 0) return [];
  const { name } = account.user;
  const caller = await ifTold(az.signedIn(account));
  if (caller === undefined) {
    return [advise(`the object id of ${name} could not be read`, 'see that it is one of cluster.admins')];
  }
  const { principalType } = caller;
  const objectId = caller.objectId.toLowerCase();
  const next = `add { objectId: '${objectId}', principalType: '${principalType}' } to cluster.admins in environments/${environment.name}.ts`;
  const entry = named.find((admin) => admin.objectId.toLowerCase() === objectId);
  if (entry) {
    return entry.principalType === principalType
      ? []
      : [problem(`${name} is in cluster.admins as ${entry.principalType} and is a ${principalType}`, next)];
  }
  return named.some((admin) => admin.principalType === 'Group')
    ? [advise(`${name} is in cluster.admins only if one of its groups holds it`, next)]
    : [problem(`${name} is not one of cluster.admins`, next)];
};
