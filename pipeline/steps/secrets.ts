import { randomBytes } from 'node:crypto';
import { LOGIN, PART_OF, STORE_SECRET, clusterSecretsOf, ownershipLabels, type ClusterSecret } from '../../model';
import type { Context } from '../context';
import { create, kubectl, kubectlJson } from '../kubectl';
import { PipelineError } from '../run';
import type { Step } from '../run-steps';
import { requireKubeconfig } from './kubeconfig';

/** Prints one key a line, and no value. */
const KEYS_ONLY = 'go-template={{range $key, $value := .data}}{{$key}}{{"\\n"}}{{end}}';

/**
 * The Secrets of the store's broker and database and of the login's cookies, made at random in the cluster and only where they are
 * missing: the database keeps the password it was started with. Whoever calls the database needs the same password in another
 * namespace, so a value that is in one of them is taken over. Values go to kubectl by stdin and stand nowhere else.
 */
export const secrets: Step = {
  id: 'secret',
  title: 'Secrets of store and login',
  async skip(context) {
    const all = clusterSecretsOf(context.environment);
    if (all.length === 0)
      return 'the environment runs no store (store.enabled), and no page asks who opens it (gateway.login)';
    requireKubeconfig(context);
    const missing = await missingSecrets(context);
    return missing.length > 0 ? undefined : thereAlready(all);
  },
  async run(context) {
    for (const secret of await missingSecrets(context)) {
      await ensureNamespace(context, secret.namespace);
      const known = await knownValues(context, secret);
      await create(context, `Secret ${secret.name}`, manifest(context, secret, known));
    }
  },
};

/** What is there, each Secret once, with its namespaces. */
function thereAlready(all: readonly ClusterSecret[]): string {
  return [...new Set(all.map(({ name }) => name))]
    .map((name) => {
      const namespaces = all.filter((other) => other.name === name).map(({ namespace }) => namespace);
      return `Secret ${name} is there already, in namespace ${namespaces.join(' and ')}`;
    })
    .join('; ');
}

/** Where a Secret has to be made. */
async function missingSecrets(context: Context): Promise<ClusterSecret[]> {
  const missing: ClusterSecret[] = [];
  for (const secret of clusterSecretsOf(context.environment)) {
    const existing = await existingKeys(context, secret);
    const lacking = secret.keys.filter((key) => !existing?.includes(key));
    if (existing === undefined) {
      missing.push(secret);
    } else if (lacking.length > 0) {
      throw new PipelineError(
        `Secret ${secret.name} in namespace ${secret.namespace} lacks ${lacking.join(', ')}`,
        secret.name === STORE_SECRET.name
          ? 'add them by hand, or delete the Secret and the pod of the database together, and run again'
          : 'delete the Secret and run again, which makes it anew; whoever is logged in logs in again',
      );
    }
  }
  return missing;
}

async function existingKeys(context: Context, { name, namespace }: ClusterSecret): Promise<string[] | undefined> {
  const { stdout } = await kubectl(context, [
    ['get', 'secret', name, '--namespace', namespace],
    ['--ignore-not-found', '--output', KEYS_ONLY],
  ]);
  return stdout.trim() === '' ? undefined : stdout.trim().split('\n');
}

/** The values that the Secret has in another namespace, as base64. */
async function knownValues(context: Context, secret: ClusterSecret): Promise<Readonly<Record<string, string>>> {
  const others = clusterSecretsOf(context.environment).filter(
    ({ name, namespace }) => name === secret.name && namespace !== secret.namespace,
  );
  const known: Record<string, string> = {};
  for (const other of others) {
    if ((await existingKeys(context, other)) === undefined) continue;
    const { data } = await kubectlJson<{ data: Record<string, string> }>(context, [
      ['get', 'secret', other.name, '--namespace', other.namespace],
    ]);
    Object.assign(known, data);
  }
  return known;
}

/** Makes a namespace that the YAML has and the cluster does not yet: what stands in it comes first. */
export async function ensureNamespace(context: Context, namespace: string): Promise<void> {
  const found = await kubectl(context, ['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name']);
  if (found.stdout.trim() !== '') return;
  const { name, project } = context.environment;
  await create(context, `namespace ${namespace}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { ...ownershipLabels(name), [PART_OF]: project } },
  });
}

function manifest(
  context: Context,
  { name, partOf, namespace, keys }: ClusterSecret,
  known: Readonly<Record<string, string>>,
): object {
  const { environment, runner } = context;
  const data = Object.fromEntries(keys.map((key) => [key, known[key] ?? base64(newValue(key))]));
  for (const [key, value] of Object.entries(data)) {
    if (isSecret(key)) runner.masker.register(Buffer.from(value, 'base64').toString());
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: { ...ownershipLabels(environment.name), [PART_OF]: partOf } },
    type: 'Opaque',
    data,
  };
}

function newValue(key: string): string {
  // Of 32 bytes, in the letters that the proxy takes for those of base64.
  if (key === LOGIN.secretKey) return randomBytes(32).toString('base64url');
  // Hexadecimal: the database's start script takes a password that begins with "-" for an option, and ends.
  return isSecret(key) ? randomBytes(24).toString('hex') : 'store';
}

function isSecret(key: string): boolean {
  const { brokerPassword, databasePassword } = STORE_SECRET.keys;
  return [brokerPassword, databasePassword, LOGIN.secretKey].some((secret) => secret === key);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
