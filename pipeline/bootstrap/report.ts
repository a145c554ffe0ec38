import { otherSubscriptionOf, type Environment } from '../../model';
import type { CiIdentity } from './identity';
import type { Caller } from './login';

/** What the bootstrap has made. */
export interface Bootstrapped {
  readonly repository: string;
  /** Whether its upper and lower case letters are those of GitHub. */
  readonly isSpelledByGitHub: boolean;
  readonly caller: Caller;
  readonly deploy: CiIdentity;
  readonly plan: CiIdentity;
  readonly drift: CiIdentity;
  /** Client id of the application that people log in to. @default - none was made */
  readonly application?: string | undefined;
}

/** The GitHub environment whose jobs plan: the one of the deploys asks for an approval. */
export function planEnvironment({ name }: Environment): string {
  return `${name}-plan`;
}

/** The GitHub environment whose jobs look for drift: the main branch alone may use it, since they look into the cluster. */
export function driftEnvironment({ name }: Environment): string {
  return `${name}-drift`;
}

/** What is left to do by hand, line by line. Nothing of it is a secret. */
export function describeNext(environment: Environment, made: Bootstrapped): string[] {
  const { name, subscriptionId } = environment;
  const { caller, repository } = made;
  const variables = ({ clientId }: CiIdentity) => [
    `    AZURE_CLIENT_ID=${clientId}`,
    `    AZURE_TENANT_ID=${caller.tenantId}`,
    `    AZURE_SUBSCRIPTION_ID=${subscriptionId}`,
  ];
  return [
    '',
    `into environments/${name}.ts:`,
    "    state: 'azurerm',",
    '    cluster: {',
    '      admins: [',
    `        { objectId: '${caller.objectId}', principalType: '${caller.principalType}' },`,
    `        { objectId: '${made.deploy.principalId}', principalType: 'ServicePrincipal' },`,
    '        // Looks for drift: what Helm knows of its releases are Secrets, and the API server compares for whom may apply.',
    `        { objectId: '${made.drift.principalId}', principalType: 'ServicePrincipal' },`,
    '      ],',
    '    },',
    ...(made.application === undefined ? [] : [`    gateway: { login: { clientId: '${made.application}' } },`]),
    `GitHub environment "${name}" of ${repository}: require reviewers, and set the variables (they are no secrets)`,
    ...variables(made.deploy),
    `GitHub environment "${planEnvironment(environment)}": no reviewers, and the variables`,
    ...variables(made.plan),
    `GitHub environment "${driftEnvironment(environment)}": the main branch alone, no reviewers, and the variables`,
    ...variables(made.drift),
    ...askOwners(environment, made),
    'a state that lies in a file already is moved with:',
    `    npx cdktf synth && terraform -chdir=cdktf.out/stacks/${name} init -migrate-state`,
    ...(made.isSpelledByGitHub
      ? []
      : [
          `if a login of GitHub is refused with AADSTS7002138, ${repository} is spelled in other upper or lower case letters there;`,
          'run this again with --repository in the letters that the page of the repository shows',
        ]),
    ...(repository.includes('@')
      ? []
      : [
          'a repository created, renamed or transferred since July 2026 presents itself with its ids; if its login is refused',
          `with AADSTS700213, run this again with --repository "$(gh api repos/${repository} --jq '"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"')"`,
        ]),
    'a new role takes some minutes until it holds everywhere',
  ];
}

/** What exists in other subscriptions, in which nothing is granted: a hub is not whose environment it is. */
function askOwners({ names, subscriptionId, existing }: Environment, { deploy, plan, drift }: Bootstrapped): string[] {
  const elsewhere = Object.entries(existing).flatMap(
    ([property, value]: [string, string | { id: string } | undefined]) => {
      const id = typeof value === 'object' ? value.id : value;
      return id !== undefined && otherSubscriptionOf(id, subscriptionId) ? [`    existing.${property}: ${id}`] : [];
    },
  );
  if (elsewhere.length === 0) return [];
  return [
    'nothing was granted in other subscriptions than the environment’s: let the owners of these',
    ...elsewhere,
    `  grant ${names.deployIdentity} (${deploy.principalId}) the rights that docs/properties.md names for each, and "Reader" to`,
    `  ${names.planIdentity} (${plan.principalId}) and ${names.driftIdentity} (${drift.principalId})`,
  ];
}
