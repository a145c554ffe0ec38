import { TOKEN_EXCHANGE_AUDIENCE } from '../../model';
import { readOutputs } from '../context';
import { kubectlJson } from '../kubectl';
import type { Proof } from './proof';

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly containers: readonly {
      readonly name: string;
      readonly env?: readonly { name: string; value?: string }[];
    }[];
    readonly volumes?: readonly {
      readonly projected?: { readonly sources?: readonly { readonly serviceAccountToken?: { audience?: string } }[] };
    }[];
  };
}

/** @see https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html */
const VARIABLES = ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_AUTHORITY_HOST'];

/** The webhook of workload identity has put the identity into the pods of every workload that has one. */
export const injected: Proof = {
  id: 'identity',
  title: 'the webhook has injected the identity',
  notFor: ({ workloads }) => (workloads.length > 0 ? undefined : 'no workload calls a model'),
  async prove(context) {
    const { workloadIdentities } = readOutputs(context);
    const expected = `${VARIABLES.join(', ')} and a token for ${TOKEN_EXCHANGE_AUDIENCE} in the pods of ${Object.keys(workloadIdentities).join(', ')}`;
    const problems: string[] = [];
    let count = 0;
    for (const [workload, identity] of Object.entries(workloadIdentities)) {
      const { items } = await kubectlJson<{ items: Pod[] }>(context, [
        'get',
        'pods',
        '--namespace',
        identity.namespace,
      ]);
      const pods = items.filter(({ spec }) => spec.serviceAccountName === identity.serviceAccountName);
      if (pods.length === 0) problems.push(`no pod of ${workload} under ServiceAccount ${identity.serviceAccountName}`);
      problems.push(...pods.flatMap((pod) => missing(pod, identity.clientId)));
      count += pods.length;
    }
    return problems.length === 0
      ? { passed: true, expected, seen: `${count} pods, all of them` }
      : {
          passed: false,
          expected,
          seen: problems.join('; '),
          cause:
            'the pod was made before the webhook ran, or lacks the label azure.workload.identity/use: "true", or its ServiceAccount names another client id: apply again, then kubectl rollout restart',
        };
  },
};

function missing({ metadata, spec }: Pod, clientId: string): string[] {
  const container = spec.containers[0];
  const values = new Map(container?.env?.map(({ name, value }) => [name, value]));
  const absent = VARIABLES.filter((name) => !values.get(name));
  const other = values.get('AZURE_CLIENT_ID');
  const hasToken = spec.volumes?.some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken?.audience === TOKEN_EXCHANGE_AUDIENCE),
  );
  return [
    ...(absent.length > 0 ? [`without ${absent.join(', ')}`] : []),
    ...(other && other !== clientId ? [`with client id ${other} instead of ${clientId}`] : []),
    ...(hasToken ? [] : [`without a token for ${TOKEN_EXCHANGE_AUDIENCE}`]),
  ].map((what) => `pod ${metadata.name} ${what}`);
}
