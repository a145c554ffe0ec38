import type { RoleAssignmentMode } from '../model';

/**
 * What the Azure CLI answers, as far as it is read.
 *
 * @see https://learn.microsoft.com/rest/api/aiservices/accountmanagement/models/list
 * @see https://learn.microsoft.com/rest/api/compute/resource-skus/list
 * @see https://learn.microsoft.com/rest/api/aks/managed-clusters/list-kubernetes-versions
 */

/** A model that a region offers, of one kind of account: `az cognitiveservices model list`. */
export interface ModelOffer {
  /** Kind of the account, for example `OpenAI`. */
  readonly kind: string;
  readonly model: {
    /** Who makes it, for example `OpenAI`. */
    readonly format?: string;
    readonly name: string;
    readonly version: string;
    readonly isDefaultVersion?: boolean | null;
    readonly lifecycleStatus?: string | null;
    readonly deprecation?: { readonly inference?: string | null } | null;
    readonly skus?: readonly ModelSku[] | null;
  };
}

/** A deployment type that a model is offered as. */
export interface ModelSku {
  readonly name: string;
  /** The quota it draws on; it does not always spell the model as `name` does. */
  readonly usageName?: string | null;
  readonly deprecationDate?: string | null;
  readonly capacity?: {
    readonly minimum?: number | null;
    readonly maximum?: number | null;
    readonly step?: number | null;
  } | null;
}

/** A model deployment that exists: `az cognitiveservices account deployment list`. */
export interface ExistingDeployment {
  readonly name: string;
  readonly sku: { readonly name: string; readonly capacity: number };
  readonly properties: { readonly model: { readonly name: string; readonly version: string } };
}

/** A row of `az cognitiveservices usage list` and of `az vm list-usage`, which gives its numbers as text. */
export interface Usage {
  readonly name: { readonly value: string };
  readonly currentValue: number | string;
  readonly limit: number | string;
}

/** A quota of a region. */
export interface Quota {
  readonly name: string;
  readonly used: number;
  readonly limit: number;
}

/** What `az aks get-versions` answers. */
export interface KubernetesOffer {
  readonly values: readonly {
    /** A minor version. */
    readonly version: string;
    readonly isPreview?: boolean | null;
    readonly capabilities?: { readonly supportPlan?: readonly string[] | null } | null;
  }[];
}

/** A size of virtual machines: `az vm list-skus`. */
export interface VmSku {
  readonly name: string;
  /** The quota its processors draw on. */
  readonly family: string;
  readonly locationInfo?: readonly { readonly location: string; readonly zones?: readonly string[] | null }[] | null;
  readonly capabilities?: readonly { readonly name: string; readonly value: string }[] | null;
  /** Where this subscription may not have it. */
  readonly restrictions?: readonly {
    readonly type: string;
    readonly reasonCode?: string | null;
    readonly restrictionInfo?: { readonly zones?: readonly string[] | null } | null;
  }[];
}

/** A user-assigned identity: a row of `az identity list`. */
export interface ExistingIdentity {
  readonly name: string;
  readonly principalId: string;
}

/** A federated credential: a row of `az identity federated-credential list`. */
export interface ExistingCredential {
  readonly issuer: string;
  readonly subject: string;
}

/** A blob: `az storage blob show`. */
export interface ExistingBlob {
  readonly properties: { readonly lastModified: string; readonly lease?: { readonly status?: string | null } | null };
}

/** Nodes that exist: a row of `agentPoolProfiles` of `az aks show`. */
export interface ExistingPool {
  readonly vmSize: string;
  readonly count: number;
}

/** What is read of `az aks show`. */
export interface ManagedCluster {
  /** What was asked for: a minor version, or one with its patch. */
  readonly kubernetesVersion: string;
  /** What the control plane runs. */
  readonly currentKubernetesVersion?: string | null;
  /** `Succeeded` or `Updating` for example. */
  readonly provisioningState: string;
  /** `Running` or `Stopped`. */
  readonly powerState?: { readonly code?: string | null } | null;
  /** Who issues the tokens of its ServiceAccounts. */
  readonly oidcIssuerProfile?: { readonly issuerUrl?: string | null } | null;
  readonly autoUpgradeProfile?: { readonly upgradeChannel?: string | null } | null;
  readonly agentPoolProfiles: readonly NodePoolProfile[];
}

/** A node pool, as `az aks show` tells of it. */
export interface NodePoolProfile extends ExistingPool {
  readonly name: string;
  /** What was asked for. */
  readonly orchestratorVersion: string;
  /** What its nodes run. */
  readonly currentOrchestratorVersion?: string | null;
  readonly nodeImageVersion?: string | null;
  readonly provisioningState: string;
  readonly upgradeSettings?: { readonly maxSurge?: string | null } | null;
}

/** What is read of `az aks get-upgrades`. */
export interface UpgradeProfile {
  readonly controlPlaneProfile: {
    /** Nothing where there is none. */
    readonly upgrades?: readonly { readonly kubernetesVersion: string; readonly isPreview?: boolean | null }[] | null;
  };
}

/** What of a cluster decides whether workloads get identities on it. */
export interface ClusterFacts {
  /** Whether it issues tokens that Microsoft Entra can check. */
  readonly oidc?: boolean | null;
  /** Address of its token issuer. */
  readonly issuer?: string | null;
  /** Whether its pods are handed those tokens. */
  readonly workloadIdentity?: boolean | null;
  /** Whether people log in by Microsoft Entra. */
  readonly entra?: boolean | null;
  readonly localAccountsOff?: boolean | null;
  readonly nodeResourceGroup?: string | null;
  /** What enforces its network policies. */
  readonly networkPolicy?: string | null;
  /** Id of the Log Analytics workspace that its agents send to; none where they are off. */
  readonly logsTo?: string | null;
  /** Whether its agents collect metrics for managed Prometheus. */
  readonly collectsMetrics?: boolean | null;
  /** Object id of the identity by which its nodes fetch images. */
  readonly kubelet?: string | null;
}

/** What Azure calls what roles on a registry speak of. */
export const PERMISSION_MODES: Readonly<Record<RoleAssignmentMode, string>> = {
  rbac: 'LegacyRegistryPermissions',
  'rbac-abac': 'AbacRepositoryPermissions',
};

/** What of a registry decides who may pull from it. */
export interface RegistryFacts {
  /** Its host name. */
  readonly loginServer: string;
  /** One of {@link PERMISSION_MODES}. */
  readonly roleAssignmentMode?: string | null;
  readonly adminUserEnabled?: boolean | null;
  readonly anonymousPullEnabled?: boolean | null;
}

/** An image in a registry: a row of `az acr manifest list-metadata`. */
export interface Manifest {
  readonly digest: string;
  readonly tags?: readonly string[] | null;
}

/** A resource as `az resource show` prints it, as far as it is judged. */
export interface ResourceFacts {
  readonly id: string;
  readonly properties?: {
    /** Of a subnet. */
    readonly delegations?: readonly { readonly properties?: { readonly serviceName?: string } }[] | null;
    readonly serviceEndpoints?: readonly { readonly service: string }[] | null;
    /** Of an account. */
    readonly endpoint?: string;
    readonly customSubDomainName?: string;
    readonly disableLocalAuth?: boolean | null;
    readonly publicNetworkAccess?: string;
    readonly networkAcls?: { readonly defaultAction?: string } | null;
  };
}

/** A quota as numbers. */
export function toQuota({ name, currentValue, limit }: Usage): Quota {
  return { name: name.value, used: Number(currentValue), limit: Number(limit) };
}

/** The short name of a region: `East US 2` is `eastus2`. */
export function regionOf(displayName: string): string {
  return displayName.toLowerCase().replaceAll(' ', '');
}
