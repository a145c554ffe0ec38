import { ALB_CONTROLLER, subjectOf, type Environment, type ServiceAccountRef } from '../../model';
import type { ExistingIdentity } from '../azure-answers';
import type { Concern, Look, Place } from './look';

/** An identity that pods log in with, and what it takes for that. */
export interface Expected extends ServiceAccountRef {
  /** Its name. */
  readonly identity: string;
  /** Names of its roles, wherever they are. */
  readonly roles: readonly string[];
}

/** Whether each identity trusts its ServiceAccount of this cluster, and has its roles. */
export const credentials: Look = {
  id: 'credentials',
  async ask(place) {
    const { az, cluster, environment, target } = place;
    const [found, identities] = await Promise.all([cluster(), az.identities(target.resourceGroup)]);
    const issuer = found?.oidcIssuerProfile?.issuerUrl ?? undefined;
    const expected = expectedIn(environment);
    const concerns = await Promise.all(
      expected.map((each) =>
        concernsOf(
          each,
          place,
          issuer,
          identities?.find(({ name }) => name.toLowerCase() === each.identity.toLowerCase()),
        ),
      ),
    );
    const well = concerns.filter((each) => each.length === 0).length;
    return {
      seen: `${well} of ${expected.length} identities have their credential and their roles`,
      concerns: concerns.flat(),
    };
  },
};

/** The identities that pods of an environment log in with, as its stack makes them. */
export function expectedIn({ names, workloads }: Environment): Expected[] {
  return [
    {
      ...ALB_CONTROLLER,
      identity: names.albControllerIdentity,
      roles: ['Reader', 'AppGw for Containers Configuration Manager', 'Network Contributor'],
    },
    ...workloads.map(({ identityName, namespace, serviceAccountName }) => ({
      identity: identityName,
      namespace,
      serviceAccountName,
      roles: ['Cognitive Services OpenAI User'],
    })),
  ];
}

async function concernsOf(
  expected: Expected,
  { az, environment, target }: Place,
  issuer: string | undefined,
  identity: ExistingIdentity | undefined,
): Promise<Concern[]> {
  const next = `npm run deploy -- ${environment.name}`;
  if (identity === undefined) return [{ what: `there is no identity ${expected.identity}`, next }];
  const [trusted, roles] = await Promise.all([
    az.federatedCredentials(identity.name, target.resourceGroup),
    az.rolesAnywhere(identity.principalId),
  ]);
  const subject = subjectOf(expected);
  const ofSubject = (trusted ?? []).filter((each) => each.subject === subject);
  const lacking = expected.roles.filter((role) => !roles.includes(role));
  return [
    ...(ofSubject.length === 0 ? [{ what: `${identity.name} does not trust ${subject}`, next }] : []),
    ...(ofSubject.length > 0 && issuer !== undefined && !ofSubject.some((each) => each.issuer === issuer)
      ? [{ what: `${identity.name} trusts ${subject} of another cluster, by ${ofSubject[0]!.issuer}`, next }]
      : []),
    ...(lacking.length > 0 ? [{ what: `${identity.name} lacks ${lacking.join(', ')}`, next }] : []),
  ];
}
