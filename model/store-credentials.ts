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
