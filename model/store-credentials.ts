import type { SecretKey } from './workload';

/**
 * The Secret that holds the credentials of the store's broker and database, by name and key. Its values are made in the
 * cluster, at random, and stand in no artefact; the charts and the deploy command meet in these names.
 */
export const STORE_SECRET = {
  name: 'store-credentials',
  keys: {
    brokerUsername: 'broker-username',
    brokerPassword: 'broker-password',
    databaseUsername: 'database-username',
    databasePassword: 'database-password',
  },
} as const;

/** The part of the Secret that one namespace needs. */
export interface StoreSecret {
  /** The namespace. */
  readonly namespace: string;
  /** The keys that its pods read. */
  readonly keys: readonly string[];
}

/** A workload of the store, as far as it reads the Secret. */
interface Reader {
  readonly namespace: string;
  readonly secretVariables: Readonly<Record<string, SecretKey>>;
}

/** Where the Secret is needed, the broker's namespace first; the values of a key are the same in all. */
export function storeSecretsOf(store: readonly Reader[]): StoreSecret[] {
  const namespaces = [...new Set(store.map(({ namespace }) => namespace))];
  return namespaces
    .map((namespace) => ({
      namespace,
      keys: Object.values(STORE_SECRET.keys).filter((key) =>
        store.some(
          (one) => one.namespace === namespace && Object.values(one.secretVariables).some((read) => read.key === key),
        ),
      ),
    }))
    .toSorted((a, b) => b.keys.length - a.keys.length);
}
