import { CERTIFICATE_LABEL, certificateNameOf } from '../../model';
import { filesOf, type Context } from '../context';
import { CERTIFICATE, CHALLENGE, kubectl, kubectlCommand, kubectlJson } from '../kubectl';
import { LIMITS } from '../limits';
import { waitUntil } from '../run';
import type { Step } from '../run-steps';
import { requireKubeconfig } from './kubeconfig';
import { ensureNamespace } from './secrets';

/** The part of a Certificate that is read here. */
interface CertificateObject {
  readonly metadata: { readonly generation?: number };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/** The part of a Challenge that is read here: one name that an authority wants proven. */
interface Challenge {
  readonly spec: { readonly dnsName: string };
  readonly status?: { readonly state?: string; readonly reason?: string };
}

/**
 * The certificate of the pages, before anything listens with it: a listener whose Secret is missing takes the whole Gateway down,
 * and one that listened before with it. So issuer and certificate are applied alone and waited for; a certificate that is not to be
 * had stops the deploy, and the pages stay as they were. The proof takes records of the DNS zone and no page.
 *
 * @see https://github.com/Azure/AKS/issues/5509
 */
export const certificate: Step = {
  id: 'certificate',
  title: 'wait for the certificate',
  skip({ environment }) {
    const isWanted = environment.gateway.certificate !== undefined;
    return Promise.resolve(isWanted ? undefined : 'the environment gets no certificate (gateway.certificate)');
  },
  async run(context) {
    requireKubeconfig(context);
    const { environment, runner } = context;
    const { namespace, gateway } = environment;
    const name = certificateNameOf(gateway);
    await ensureNamespace(context, namespace);
    const [[label, value]] = Object.entries(CERTIFICATE_LABEL) as [[string, string]];
    await kubectl(
      context,
      [
        ['apply', '--server-side', '--selector', `${label}=${value}`],
        ['--filename', filesOf(environment).manifests],
      ],
      { timeoutMs: LIMITS.clusterCall, next: 'fix what the API server names, and run again' },
    );
    await waitUntil(runner, {
      what: `Certificate ${name} to be ready`,
      look: `${kubectlCommand(context, '--namespace', namespace, 'describe', `${CERTIFICATE},${CHALLENGE}`)}; the controller's log: ${kubectlCommand(context, '--namespace cert-manager logs deployment/cert-manager')}`,
      timeoutMs: LIMITS.certificate,
      check: async () => {
        const seen = await problemOf(context, namespace, name);
        return seen === undefined ? { done: true } : { seen };
      },
    });
    runner.report(`certificate: Secret ${name} has it`);
  },
};

/** Why a certificate is not there yet, by the names whose proof is still to come; `undefined` where it is. */
async function problemOf(context: Context, namespace: string, name: string): Promise<string | undefined> {
  const { metadata, status } = await kubectlJson<CertificateObject>(context, [
    ['get', CERTIFICATE, name, '--namespace', namespace],
  ]);
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const isCurrent = (ready?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  if (ready?.status === 'True' && isCurrent) return undefined;
  const { items } = await kubectlJson<{ items: Challenge[] }>(context, [['get', CHALLENGE, '--namespace', namespace]]);
  const challenges = items.map(({ spec, status: of }) =>
    ['challenge of', spec.dnsName, of?.state ?? 'new', of?.reason ?? ''].join(' ').trim(),
  );
  return [ready?.message ?? 'cert-manager has not taken it up', ...challenges].join('; ');
}
