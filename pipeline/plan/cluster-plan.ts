import { ContractError } from '../../contract';
import { filesOf, readOutputs, type Context } from '../context';
import { isNotFound, kubectl } from '../kubectl';
import { LIMITS } from '../limits';
import { recoverOutputs } from '../outputs';
import { CancelledError, PipelineError, RETRY_TRANSIENT } from '../run';
import { lookForOrphans, nameOf } from '../prune';
import { charts } from '../steps/charts';
import { requireKubeconfig, writeKubeconfig } from '../steps/kubeconfig';

/** What becomes of one object of the cluster. */
export interface ObjectChange {
  /** Kind, namespace and name: `Deployment dev/ai-service`, `Namespace dev`. */
  readonly object: string;
  readonly action: 'create' | 'update';
  /** The lines of its YAML that go and come, with their signs. */
  readonly lines: readonly string[];
}

/** What a deploy would do to the cluster. */
export interface ClusterPlan {
  /** What `kubectl apply` changes. */
  readonly changes: readonly ObjectChange[];
  /** What has left the YAML and is deleted after the apply, by kind, namespace and name. */
  readonly deletions: readonly string[];
  /** What has left it too and holds data, which stays without `--prune-data`. */
  readonly kept: readonly string[];
  /** Why the pages are away for a while, a line each. */
  readonly pageAbsences: readonly string[];
  /** Why nothing, or not everything, could be compared. @default - everything was */
  readonly unknown?: string;
}

/** A cluster that could not be asked, and why. */
export function notCompared(unknown: string): ClusterPlan {
  return { changes: [], deletions: [], kept: [], pageAbsences: [], unknown };
}

/**
 * What an apply of the YAML would change in the cluster, as its API server says, and what would be deleted after it. The YAML is
 * made of the outputs of the last deploy.
 *
 * @throws {PipelineError} if there is a cluster, and it does not tell
 */
export async function planCluster(context: Context): Promise<ClusterPlan> {
  const { environment, runner } = context;
  const { kubeconfig, outputs } = filesOf(environment);
  await recoverOutputs(context);
  if (runner.read(outputs) === undefined) {
    return notCompared(`${outputs} does not exist, and no state has the outputs: there is no cluster yet`);
  }
  if (runner.read(kubeconfig) === undefined) {
    try {
      const { subscriptionId: subscription, resourceGroupName: resourceGroup, clusterName } = readOutputs(context);
      await writeKubeconfig(context, { subscription, resourceGroup, name: clusterName });
    } catch (error) {
      // The outputs may be cut off, or the cluster may be what is gone.
      const isTold = error instanceof PipelineError || error instanceof ContractError;
      if (!isTold || error instanceof CancelledError) throw error;
      return notCompared(error.message);
    }
  }
  requireKubeconfig(context);
  await charts.run(context);
  const compared = await compare(context);
  const { orphans, pageAbsences } = await lookForOrphans(context);
  return {
    ...compared,
    deletions: orphans.filter(({ isData }) => !isData).map(nameOf),
    kept: orphans.filter(({ isData }) => isData).map(nameOf),
    pageAbsences,
  };
}

/** Lets the API server say what an apply of the YAML would change. */
async function compare(context: Context): Promise<Pick<ClusterPlan, 'changes' | 'unknown'>> {
  const { name } = context.environment;
  const { manifests } = filesOf(context.environment);
  // A field that somebody else has set since would be refused as a conflict, and is just what has moved.
  const args = ['diff', '--server-side', '--force-conflicts', '--filename', manifests];
  const result = await kubectl(context, args, {
    allowFailure: true,
    timeoutMs: LIMITS.clusterCall,
    // What differs may look like a conflict.
    retry: { ...RETRY_TRANSIENT, retryable: (said) => RETRY_TRANSIENT.retryable(said) && readDiff(said).length === 0 },
  });
  const { exitCode, stdout, stderr } = result;
  if (exitCode === 0) return { changes: [] };
  const changes = readDiff(stdout);
  // An object in a namespace that is still to be made cannot be compared: kubectl ends with a code above 1 where it fails.
  if (isNotFound(result)) return { changes, unknown: stderr.trim() };
  if (exitCode === 1 && changes.length > 0) return { changes };
  throw context.runner.failure(
    'kubectl',
    args,
    result,
    `see that the cluster answers and "diff" is on PATH, or compare Azure alone: npm run plan -- ${name} --state-only`,
  );
}

/**
 * Reads the output of `kubectl diff`, of which each part begins with the command that made it.
 *
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_diff/
 */
export function readDiff(text: string): ObjectChange[] {
  return text
    .split(/^(?=diff )/m)
    .filter((part) => part.startsWith('diff '))
    .map((part) => {
      const [head = '', ...lines] = part.trimEnd().split('\n');
      return {
        object: objectOf(head),
        action: lines.some((line) => line.startsWith('@@ -0,0 ')) ? 'create' : 'update',
        // The server counts what it is given; nobody has said it.
        lines: lines.filter((line) => /^[+-](?![+-]{2} )/.test(line) && !/^[+-]\s*generation: \d+$/.test(line)),
      };
    });
}

/** The last word names the file after group, version, kind, namespace and name. */
function objectOf(head: string): string {
  const file = head.split(/[\\/]/).at(-1) ?? '';
  const [, kind, namespace, name] = /(?:^|\.)v\d\w*\.([A-Z]\w*)\.([a-z\d-]*)\.(.+)$/.exec(file) ?? [];
  if (kind === undefined) return file;
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
