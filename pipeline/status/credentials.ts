import {
  ALB_CONTROLLER,
  CERT_MANAGER,
  partsOfResourceId,
  placeOfAccount,
  subjectOf,
  type Environment,
  type ServiceAccountRef,
} from '../../model';
import type { ExistingIdentity } from '../azure-answers';
import type { Concern, Look, Place } from './look';

/** A ServiceAccount, the identity that its pods log in with, and what it takes for that. */
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
      seen: `${well} of ${expected.length} ServiceAccounts have their identity, its trust and its roles`,
      // An identity may be that of several.
      concerns: [...new Map(concerns.flat().map((concern) => [concern.what, concern])).values()],
    };
  },
};

/** Each ServiceAccount whose pods log in with an identity of the environment, as its stack makes them. */
export function expectedIn({ gateway, names, workloads }: Environment): Expected[] {
  return [
    {
      ...ALB_CONTROLLER,
      identity: names.albControllerIdentity,
      roles: ['Reader', 'AppGw for Containers Configuration Manager', 'Network Contributor'],
    },
    ...(gateway.certificate
      ? [{ ...CERT_MANAGER, identity: names.certManagerIdentity, roles: ['DNS Zone Contributor'] }]
      : []),
    ...workloads.flatMap(({ identityName, namespace, serviceAccountName, alsoFederate }) =>
      [{ namespace, serviceAccountName }, ...alsoFederate].map((trusted) => ({
        ...trusted,
        identity: identityName,
        roles: ['Cognitive Services OpenAI User'],
      })),
    ),
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
  // An account that exists already may lie in another subscription, and a DNS zone, and roles are told by subscription.
  const { certificate } = environment.gateway;
  const subscriptions = new Set([
    environment.subscriptionId,
    placeOfAccount(environment).subscriptionId,
    ...(certificate ? [partsOfResourceId(certificate.dnsZoneId).subscriptionId] : []),
  ]);
  const [trusted, ...rolesBySubscription] = await Promise.all([
    az.federatedCredentials(identity.name, target.resourceGroup),
    ...[...subscriptions].map((each) => az.in(each).rolesAnywhere(identity.principalId)),
  ]);
  const roles = rolesBySubscription.flat();
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
