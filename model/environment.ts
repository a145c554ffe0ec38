import type { Cidr } from './addresses';
import type { CertManagerImages } from './cert-manager';
import type { Existing } from './existing';
import type { MaintenanceWindow } from './maintenance';
import type { Monitoring } from './monitoring';
import type { Names } from './names';
import type { Registry } from './registry';
import type { StoreWorkload } from './store';
import type {
  ApiServer,
  AutomaticUpgradeChannel,
  CertificateIssuer,
  DeploymentSku,
  Egress,
  GatewayMode,
  KubeloginMethod,
  NetworkMode,
  NetworkPolicy,
  NodeOsUpgradeChannel,
  OpenAiAccess,
  OsSku,
  PrincipalType,
  SkuTier,
  State,
  Zone,
} from './vocabulary';
import type { ModelWorkload } from './workload';

/** One environment with nothing left open: what both artefacts are made from. */
export interface Environment {
  /** Name of the environment, of its stack and of its file. */
  readonly name: string;
  /** Subscription it is deployed to, a UUID. */
  readonly subscriptionId: string;
  /** Part of every derived name. */
  readonly project: string;
  /** Region by its short name. */
  readonly location: string;
  /** Tags of the user's own. */
  readonly tags: Readonly<Record<string, string>>;
  /** Names of its resources in Azure. */
  readonly names: Names;
  /** Where Terraform keeps its state. */
  readonly state: State;
  /** Whether what cannot be had again is neither destroyed nor replaced. */
  readonly protect: boolean;
  /** What is taken as it is. */
  readonly existing: Existing;
  /** The virtual network. */
  readonly network: Network;
  /** The AKS cluster. */
  readonly cluster: Cluster;
  /** The Azure OpenAI account. */
  readonly openAi: OpenAi;
  /** Application Gateway for Containers. */
  readonly gateway: Gateway;
  /** How it is watched. @default - it is not */
  readonly monitoring?: Monitoring;
  /** The registry that every image comes from. @default - each comes from where the environment names it */
  readonly registry?: Registry;
  /** The namespace of whatever names none of its own. */
  readonly namespace: string;
  /** The workloads of the AKS store demo but for ai-service; none where the environment does not run it. */
  readonly store: readonly StoreWorkload[];
  /** Every workload that calls a model, in the order in which the environment names them. */
  readonly workloads: readonly ModelWorkload[];
  /** What its artefacts are judged by, beside the rules that hold for all. */
  readonly policy: EnvironmentPolicy;
}

/** What an environment demands of its artefacts, and what it lives with. */
export interface EnvironmentPolicy {
  /** Findings that are meant. */
  readonly waivers: readonly Waiver[];
  /** Whether every image has to be named by its digest. */
  readonly imageDigests: boolean;
  /** Registries that images may come from; known public ones where there are none. */
  readonly imageRegistries: readonly string[];
}

/** A finding that an environment lives with, until a day. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** Address of the resource or object that the finding is on. */
  readonly on: string;
  /** Why it is meant. */
  readonly reason: string;
  /** The last day on which it holds, as an ISO date. */
  readonly until: string;
}

/** The virtual network and its subnets. */
export interface Network {
  /** Range of the whole network. */
  readonly virtualNetworkCidr: Cidr;
  /** Range of the nodes' subnet. */
  readonly aksSubnetCidr: Cidr;
  /** Range of the load balancer's subnet. */
  readonly albSubnetCidr: Cidr;
  /** Range of the private endpoint's subnet. @default - there is no private endpoint */
  readonly privateEndpointSubnetCidr?: Cidr;
  /** Range of the API server's subnet. @default - the API server is in none */
  readonly apiServerSubnetCidr?: Cidr;
}

/** The AKS cluster. */
export interface Cluster {
  /** Minor version, for example `1.36`. */
  readonly kubernetesVersion: string;
  /** Pricing tier of the control plane. */
  readonly skuTier: SkuTier;
  /** How pods get their addresses. */
  readonly networkMode: NetworkMode;
  /** What enforces the network policies. */
  readonly networkPolicy: NetworkPolicy;
  /** Range of the pods. @default - pods take addresses of the AKS subnet */
  readonly podCidr?: Cidr;
  /** Range of the Services, never routed. */
  readonly serviceCidr: Cidr;
  /** Address of the cluster's DNS in it. */
  readonly dnsServiceIp: string;
  /** Which Kubernetes versions AKS upgrades to by itself. */
  readonly automaticUpgradeChannel: AutomaticUpgradeChannel;
  /** How the nodes' operating system is kept up to date. */
  readonly nodeOsUpgradeChannel: NodeOsUpgradeChannel;
  /** Where the API server answers. */
  readonly apiServer: ApiServer;
  /** Ranges from which a private API server is reached beside the network's own. */
  readonly reachableFrom: readonly Cidr[];
  /** By what the nodes reach the internet. */
  readonly egress: Egress;
  /** When AKS may upgrade. */
  readonly maintenance: Maintenance;
  /** Whether Azure Policy judges what runs. */
  readonly azurePolicy: boolean;
  /** Whether Microsoft Defender watches what runs. */
  readonly defender: boolean;
  /** Whether Azure tells the cost by namespace and workload. */
  readonly costAnalysis: boolean;
  /** Public ranges that may reach the API server; every address where there are none. */
  readonly authorizedIpRanges: readonly string[];
  /** Who may administer it. */
  readonly admins: readonly Principal[];
  /** How Helm's login gets its token. */
  readonly kubelogin: KubeloginMethod;
  /** The pool that every cluster has, in which AKS runs what it needs itself. */
  readonly nodePool: SystemPool;
  /** Further pools, for workloads. */
  readonly userPools: readonly UserPool[];
}

/** When AKS may do what the upgrade channels ask of it. */
export interface Maintenance {
  /** For new versions of Kubernetes. @default - at any time */
  readonly kubernetes?: MaintenanceWindow;
  /** For new images of the nodes. @default - at any time */
  readonly nodeOs?: MaintenanceWindow;
}

/** The pool in which AKS runs what it needs itself. */
export interface SystemPool extends NodePool {
  /** Whether nothing else runs on it. */
  readonly onlyCriticalAddons: boolean;
}

/** A further pool of nodes. */
export interface UserPool extends NodePool {
  /** Name of the pool. */
  readonly name: string;
  /** Labels of its nodes. */
  readonly labels: Readonly<Record<string, string>>;
  /** What keeps pods off that do not tolerate it, `key=value:NoSchedule`. */
  readonly taints: readonly string[];
}

/** Nodes of one kind. */
export interface NodePool {
  /** For example `Standard_D4ds_v5`. */
  readonly vmSize: string;
  /** Operating system of the nodes. */
  readonly osSku: OsSku;
  /** Least nodes. */
  readonly minCount: number;
  /** Most nodes, beside those of an upgrade. */
  readonly maxCount: number;
  /** Pods a node may run. */
  readonly maxPods: number;
  /** Extra nodes of an upgrade: a count (`1`) or a share (`10%`). */
  readonly maxSurge: string;
  /** Availability zones of the nodes; the region chooses where none is named. */
  readonly zones: readonly Zone[];
}

/** Somebody in Microsoft Entra. */
export interface Principal {
  /** A UUID. */
  readonly objectId: string;
  /** What the object id is of. */
  readonly principalType: PrincipalType;
}

/** The Azure OpenAI account. */
export interface OpenAi {
  /** Which way leads to it. */
  readonly access: OpenAiAccess;
  /** The models it offers. */
  readonly deployments: readonly ModelDeployment[];
  /** Who may call the models beside the workloads. */
  readonly operators: readonly Principal[];
  /** Whether destroy also purges the account. */
  readonly purgeOnDestroy: boolean;
}

/** A model that is deployed under a name. */
export interface ModelDeployment {
  /** What a workload asks for. */
  readonly name: string;
  /** The model behind it. */
  readonly model: string;
  /** Version of the model. @default - the one that is the service's own default */
  readonly version?: string;
  /** Deployment type. */
  readonly sku: DeploymentSku;
  /** In the unit that `capacityUnit` tells: thousands of tokens a minute, requests a minute, or PTUs. */
  readonly capacity: number;
}

/** Application Gateway for Containers. */
export interface Gateway {
  /** Who makes the load balancer. */
  readonly mode: GatewayMode;
  /** Chart version of the ALB controller. */
  readonly controllerVersion: string;
  /** Name of the Gateway object. */
  readonly name: string;
  /** Name of the ApplicationLoadBalancer object; managed mode only. */
  readonly loadBalancerName: string;
  /** Host name of store-admin and of all that is published by a path. @default - the one Azure gives the frontend */
  readonly hostname?: string;
  /** Host name of store-front. @default - every other name that leads to the gateway */
  readonly storeFrontHostname?: string;
  /** Secret with the certificate of these names. @default - HTTP alone */
  readonly tlsSecretName?: string;
  /** Public ranges from which the pages may be opened; every address where there are none. */
  readonly allowedSourceRanges: readonly string[];
  /** Whether anybody on the internet may open a page. @default - nobody has said */
  readonly openToAnybody?: boolean;
  /** The certificate of the pages' names, which cert-manager gets and renews. @default - there is none, or the Secret above has it */
  readonly certificate?: Certificate;
  /** The login before pages. @default - no page asks who opens it */
  readonly login?: Login;
}

/** A certificate of a public authority for the pages' names. */
export interface Certificate {
  /** Whom the authority writes to before a certificate ends. */
  readonly email: string;
  /** Who signs it. */
  readonly issuer: CertificateIssuer;
  /** Chart version of cert-manager. */
  readonly certManagerVersion: string;
  /** Resource id of the public DNS zone that the names are in. */
  readonly dnsZoneId: string;
  /** Its images in the environment's registry, by digest. @default - there is none, or its lock does not say them: the chart's own */
  readonly images?: CertManagerImages;
}

/** A login by Microsoft Entra before pages. */
export interface Login {
  /** Client id of the application that people log in to, a UUID. */
  readonly clientId: string;
  /** Reference of the proxy's image. */
  readonly image: string;
  /** Whether staff of the store log in before store-admin. */
  readonly beforeStoreAdmin: boolean;
}
