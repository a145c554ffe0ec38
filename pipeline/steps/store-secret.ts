import { randomBytes } from 'node:crypto';
import { STORE_SECRET } from '../../model';
import type { Context } from '../context';
import { create, kubectl } from '../kubectl';
import { PipelineError } from '../run';
import type { Step } from '../run-steps';
import { requireKubeconfig } from './kubeconfig';

/** Prints one key a line, and no value. */
const KEYS_ONLY = 'go-template={{range $key, $value := .data}}{{$key}}{{"\\n"}}{{end}}';

/**
 * The Secret of the store's broker and database, made at random in the cluster and only if it is missing: the database
 * keeps the password it was started with. The values go to kubectl by stdin and stand nowhere else.
 */
export const storeSecret: Step = {
  id: 'secret',
  title: 'Secret of the store',
  async skip(context) {
    if (!context.environment.store.length) return 'the environment runs no store (store.enabled)';
    requireKubeconfig(context);
    const keys = await existingKeys(context);
    if (keys === undefined) return undefined;
    const missing = Object.values(STORE_SECRET.keys).filter((key) => !keys.includes(key));
    if (missing.length === 0) return `Secret ${STORE_SECRET.name} is there already`;
    throw new PipelineError(
      `Secret ${STORE_SECRET.name} in namespace ${context.environment.namespace} lacks ${missing.join(', ')}`,
      'add them by hand, or delete the Secret and the volume of the database together, and run again',
    );
  },
  async run(context) {
    await ensureNamespace(context);
    await create(context, `Secret ${STORE_SECRET.name}`, manifest(context));
  },
};

async function existingKeys(context: Context): Promise<string[] | undefined> {
  const { stdout } = await kubectl(context, [
    ['get', 'secret', STORE_SECRET.name, '--namespace', context.environment.namespace],
    ['--ignore-not-found', '--output', KEYS_ONLY],
  ]);
  return stdout.trim() === '' ? undefined : stdout.trim().split('\n');
}

async function ensureNamespace(context: Context): Promise<void> {
  const { namespace } = context.environment;
  const found = await kubectl(context, ['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name']);
  if (found.stdout.trim() !== '') return;
  await create(context, `namespace ${namespace}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
}

function manifest({ environment, runner }: Context): object {
  const random = () => {
    // Hexadecimal: the database's start script takes a password that begins with "-" for an option, and ends.
    const value = randomBytes(24).toString('hex');
    runner.masker.register(value);
    return value;
  };
  const { brokerUsername, brokerPassword, databaseUsername, databasePassword } = STORE_SECRET.keys;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: STORE_SECRET.name, namespace: environment.namespace },
    type: 'Opaque',
    stringData: {
      [brokerUsername]: 'store',
      [brokerPassword]: random(),
      [databaseUsername]: 'store',
      [databasePassword]: random(),
    },
  };
}
