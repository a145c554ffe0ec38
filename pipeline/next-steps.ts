import type { Environment } from '../model';
import { placeholdersOf } from './placeholders';

/** What was synthesized, and where. */
export interface Synthesis {
  readonly environments: readonly Environment[];
  /** Whether the YAML holds made-up values, since nothing is deployed yet. */
  readonly preview: boolean;
  /** The gateway's host name, where the charts were told it. @default - they were not */
  readonly gatewayHostname?: string | undefined;
  /** What `process.platform` says: it decides how a variable is set for one command. */
  readonly platform: NodeJS.Platform;
}

/** What to do after a synthesis, a line each. */
export function nextSteps(synthesis: Synthesis): string[] {
  const { environments, preview } = synthesis;
  const [only] = environments;
  const byHand =
    environments.length === 1
      ? ['or, by hand (docs/operations.md has the lines between):', ...stepsByHand(only!, synthesis)]
      : ['"npm run synth -- <environment>" shows how to do it by hand.'];
  return [
    ...(preview ? ['The YAML is a preview with made-up values. To make it real:'] : ['Next:']),
    ...environments.flatMap(prerequisites),
    ...environments.map(deploy),
    ...byHand,
  ];
}

/** What to do with an environment that was never deployed, a line each. */
export function firstSteps(environment: Environment): string[] {
  return [...prerequisites(environment), deploy(environment)];
}

/** What comes before the first deploy. */
function prerequisites(environment: Environment): string[] {
  const placeholders = placeholdersOf(environment);
  return [
    ...(placeholders.length === 0
      ? []
      : [`  put your ${placeholders.join(', your ')} into environments/${environment.name}.ts`]),
    ...(environment.state === 'azurerm'
      ? [`  npm run bootstrap -- ${environment.name}    (once: it makes the storage account of the state)`]
      : []),
  ];
}

function deploy({ name }: Environment): string {
  return `  npm run deploy -- ${name}`;
}

function stepsByHand({ name, gateway }: Environment, { gatewayHostname, platform }: Synthesis): string[] {
  const apply = (variables: Readonly<Record<string, string>>) =>
    `  ${withVariables(variables, 'npx cdk8s synth --stdout | kubectl apply --server-side -f -', platform)}`;
  // In this mode the load balancer gets its name from the Gateway, which has to be there first.
  const nameIsToCome = gateway.mode === 'managed' && gateway.hostname === undefined && gatewayHostname === undefined;
  return [
    `  npx cdktf deploy ${name} --outputs-file outputs/${name}.json`,
    apply({ ENVIRONMENT: name, ...(gatewayHostname !== undefined && { GATEWAY_HOSTNAME: gatewayHostname }) }),
    ...(nameIsToCome
      ? [
          'and once the Gateway is programmed, with the host name that "kubectl get gateway" shows:',
          apply({ ENVIRONMENT: name, GATEWAY_HOSTNAME: '<host name>' }),
        ]
      : []),
  ];
}

/** A command with variables of its own, as it is typed in PowerShell or in a POSIX shell. */
function withVariables(
  variables: Readonly<Record<string, string>>,
  command: string,
  platform: NodeJS.Platform,
): string {
  const set = Object.entries(variables).map(([name, value]) =>
    platform === 'win32' ? `$env:${name} = '${value}'; ` : `${name}=${/[<>]/.test(value) ? `'${value}'` : value} `,
  );
  return `${set.join('')}${command}`;
}
