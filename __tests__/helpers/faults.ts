import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Rule } from '../fixtures/pipeline/rules';
import type { Outcome, World } from './pipeline-world';

/** What passes, in the words of each tool. */
export const PASSING = [
  'ERROR: (TooManyRequests) The request is being throttled. Retry after 5 seconds.',
  'Error: unexpected status 409 (409 Conflict) with error: AnotherOperationInProgress',
  'Error: unexpected status 500 (500 Internal Server Error) with error: InternalServerError',
  'Error from server (InternalError): an error on the server has prevented the request from succeeding',
  'ERROR: (ServiceUnavailable) The service is temporarily unable to process the request.',
  'read tcp 10.0.0.4:50000->20.0.0.1:443: read: connection reset by peer',
  "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
  'ReferencedResourceNotProvisioned: Cannot proceed with operation because resource x is not in Succeeded state.',
];

/** The same, where it does not pass. */
export const STAYING: readonly (readonly [name: string, says: string])[] = [
  ['429', 'ERROR: (TooManyRequests) The request is being throttled.'],
  ['409', '(Conflict) AnotherOperationInProgress'],
  ['500', '(InternalServerError) no'],
  ['a dropped connection', 'read: connection reset by peer'],
];

export const EXPIRED =
  "ERROR: AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks. Please run 'az login'.";
export const LOG_IN =
  'next: the login has expired: az login, then run the same command again; what is made stays, and it goes on from there';

export const FULL = 'Error: ENOSPC: no space left on device, write';
export const MAKE_ROOM =
  'next: the disk is full: make room, then run the same command again; what is made stays, and it goes on from there';

/** Somebody who is at work on the state, as Terraform tells it. */
export const LOCKED: Omit<Rule, 'times'> = {
  call: 'cdktf deploy *',
  code: 1,
  says: 'Error: Error acquiring the state lock\n\nError message: resource temporarily unavailable\nLock Info:\n  ID:        6ed8579c\n  Operation: OperationTypeApply\n  Who:       colleague@desk\n  Created:   2026-11-22 01:02:34.789287797 +0000 UTC',
};
export const HOLDER = 'colleague@desk, since 2026-11-22 01:02:34.789287797 +0000 UTC (OperationTypeApply)';

/** A server of another cluster than that of any environment of the fixtures. */
export const OTHER_SERVER = 'https://aks-secureai-prod-abcde-0123abcd.hcp.eastus2.azmk8s.io:443';

/** Lets the kubeconfig of an environment lead to a server. */
export function leadTo(server: string, world: World, environment: string): void {
  const file = path.join(world.project, `outputs/kubeconfig-${environment}`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `apiVersion: v1\nclusters:\n- cluster:\n    server: ${server}\n  name: x\n# converted\n`);
}

/** Puts the state of one environment where that of another belongs. */
export function putState(of: string, world: World, environment: string): void {
  writeFileSync(
    path.join(world.project, `terraform.${environment}.tfstate`),
    JSON.stringify({ version: 4, outputs: { environment: { value: of, type: 'string' } }, resources: [] }),
  );
}

/** A call without the name of a Job, which is made up each time. */
const named = (call: string) => call.replace(/verify-\w+/, 'verify-*');

/** What asks neither Azure nor the cluster. */
const LOCAL = /^(?:\w+ (?:version|--version)|kubelogin|cdk8s|cdktf synth|terraform \S+ (?:show|init|apply|output))/;

/** The calls so far that ask Azure or the cluster, each once. */
export function remoteCalls(world: World): string[] {
  return [...new Set(world.calls().map(named))].filter((call) => !LOCAL.test(call));
}

/** Of a call as it is noted, those that are the same. */
export function patternOf(call: string): string {
  return call.replace(/^kubectl /, 'kubectl * ');
}

/**
 * Runs a command in a world in which each call that goes to Azure or to the cluster fails the first time, and expects that
 * each is made again and all goes well.
 *
 * @param before makes the world before the command
 * @param code how a call fails: refused, or with its work done and the answer lost
 * @returns the world after it
 */
export async function expectAllWaitedOut(
  before: () => Promise<World>,
  run: (world: World) => Promise<Outcome>,
  code: 1 | 'answer-lost',
): Promise<{ readonly remote: readonly string[]; readonly world: World }> {
  const well = await before();
  expect(await run(well)).toMatchObject({ code: 0, stderr: '' });
  const remote = remoteCalls(well);
  well.remove();
  const world = await before();
  for (const [index, call] of remote.entries()) {
    world.rule({ call: patternOf(call), times: 1, code, says: PASSING[index % PASSING.length] });
  }

  const outcome = await run(world);

  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  const made = world.calls().map(named);
  for (const call of remote) {
    expect({ call, isTwice: made.filter((each) => each === call).length > 1 }).toEqual({ call, isTwice: true });
  }
  return { remote, world };
}
