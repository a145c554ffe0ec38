import { randomBytes } from 'node:crypto';
import { PART_OF, STORE, STORE_SECRET, ownershipLabels, storeSecretsOf, type StoreSecret } from '../../model';
import type { Context } from '../context';
import { create, kubectl, kubectlJson } from '../kubectl';
import { PipelineError } from '../run';
import type { Step } from '../run-steps';
import { requireKubeconfig } from './kubeconfig';

/** Prints one key a line, and no value. */
const KEYS_ONLY = 'go-template={{range $key, $value := .data}}{{$key}}{{"\\n"}}{{end}}';

/**
 * The Secret of the store's broker and database, made at random in the cluster and only where it is missing: the database
 * keeps the password it was started with. Whoever calls the database needs the same password in another namespace, so a
 * value that is in one of them is taken over. Values go to kubectl by stdin and stand nowhere else.
 */
export const storeSecret: Step = {
  id: 'secret',
  title: 'Secret of the store',
  async skip(context) {
    if (!context.environment.store.length) return 'the environment runs no store (store.enabled)';
    requireKubeconfig(context);
    const missing = await missingSecrets(context);
    if (missing.length > 0) return undefined;
    const namespaces = storeSecretsOf(context.environment.store).map(({ namespace }) => namespace);
    return `Secret ${STORE_SECRET.name} is there already, in namespace ${namespaces.join(' and ')}`;
  },
  async run(context) {
    for (const secret of await missingSecrets(context)) {
      await ensureNamespace(context, secret.namespace);
      const known = await knownValues(context, secret.namespace);
      await create(context, `Secret ${STORE_SECRET.name}`, manifest(context, secret, known));
    }
  },
};

/** Where the Secret has to be made. */
async function missingSecrets(context: Context): Promise<StoreSecret[]> {
  const missing: StoreSecret[] = [];
  for (const secret of storeSecretsOf(context.environment.store)) {
    const existing = await existingKeys(context, secret.namespace);
    const lacking = secret.keys.filter((key) => !existing?.includes(key));
    if (existing === undefined) {
      missing.push(secret);
    } else if (lacking.length > 0) {
      throw new PipelineError(
        `Secret ${STORE_SECRET.name} in namespace ${secret.namespace} lacks ${lacking.join(', ')}`,
        'add them by hand, or delete the Secret and the pod of the database together, and run again',
      );
    }
  }
  return missing;
}

async function existingKeys(context: Context, namespace: string): Promise<string[] | undefined> {
  const { stdout } = await kubectl(context, [
    ['get', 'secret', STORE_SECRET.name, '--namespace', namespace],
    ['--ignore-not-found', '--output', KEYS_ONLY],
  ]);
  return stdout.trim() === '' ? undefined : stdout.trim().split('\n');
}

/** The values that the Secret has in another namespace, as base64. */
async function knownValues(context: Context, namespace: string): Promise<Readonly<Record<string, string>>> {
  const others = storeSecretsOf(context.environment.store).filter((other) => other.namespace !== namespace);
  const known: Record<string, string> = {};
  for (const other of others) {
    if ((await existingKeys(context, other.namespace)) === undefined) continue;
    const { data } = await kubectlJson<{ data: Record<string, string> }>(context, [
      ['get', 'secret', STORE_SECRET.name, '--namespace', other.namespace],
    ]);
    Object.assign(known, data);
  }
  return known;
}

async function ensureNamespace(context: Context, namespace: string): Promise<void> {
  const found = await kubectl(context, ['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name']);
  if (found.stdout.trim() !== '') return;
  const { name, project } = context.environment;
  await create(context, `namespace ${namespace}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { ...ownershipLabels(name), [PART_OF]: project } },
  });
}

function manifest(context: Context, { namespace, keys }: StoreSecret, known: Readonly<Record<string, string>>): object {
  const { environment, runner } = context;
  const data = Object.fromEntries(keys.map((key) => [key, known[key] ?? base64(newValue(key))]));
  for (const [key, value] of Object.entries(data)) {
    if (isPassword(key)) runner.masker.register(Buffer.from(value, 'base64').toString());
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: STORE_SECRET.name,
      namespace,
      labels: { ...ownershipLabels(environment.name), [PART_OF]: STORE },
    },
    type: 'Opaque',
    data,
  };
}

/** Hexadecimal: the database's start script takes a password that begins with "-" for an option, and ends. */
function newValue(key: string): string {
  return isPassword(key) ? randomBytes(24).toString('hex') : 'store';
}

function isPassword(key: string): boolean {
  const { brokerPassword, databasePassword } = STORE_SECRET.keys;
  return [brokerPassword, databasePassword].some((password) => password === key);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
