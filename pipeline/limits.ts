const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * How long each thing may take, in milliseconds. None of these was measured on a live subscription: they are what the
 * services' own documentation calls long, and some more.
 */
export const LIMITS = {
  /** A cluster takes about ten minutes, a load balancer about five to go. */
  terraform: 90 * MINUTE,
  /** Terraform saves its state after the first signal; it gets this long before it is killed. */
  terraformGrace: 15 * MINUTE,
  /** Another run may hold the lock of the state: its orphan after a kill, or a colleague. */
  terraformLock: '10m',
  terraformImport: 15 * MINUTE,
  /** What a killed run has asked for goes on in Azure: a cluster takes about ten minutes, a node pool's upgrade longer. */
  azureFinishes: 60 * MINUTE,
  /** AKS drains node after node, each for up to half an hour. */
  aksUpgrade: 6 * 60 * MINUTE,
  synth: 5 * MINUTE,
  /** A resource provider rolls out to every region. */
  providerRegistration: 20 * MINUTE,
  /** @see https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignment-changes-are-not-being-detected */
  rolePropagation: 10 * MINUTE,
  customResources: 5 * MINUTE,
  /** All platforms of one image. */
  imageImport: 20 * MINUTE,
  /** @see https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview a run ends after an hour by default */
  imageBuild: 70 * MINUTE,
  /** One workload, the pull of its image included. */
  rollout: 10 * MINUTE,
  /** An order of Let's Encrypt: records take minutes until every server of the zone tells them. */
  certificate: 15 * MINUTE,
  gatewayProgrammed: 15 * MINUTE,
  /** An object that is deleted: pods end, and the controller takes down in Azure what it made. */
  objectGone: 10 * MINUTE,
  /** A rule of the account's network. */
  networkRule: 5 * MINUTE,
  /** An answer through the gateway: routes take minutes to reach every proxy. */
  page: 5 * MINUTE,
  /** @see https://learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time and a new diagnostic setting begins late */
  logs: 30 * MINUTE,
  verifyJob: 5 * MINUTE,
  httpCall: 60 * SECOND,
  clusterCall: 5 * MINUTE,
} as const;
