import type { Context } from '../context';
import { lookForOrphans, markClaims, nameOf, removeOrphans, type Orphan } from '../prune';
import type { Step } from '../run-steps';
import { requireKubeconfig } from './kubeconfig';

/**
 * Takes away what has left the YAML, once what replaces it runs.
 *
 * @param withData whether volume claims, Secrets and namespaces go too
 */
export function prune(withData: boolean): Step {
  return {
    id: 'prune',
    title: 'take away what has left the YAML',
    keepsOutput: true,
    async run(context) {
      requireKubeconfig(context);
      const orphans = await findOrphans(context);
      const kept = withData ? [] : orphans.filter(({ isData }) => isData);
      await removeOrphans(
        context,
        orphans.filter((orphan) => !kept.includes(orphan)),
      );
      if (orphans.length === 0) context.runner.report('nothing has left the YAML');
      if (kept.length > 0) context.runner.report(keptLine(context, kept));
    },
  };
}

async function findOrphans(context: Context): Promise<readonly Orphan[]> {
  const { orphans } = await lookForOrphans(context);
  // The claims that were marked are orphans from now on.
  return (await markClaims(context, orphans)) ? (await lookForOrphans(context)).orphans : orphans;
}

function keptLine({ environment: { name } }: Context, kept: readonly Orphan[]): string {
  return `kept, since it is data: ${kept.map(nameOf).join(', ')}; npm run deploy -- ${name} --prune-data deletes it`;
}
