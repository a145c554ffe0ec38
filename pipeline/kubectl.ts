import type { Deployment } from './deployment';
import { PipelineError, RETRY_TRANSIENT, type Args, type RunOptions, type RunResult } from './run';

/** Full names of the kinds that other API groups have too. */
export const GATEWAY = 'gateways.gateway.networking.k8s.io';
export const HTTP_ROUTE = 'httproutes.gateway.networking.k8s.io';
export const LOAD_BALANCER = 'applicationloadbalancers.alb.networking.azure.io';

/** Runs kubectl with the kubeconfig of the environment. */
export function kubectl(deployment: Deployment, args: Args, options: RunOptions = {}): Promise<RunResult> {
  return deployment.runner.run('kubectl', ['--kubeconfig', deployment.kubeconfig, ...args], {
    retry: RETRY_TRANSIENT,
    ...options,
  });
}

/** Reads an object, or a list of them, with kubectl. */
export function kubectlJson<T>(deployment: Deployment, args: Args, options: RunOptions = {}): Promise<T> {
  return deployment.runner.json<T>('kubectl', ['--kubeconfig', deployment.kubeconfig, ...args, '--output', 'json'], {
    retry: RETRY_TRANSIENT,
    ...options,
  });
}

/** Whether kubectl says that what was asked for is not there, or that its kind is not. */
export function isNotFound({ stderr }: RunResult): boolean {
  return /\(NotFound\)|doesn't have a resource type|could not find the requested resource/.test(stderr);
}

/**
 * Creates an object that goes to kubectl by stdin. One that is there already is taken as made: by the attempt before whose
 * answer was lost, or by somebody else a moment ago.
 *
 * @throws {PipelineError} if it was refused
 */
export async function create(deployment: Deployment, what: string, object: object): Promise<void> {
  const answer = await kubectl(deployment, ['create', '--filename', '-'], {
    input: JSON.stringify(object),
    allowFailure: true,
  });
  if (answer.exitCode === 0 || answer.stderr.includes('AlreadyExists')) return;
  throw new PipelineError(
    `${what} was not made: ${answer.stderr}`,
    'see that the caller may make it, and what refuses it; then run again',
  );
}
