import { otherSubscriptionOfZone, resourceProvidersOf } from '../../model';
import { advise, ifTold, type Check, type Finding } from './finding';

/** Roles that may create the resources and register providers, and roles that may grant roles. */
const MAKERS = ['Owner', 'Contributor'];
const GRANTERS = ['Owner', 'User Access Administrator', 'Role Based Access Control Administrator'];

/** Providers that are not registered: no problem in itself, but registering them takes a role. One line registers all. */
export const providers: Check = async (environment, az) => {
  const missing = await az.unregistered(resourceProvidersOf(environment));
  return missing.length === 0
    ? []
    : [
        advise(
          `not registered yet: ${missing.join(', ')}; Terraform registers them, which takes minutes and Contributor on the subscription`,
          `to have it done before, and the checks told more, in one line: ${missing.map((namespace) => `az provider register --namespace ${namespace} --wait`).join('; ')}`,
        ),
      ];
};

/** Roles of the caller. A custom role may do as well, so this is advice. */
export const roles: Check = async (environment, az, { user: { name } }) => {
  const { subscriptionId, gateway } = environment;
  const subscription = `/subscriptions/${subscriptionId}`;
  const found = lacking(name, subscription, await ifTold(az.rolesOf(name)), MAKERS);
  const zone = gateway.certificate?.dnsZoneId;
  const hub = otherSubscriptionOfZone(environment);
  if (zone === undefined || hub === undefined) return found;
  const ofZone = await ifTold(az.in(hub).rolesOn(name, zone));
  return [...found, ...lacking(name, zone, ofZone, [...MAKERS, 'DNS Zone Contributor'])];
};

function lacking(who: string, on: string, held: readonly string[] | undefined, makers: readonly string[]): Finding[] {
  if (held === undefined) {
    return [
      advise(`the roles of ${who} on ${on} could not be read`, 'see that it may create resources and grant roles'),
    ];
  }
  const lacks = (wanted: readonly string[], next: string) =>
    held.some((role) => wanted.includes(role))
      ? []
      : [advise(`${who} has none of ${wanted.join(', ')} on ${on}`, next)];
  return [...lacks(makers, 'a custom role may do'), ...lacks(GRANTERS, 'the stack grants roles: a custom role may do')];
}
