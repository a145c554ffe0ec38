import { z } from 'zod';
import * as model from '../../model';
import { DEFAULT_KUBERNETES_VERSION } from '../defaults';
import { cidr, judged, principals, publicCidr } from './primitives';

const nodePool = z.strictObject({
  /** Size of their machines, as `az vm list-sizes` prints it. @default 'Standard_D4ds_v5' */
  vmSize: judged(model.vmSizeProblem).default('Standard_D4ds_v5'),
  /** Their operating system. @default 'Ubuntu' */
  osSku: z.enum(model.OS_SKUS).default(model.NODE_POOL.osSku),
  /** Least nodes, 1 to 1000. @default 2 */
  minCount: z.int().min(model.POOL_NODES.min).max(model.POOL_NODES.max).default(model.NODE_POOL.minCount),
  /** Most nodes, 1 to 1000. @default 5 */
  maxCount: z.int().min(model.POOL_NODES.min).max(model.POOL_NODES.max).default(model.NODE_POOL.maxCount),
  /** Pods a node may run, 10 to 250. @default - 110 under overlay, 30 in the nodes' subnet */
  maxPods: z.int().min(model.NODE_PODS.min).max(model.NODE_PODS.max).optional(),
  /** Extra nodes of an upgrade: a count, or a share from 1% to 100%. @default '10%' */
  maxSurge: judged(model.maxSurgeProblem).default(model.NODE_POOL.maxSurge),
  /** Availability zones of the nodes. @default - none named: the region chooses */
  zones: z
    .array(z.enum(model.ZONES))
    .refine((zones) => new Set(zones).size === zones.length, 'must name a zone once')
    .default([]),
});

/** The AKS cluster. */
export const cluster = z.strictObject({
  /** Minor version. @default '1.36' */
  kubernetesVersion: judged(model.minorVersionProblem).default(DEFAULT_KUBERNETES_VERSION),
  /** Pricing tier of the control plane, which decides on its service level. @default 'Standard' */
  skuTier: z.enum(model.SKU_TIERS).default(model.SKU_TIER),
  /** Whether pods take addresses of a range of their own, or of the nodes' subnet. @default 'overlay' */
  networkMode: z.enum(model.NETWORK_MODES).default(model.NETWORK_MODE),
  /** What enforces the network policies. @default - cilium under overlay, calico in the nodes' subnet */
  networkPolicy: z.enum(model.NETWORK_POLICIES).optional(),
  /** Range of the pods; overlay only. @default '10.244.0.0/16' */
  podCidr: cidr(model.POD_CIDR).optional(),
  /** Range of the Services, never routed. @default '10.0.0.0/16' */
  serviceCidr: cidr(model.SERVICE_CIDR).default(model.SERVICE_CIDR),
  /** Address of the cluster's DNS in it. @default '10.0.0.10' */
  dnsServiceIp: z.ipv4('must be an IPv4 address').default(model.DNS_SERVICE_IP),
  /** Which Kubernetes versions AKS upgrades to by itself. @default 'patch' */
  automaticUpgradeChannel: z.enum(model.AUTOMATIC_UPGRADE_CHANNELS).default(model.AUTOMATIC_UPGRADE_CHANNEL),
  /** How the nodes' operating system is kept up to date. @default 'NodeImage' */
  nodeOsUpgradeChannel: z.enum(model.NODE_OS_UPGRADE_CHANNELS).default(model.NODE_OS_UPGRADE_CHANNEL),
  /**
   * Public ranges that may reach the API server; each login is by Microsoft Entra all the same. At most 200.
   *
   * @default - every address
   */
  authorizedIpRanges: z.array(publicCidr).max(model.MOST_AUTHORIZED_RANGES).default([]),
  /**
   * Who may administer the cluster, and so who may deploy: Helm installs the ALB controller as one of them. At most 50.
   *
   * @default - nobody by this environment: whoever deploys brings the role from elsewhere
   */
  admins: principals.default([]),
  /** How Helm's login gets its token (kubelogin --login). @default 'azurecli' */
  kubelogin: z.enum(model.KUBELOGIN_METHODS).default('azurecli'),
  /** The nodes. @default - each property by its own default */
  nodePool: nodePool.prefault({}),
});
