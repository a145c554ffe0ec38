import { filesOf, type Context } from './context';
import { PipelineError, RETRY_TRANSIENT, adviceOn, type Args, type RunOptions, type RunResult } from './run';

/** Full names of kinds: other API groups have some of the short ones too. */
export const GATEWAY = 'gateways.gateway.networking.k8s.io';
export const HTTP_ROUTE = 'httproutes.gateway.networking.k8s.io';
export const CERTIFICATE = 'certificates.cert-manager.io';
export const CHALLENGE = 'challenges.acme.cert-manager.io';
export const LOAD_BALANCER = 'applicationloadbalancers.alb.networking.azure.io';

/** Runs kubectl with the kubeconfig of the environment. */
export function kubectl({ environment, runner }: Context, args: Args, options: RunOptions = {}): Promise<RunResult> {
  return runner.run('kubectl', ['--kubeconfig', filesOf(environment).kubeconfig, ...args], {
    retry: RETRY_TRANSIENT,
    ...options,
  });
}

/** Reads an object, or a list of them, with kubectl. */
export function kubectlJson<T>({ environment, runner }: Context, args: Args): Promise<T> {
  const kubeconfig = ['--kubeconfig', filesOf(environment).kubeconfig];
  return runner.json<T>('kubectl', [kubeconfig, ...args, '--output', 'json'], { retry: RETRY_TRANSIENT });
}

/** A command to type, with the kubeconfig of the environment. */
export function kubectlCommand({ environment }: Context, ...args: readonly string[]): string {
  return ['kubectl --kubeconfig', filesOf(environment).kubeconfig, ...args].join(' ');
}

/** Whether kubectl says that what was asked for is not there, or that its kind is not. */
export function isNotFound({ stderr }: RunResult): boolean {
  return /\(NotFound\)|doesn't have a resource type|could not find the requested resource|no matches for kind/.test(
    stderr,
  );
}

/**
 * Creates an object that goes to kubectl by stdin. One that is there already is taken as made: by the attempt before whose
 * answer was lost, or by somebody else a moment ago.
 *
 * @throws {PipelineError} if it was refused
 */
export async function create(context: Context, what: string, object: object): Promise<void> {
  const answer = await kubectl(context, ['create', '--filename', '-'], {
    input: JSON.stringify(object),
    allowFailure: true,
  });
  if (answer.exitCode === 0 || answer.stderr.includes('AlreadyExists')) return;
  throw new PipelineError(
    `${what} was not made: ${answer.stderr}`,
    adviceOn(answer.stderr) ?? 'see that the caller may make it, and what refuses it; then run again',
  );
}
