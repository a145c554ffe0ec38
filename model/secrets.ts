import type { Environment } from './environment';
import { LOGIN, loginPagesOf } from './login';
import { STORE_SECRET, storeSecretsOf } from './store-credentials';
import { STORE } from './vocabulary';

/** A Secret whose values are made in the cluster, at random, and stand in no artefact. */
export interface ClusterSecret {
  /** Its name. */
  readonly name: string;
  /** The application it belongs to, as a label. */
  readonly partOf: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The keys that pods read there; the values of a key are the same in all namespaces. */
  readonly keys: readonly string[];
}

/** The Secrets that an environment's pods read. */
export function clusterSecretsOf(environment: Environment): ClusterSecret[] {
  const { secretName, secretKey } = LOGIN;
  return [
    ...storeSecretsOf(environment.store).map(({ namespace, keys }) => ({
      name: STORE_SECRET.name,
      partOf: STORE,
      namespace,
      keys,
    })),
    ...(loginPagesOf(environment).length === 0
      ? []
      : [{ name: secretName, partOf: secretName, namespace: environment.namespace, keys: [secretKey] }]),
  ];
}
