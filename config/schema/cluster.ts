import { z } from 'zod';
import * as model from '../../model';
import { DEFAULT_KUBERNETES_VERSION } from '../defaults';
import { maintenance } from './maintenance';
import { cidr, judged, principals, publicCidr } from './primitives';

const zones = z
  .array(z.enum(model.ZONES))
  .refine((named) => new Set(named).size === named.length, 'must name a zone once');

/** What every pool of nodes says. */
export const poolFields = {
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
};

const nodePool = z.strictObject({
  ...poolFields,
  /** Availability zones of the nodes. @default - none named: the region chooses */
  zones: zones.default([]),
  /** Whether what AKS needs itself runs on it alone; workloads then need a pool of `userPools`. @default false */
  onlyCriticalAddons: z.boolean().default(false),
});

const userPool = z.strictObject({
  /** Name of the pool: 1 to 12 lower case letters and digits. */
  name: judged(model.poolNameProblem),
  ...poolFields,
  /** Availability zones of the nodes. @default - all of the region, where it has some by tables/availability-zones.json */
  zones: zones.optional(),
  /** Labels of its nodes. @default - none */
  labels: z.record(z.string().regex(/^[\w./-]{1,253}$/), z.string().regex(/^[\w.-]{0,63}$/)).default({}),
  /** What keeps pods off that do not tolerate it, `key=value:NoSchedule`. @default - none */
  taints: z.array(judged(model.taintProblem)).max(20).default([]),
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
   * Where the API server answers: the internet (`public`), or the network alone, by a private endpoint (`private-link`) or from a
   * subnet of its own (`vnet-integration`). To change it later makes the cluster anew. Of a private one, Helm and kubectl of a
   * deploy reach it from within: run it on a machine there, which preflight looks at before anything is made.
   *
   * @default 'public'
   */
  apiServer: z.enum(model.API_SERVERS).default('public'),
  /** Ranges of peered networks or a VPN from which a private API server is reached too. @default - none */
  reachableFrom: z.array(cidr('10.0.0.0/16')).max(50).default([]),
  /**
   * By what the nodes reach the internet. `nat-gateway` makes one, with an address, on their subnet, also where that exists;
   * `user-route` goes by `existing.routeTableId`, which is put on the subnet that is made, or by the route of one that exists.
   *
   * @default 'load-balancer'
   */
  egress: z.enum(model.EGRESSES).default('load-balancer'),
  /** When AKS may upgrade. @default - at any time */
  maintenance: maintenance.prefault({}),
  /** Whether Azure Policy judges what runs, by what is assigned in the subscription. @default false */
  azurePolicy: z.boolean().default(false),
  /**
   * Whether Microsoft Defender watches what runs, and writes to `existing.logAnalyticsWorkspaceId` or that of `monitoring`; the plan
   * of the subscription is another matter.
   *
   * @default false
   */
  defender: z.boolean().default(false),
  /** Whether Azure tells the cost by namespace and workload; not with `skuTier` Free. @default false */
  costAnalysis: z.boolean().default(false),
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
  /** The nodes of the pool that every cluster has. @default - each property by its own default */
  nodePool: nodePool.prefault({}),
  /** Further pools of nodes, for workloads, at most 20. @default - none */
  userPools: z.array(userPool).max(20).default([]),
});
