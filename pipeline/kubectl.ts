import type { Deployment } from './deployment';
import { RETRY_TRANSIENT, type Args, type RunOptions, type RunResult } from './run';

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
