import type { NetworkMode, NetworkPolicy } from './vocabulary';

/**
 * The defaults that the schema of an environment and the constructs share, so that one cannot drift from the other.
 * The address plan is the one of the documents this project implements.
 */
export const VIRTUAL_NETWORK_CIDR = '10.21.0.0/16';
export const AKS_SUBNET_CIDR = '10.21.0.0/24';
export const ALB_SUBNET_CIDR = '10.21.1.0/24';
export const PRIVATE_ENDPOINT_SUBNET_CIDR = '10.21.2.0/27';
export const API_SERVER_SUBNET_CIDR = '10.21.3.0/28';

/** AKS's own defaults. */
export const POD_CIDR = '10.244.0.0/16';
export const SERVICE_CIDR = '10.0.0.0/16';
export const DNS_SERVICE_IP = '10.0.0.10';

/** Cilium under overlay; in the nodes' subnet azurerm 4.55 does not accept it, and Azure's own engine is retiring. */
export const NETWORK_POLICY: Readonly<Record<NetworkMode, NetworkPolicy>> = {
  overlay: 'cilium',
  'node-subnet': 'calico',
};

/** Pods a node may run: AKS's own default in the nodes' subnet, where each costs an address. */
export const MAX_PODS: Readonly<Record<NetworkMode, number>> = { overlay: 110, 'node-subnet': 30 };

export const SKU_TIER = 'Standard';
export const NETWORK_MODE = 'overlay';
export const AUTOMATIC_UPGRADE_CHANNEL = 'patch';
export const NODE_OS_UPGRADE_CHANNEL = 'NodeImage';

/** The nodes of the one pool. */
export const NODE_POOL = { osSku: 'Ubuntu', minCount: 2, maxCount: 5, maxSurge: '10%' } as const;

/**
 * The bounds of the workload identity webhook, in seconds.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
export const TOKEN_EXPIRATION = { min: 3600, max: 86_400, default: 3600 } as const;
