import { RESOURCE_PROVIDERS } from '../../config';
import { RETRY_TRANSIENT } from '../run';
import { advise, type Check } from './finding';

/** Roles that may create the resources and register providers, and roles that may grant roles. */
const MAKERS = ['Owner', 'Contributor'];
const GRANTERS = ['Owner', 'User Access Administrator', 'Role Based Access Control Administrator'];

interface Provider {
  readonly namespace: string;
  readonly state: string;
}

/** Providers that are not registered: no problem in itself, but registering them takes a role. */
export const providers: Check = async ({ runner, environment }) => {
  const listed = await runner.json<Provider[]>(
    'az',
    [
      ['provider', 'list', '--subscription', environment.subscriptionId],
      ['--query', '[].{namespace:namespace,state:registrationState}', '--output', 'json'],
    ],
    { retry: RETRY_TRANSIENT, dryRunStdout: '[]' },
  );
  if (runner.dryRun) return [];
  const registered = listed
    .filter(({ state }) => state === 'Registered')
    .map(({ namespace }) => namespace.toLowerCase());
  const missing = RESOURCE_PROVIDERS.filter((namespace) => !registered.includes(namespace.toLowerCase()));
  return missing.length === 0
    ? []
    : [
        advise(
          `not registered yet: ${missing.join(', ')}; Terraform registers them, which takes minutes and Contributor on the subscription`,
          missing.map((namespace) => `az provider register --namespace ${namespace}`).join('; '),
        ),
      ];
};

/** Roles of the caller. A custom role may do as well, so this is advice. */
export const roles: Check = async ({ runner, environment }, { user }) => {
  const scope = `/subscriptions/${environment.subscriptionId}`;
  const answer = await runner.run(
    'az',
    [
      ['role', 'assignment', 'list', '--assignee', user.name, '--scope', scope],
      ['--include-inherited', '--include-groups', '--query', '[].roleDefinitionName', '--output', 'json'],
    ],
    { retry: RETRY_TRANSIENT, dryRunStdout: '[]', allowFailure: true },
  );
  if (runner.dryRun) return [];
  if (answer.exitCode !== 0) {
    return [advise(`the roles of ${user.name} could not be read`, 'see that it may create resources and grant roles')];
  }
  const held = JSON.parse(answer.stdout) as string[];
  const has = (allowed: readonly string[]) => held.some((role) => allowed.includes(role));
  return [
    ...(has(MAKERS)
      ? []
      : [advise(`${user.name} has none of ${MAKERS.join(', ')} on ${scope}`, 'a custom role may do')]),
    ...(has(GRANTERS)
      ? []
      : [
          advise(
            `${user.name} has none of ${GRANTERS.join(', ')} on ${scope}`,
            'the stack grants roles: a custom role may do',
          ),
        ]),
  ];
};
