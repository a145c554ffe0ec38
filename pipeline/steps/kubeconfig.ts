import { chmodSync } from 'node:fs';
import { placeOfCluster } from '../../model';
import { AzureCli } from '../azure';
import { ensureFolderOf, filesOf, readOutputs, type Context } from '../context';
import { kubectl, kubectlCommand } from '../kubectl';
import { LIMITS } from '../limits';
import { PipelineError, adviceOn, waitUntil } from '../run';
import { recoverOutputs } from '../outputs';
import type { Step } from '../run-steps';

/** The cluster a kubeconfig is written for. */
interface Cluster {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** Writes the environment's own kubeconfig. It holds no credential: kubelogin gets a token for each call. */
export async function writeKubeconfig(context: Context, cluster: Cluster): Promise<void> {
  const { runner, environment } = context;
  const { kubeconfig } = filesOf(environment);
  ensureFolderOf(kubeconfig, context);
  await new AzureCli(runner, cluster.subscription).writeKubeconfig(cluster.name, cluster.resourceGroup, kubeconfig);
  const login = environment.cluster.kubelogin;
  await runner.run('kubelogin', ['convert-kubeconfig', '--login', login, '--kubeconfig', kubeconfig]);
  runner.change(`chmod 600 ${kubeconfig}`, () => chmodSync(runner.path(kubeconfig), 0o600));
}

/** A server of AKS; other servers do not say whose they are. */
const AKS_SERVER = /^\s*server:\s*['"]?https:\/\/(?<host>[\w.-]+\.azmk8s\.io)\b/gm;

/**
 * For what talks to the cluster without having logged in to it just before.
 *
 * @throws {PipelineError} if the environment has no kubeconfig yet, as after a deploy on another machine, or if it leads to
 * another cluster
 */
export function requireKubeconfig({ environment, runner }: Context): void {
  const { kubeconfig } = filesOf(environment);
  const next = `npm run deploy -- ${environment.name} --from kubeconfig writes it`;
  const text = runner.read(kubeconfig);
  if (text === undefined) throw new PipelineError(`${kubeconfig} does not exist`, next);
  // The name of a server that was made elsewhere may begin with anything.
  if (environment.existing.cluster) return;
  const hosts = [...text.matchAll(AKS_SERVER)].map(({ groups }) => groups!['host']!);
  // A server's name begins with the cluster's DNS prefix, which is its name, and goes on with what Azure makes up.
  const foreign = hosts.find((host) => !host.startsWith(`${environment.names.cluster.toLowerCase()}-`));
  if (foreign === undefined) return;
  throw new PipelineError(
    `${kubeconfig} leads to ${foreign}, which is not cluster ${environment.names.cluster} of ${environment.name}: nothing was sent there`,
    next,
  );
}

/** Waits until the cluster lets the caller in: a new role takes minutes to reach it. */
export async function waitForAccess(context: Context): Promise<void> {
  const question = ['auth', 'can-i', 'create', 'namespaces'];
  await waitUntil(context.runner, {
    what: 'the cluster to let the caller in',
    look: `${kubectlCommand(context, ...question)}; cluster.admins and cluster.authorizedIpRanges say who may, and from where`,
    timeoutMs: LIMITS.rolePropagation,
    check: async () => {
      const answer = await kubectl(context, question, { allowFailure: true });
      // No role that is on its way helps there.
      if (adviceOn(answer.stderr) !== undefined) throw context.runner.failure('kubectl', question, answer);
      return answer.exitCode === 0
        ? { done: true }
        : { seen: answer.stderr.split('\n').at(-1) || answer.stdout || 'no answer' };
    },
  });
}

/** A kubeconfig of its own, and a cluster that answers to it. */
export const kubeconfigStep: Step = {
  id: 'kubeconfig',
  title: 'log in to the cluster',
  async run(context) {
    await recoverOutputs(context);
    const contract = readOutputs(context);
    if (context.environment.existing.cluster) await writeKubeconfigOfExisting(context);
    else {
      await writeKubeconfig(context, {
        subscription: contract.subscriptionId,
        resourceGroup: contract.resourceGroupName,
        name: contract.clusterName,
      });
    }
    await waitForAccess(context);
  },
};

/**
 * The kubeconfig of a cluster that exists, where there is one: Terraform takes it to install the ALB controller, so it has to be
 * there before any plan.
 */
export async function writeKubeconfigOfExisting(context: Context): Promise<void> {
  if (!context.environment.existing.cluster) return;
  const { subscriptionId, resourceGroup, name } = placeOfCluster(context.environment);
  await writeKubeconfig(context, { subscription: subscriptionId, resourceGroup, name });
}
