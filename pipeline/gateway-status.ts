import type { Context } from './context';
import { GATEWAY, isNotFound, kubectl } from './kubectl';
import type { CommandFailedError } from './run';

/** The part of a Gateway that is read here. */
interface GatewayObject {
  readonly metadata: { readonly generation?: number };
  readonly status?: {
    readonly addresses?: readonly { readonly value: string }[];
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/** How far a Gateway is. */
export interface GatewayStatus {
  readonly programmed: boolean;
  /** Host name or address it listens at, where it has one. */
  readonly address: string | undefined;
  /** In words, for whoever waits. */
  readonly seen: string;
  /** Why the cluster did not tell, where it did not say that there is no such Gateway. @default - it told */
  readonly failure?: CommandFailedError;
}

/** Asks the cluster for the Gateway of the environment. A Gateway that does not exist, or whose kind does not, has no address. */
export async function gatewayStatus(context: Context): Promise<GatewayStatus> {
  const { gateway, namespace } = context.environment;
  const args = ['get', GATEWAY, gateway.name, '--namespace', namespace, '--ignore-not-found', '--output', 'json'];
  const answer = await kubectl(context, args, { allowFailure: true });
  if (answer.exitCode !== 0 || answer.stdout.trim() === '') {
    const seen = { programmed: false, address: undefined, seen: answer.stderr || 'no such Gateway' };
    const isTold = answer.exitCode === 0 || isNotFound(answer);
    return isTold ? seen : { ...seen, failure: context.runner.failure('kubectl', args, answer) };
  }
  const { metadata, status } = JSON.parse(answer.stdout) as GatewayObject;
  const condition = status?.conditions?.find(({ type }) => type === 'Programmed');
  const isCurrent = (condition?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  return {
    programmed: condition?.status === 'True' && isCurrent,
    address: status?.addresses?.[0]?.value,
    seen: condition
      ? `Programmed ${condition.status} ${condition.reason ?? ''} ${condition.message ?? ''}${isCurrent ? '' : ' (of an older generation)'}`.trim()
      : 'no condition Programmed: the ALB controller has not taken it up',
  };
}
