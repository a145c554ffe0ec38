import {
  toQuota,
  type ClusterFacts,
  type ExistingBlob,
  type ExistingCredential,
  type ExistingDeployment,
  type ExistingIdentity,
  type ExistingPool,
  type KubernetesOffer,
  type ManagedCluster,
  type Manifest,
  type ModelOffer,
  type Quota,
  type RegistryFacts,
  type ResourceFacts,
  type UpgradeProfile,
  type Usage,
  type VmSku,
} from './azure-answers';
import { LIMITS } from './limits';
import {
  CommandFailedError,
  PipelineError,
  RETRY_TRANSIENT,
  type RetryPolicy,
  type Runner,
  type RunOptions,
} from './run';

/** Arguments of a command by name, without the two hyphens. `true` is a flag without a value; what is undefined is left out. */
export type AzArguments = Readonly<Record<string, string | true | undefined>>;

/** Who is logged in to the Azure CLI, and where. */
export interface Account {
  /** The id of the subscription that the Azure CLI is set to. */
  readonly id: string;
  readonly tenantId: string;
  readonly user: { readonly name: string; readonly type: string };
}

/** A user or service principal, as role assignments name it. */
export interface Principal {
  /** Object id in Microsoft Entra. */
  readonly objectId: string;
  readonly principalType: 'User' | 'ServicePrincipal';
}

/** An account of Azure OpenAI. */
export interface OpenAiAccount {
  readonly name: string;
  readonly id: string;
  readonly resourceGroup?: string;
}

/** Where a deleted account was. */
export interface DeletedAccount {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
}

/** A role of a principal on a scope. */
export interface RoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly condition?: string | null;
}

/** What is brought into a registry. */
export interface ImageImport {
  readonly registry: string;
  /** Reference with its host, by tag or digest. */
  readonly source: string;
  readonly repository: string;
  /** @default - it is found by its digest alone */
  readonly tag?: string | undefined;
}

/** What a registry builds. */
export interface RegistryBuild {
  readonly registry: string;
  /** Repository and tag. */
  readonly image: string;
  /** The Dockerfile, relative to the folder. */
  readonly dockerfile: string;
  /** The folder, relative to the project's. */
  readonly context: string;
  /** @default - machines that all registries share */
  readonly agentPool?: string | undefined;
}

/** Another resource, as one names it. */
export interface AzureRef {
  readonly id?: string;
}

/** A resource, or a resource group, with what of its properties is read here. */
export interface AzureResource {
  readonly id: string;
  readonly tags?: Readonly<Record<string, string>> | null;
  readonly properties?: {
    readonly provisioningState?: string;
    /** Of a managed identity. */
    readonly principalId?: string;
    /** Of a cluster. */
    readonly nodeResourceGroup?: string;
    readonly identityProfile?: { readonly kubeletidentity?: { readonly objectId?: string } } | null;
    /** Of a subnet. */
    readonly networkSecurityGroup?: AzureRef | null;
    readonly natGateway?: AzureRef | null;
    readonly routeTable?: AzureRef | null;
    /** Of a NAT gateway. */
    readonly publicIpAddresses?: readonly AzureRef[] | null;
    /** Of a node pool, which has them here. */
    readonly tags?: Readonly<Record<string, string>> | null;
    /** Of a record of a DNS zone: its tags by another name. */
    readonly metadata?: Readonly<Record<string, string>> | null;
  } | null;
}

/** A role that is not one of Azure's own. */
export interface CustomRole {
  readonly id: string;
  /** A UUID. */
  readonly name: string;
  readonly roleName: string;
}

/** An application of Microsoft Entra that people log in to. */
export interface Application {
  /** Its client id. */
  readonly appId: string;
  readonly displayName: string;
  /** Where people may be sent back to. */
  readonly web?: { readonly redirectUris?: readonly string[] } | null;
}

/** Whom an application trusts in place of a secret. */
export interface ApplicationCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
}

/** How Azure Resource Manager says that something is not there, or that what it would be below is not. */
const NOT_THERE =
  /ResourceNotFound|ResourceGroupNotFound|\((?!Subscription)\w*NotFound\)|ErrorCode:\w*NotFound|could not be found/;

/** @see https://learn.microsoft.com/cli/azure/aks#az-aks-show */
const CLUSTER_FACTS =
  '{oidc:oidcIssuerProfile.enabled,issuer:oidcIssuerProfile.issuerUrl,workloadIdentity:securityProfile.workloadIdentity.enabled,entra:aadProfile.managed,localAccountsOff:disableLocalAccounts,nodeResourceGroup:nodeResourceGroup,networkPolicy:networkProfile.networkPolicy,logsTo:addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID,collectsMetrics:azureMonitorProfile.metrics.enabled,kubelet:identityProfile.kubeletidentity.objectId}';

/** @see https://learn.microsoft.com/cli/azure/acr#az-acr-show */
const REGISTRY_FACTS =
  '{loginServer:loginServer,roleAssignmentMode:roleAssignmentMode,adminUserEnabled:adminUserEnabled,anonymousPullEnabled:anonymousPullEnabled}';

/**
 * Lets the Azure CLI fetch the extension that a command is part of, which it else asks about.
 *
 * @see https://learn.microsoft.com/cli/azure/azure-cli-extensions-overview
 */
const EXTENSIONS = { AZURE_EXTENSION_USE_DYNAMIC_INSTALL: 'yes_without_prompt' };

/** A role that has just been granted takes minutes until Grafana knows of it. */
const UNTIL_ROLES_HOLD: RetryPolicy = {
  attempts: 10,
  delayMs: 30_000,
  maxDelayMs: 60_000,
  retryable: (output) =>
    RETRY_TRANSIENT.retryable(output) || /NoRoleAssigned|\b40[13]\b|Unauthorized|Forbidden/.test(output),
};

/** What to do where a registry does not answer of what it holds, which a closed one does from within alone. */
const INSIDE_THE_NETWORK =
  'log in as somebody who may read its repositories; a registry with a private endpoint answers in its network alone, so run it there';

/** Longest recovery or purge of an account, in milliseconds. */
const ACCOUNT_CHANGE = 600_000;

/** @see https://learn.microsoft.com/rest/api/aiservices/accountmanagement/check-domain-availability */
const DOMAIN_API_VERSION = '2024-10-01';

/**
 * The Azure CLI, for one subscription. Every command names the subscription, whatever the CLI is set to; throttling and
 * conflicts are waited out.
 */
export class AzureCli {
  public constructor(
    private readonly runner: Runner,
    private readonly subscription: string,
  ) {}

  /** The same for what lies in another subscription. */
  public in(subscription: string): AzureCli {
    return subscription === this.subscription ? this : new AzureCli(this.runner, subscription);
  }

  /**
   * Who is logged in.
   *
   * @throws {PipelineError} if nobody is
   */
  public async account(): Promise<Account> {
    try {
      return await this.json(['account', 'show']);
    } catch (error) {
      if (!(error instanceof CommandFailedError)) throw error;
      throw new PipelineError(`nobody is logged in to the Azure CLI: ${error.stderrTail}`, 'az login');
    }
  }

  /** Whoever is logged in, as role assignments name them. */
  public async signedIn({ user }: Account): Promise<Principal> {
    const isUser = user.type === 'user';
    const { id } = await this.json<{ id: string }>(
      isUser ? ['ad', 'signed-in-user', 'show'] : ['ad', 'sp', 'show', '--id', user.name],
    );
    return { objectId: id, principalType: isUser ? 'User' : 'ServicePrincipal' };
  }

  /**
   * A token of whoever is logged in. It is masked from here on.
   *
   * @param scope for example `https://cognitiveservices.azure.com/.default`
   * @throws {PipelineError} if there is none to be had
   */
  public async accessToken(scope: string, tenantId: string): Promise<string> {
    try {
      const args = ['account', 'get-access-token', '--scope', scope, '--tenant', tenantId];
      const { accessToken } = await this.json<{ accessToken: string }>(args);
      this.runner.masker.register(accessToken);
      return accessToken;
    } catch (error) {
      if (!(error instanceof CommandFailedError)) throw error;
      throw new PipelineError(`no token for ${scope}: ${error.stderrTail}`, `az login --tenant ${tenantId}`);
    }
  }

  /** Those of the resource providers that the subscription has not registered. */
  public async unregistered(namespaces: readonly string[]): Promise<string[]> {
    const registered = await this.ask<string[]>('provider list', {
      query: "[?registrationState=='Registered'].namespace",
    });
    const known = new Set(registered.map((namespace) => namespace.toLowerCase()));
    return namespaces.filter((namespace) => !known.has(namespace.toLowerCase()));
  }

  /** Those of the resource providers whose registration has not come to its end. */
  public async registering(namespaces: readonly string[]): Promise<string[]> {
    const open = await this.ask<string[]>('provider list', {
      query: "[?registrationState!='Registered'].namespace",
    });
    const known = new Set(open.map((namespace) => namespace.toLowerCase()));
    return namespaces.filter((namespace) => known.has(namespace.toLowerCase()));
  }

  /** Names of the roles that an assignee has on the subscription, its groups' roles included. */
  public rolesOf(assignee: string): Promise<string[]> {
    return this.ask('role assignment list', {
      assignee,
      scope: `/subscriptions/${this.subscription}`,
      'include-inherited': true,
      'include-groups': true,
      query: '[].roleDefinitionName',
    });
  }

  /** Who has a role on exactly this scope. */
  public roleAssignments(role: string, scope: string): Promise<RoleAssignment[]> {
    return this.ask('role assignment list', { scope, role });
  }

  /** The roles of this name that are not Azure's own. */
  public customRoles(name: string, scope: string): Promise<CustomRole[]> {
    return this.ask('role definition list', { name, scope, 'custom-role-only': 'true' });
  }

  /** A resource or a resource group by its id; `undefined` if it does not exist. */
  public async resource(id: string): Promise<AzureResource | undefined> {
    const [, group] = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)$/i.exec(id) ?? [];
    const found = await (group === undefined
      ? this.ifThere<AzureResource | null>('resource show', { ids: id })
      : this.ifThere<AzureResource | null>('group show', { name: group }));
    return found ?? undefined;
  }

  /** What is judged of a resource, or of a resource group, by its id; `undefined` if it does not exist. */
  public facts(id: string): Promise<ResourceFacts | undefined> {
    return this.resource(id) as Promise<ResourceFacts | undefined>;
  }

  /** What is judged of a cluster; `undefined` if it does not exist. */
  public clusterFacts(name: string, resourceGroup: string): Promise<ClusterFacts | undefined> {
    return this.ifThere('aks show', { name, 'resource-group': resourceGroup, query: CLUSTER_FACTS });
  }

  /** What AKS does with a cluster and its node pools, `Succeeded` or `Updating` for example; `undefined` if it does not exist. */
  public clusterStates(name: string, resourceGroup: string): Promise<string[] | undefined> {
    const query = '[provisioningState, agentPoolProfiles[].provisioningState][]';
    return this.ifThere('aks show', { name, 'resource-group': resourceGroup, query });
  }

  /** A cluster with its node pools; `undefined` if it does not exist. */
  public cluster(name: string, resourceGroup: string): Promise<ManagedCluster | undefined> {
    return this.ifThere('aks show', { name, 'resource-group': resourceGroup });
  }

  /** What AKS offers to upgrade a cluster to. */
  public kubernetesUpgrades(name: string, resourceGroup: string): Promise<UpgradeProfile> {
    return this.ask('aks get-upgrades', { name, 'resource-group': resourceGroup });
  }

  /**
   * Asks AKS to upgrade a control plane, and does not wait for it.
   *
   * @param minor a minor version, of which AKS takes the newest patch
   */
  public upgradeControlPlane(name: string, resourceGroup: string, minor: string): Promise<void> {
    return this.change('aks upgrade', {
      name,
      'resource-group': resourceGroup,
      'kubernetes-version': minor,
      'control-plane-only': true,
      'no-wait': true,
      yes: true,
    });
  }

  /**
   * Asks AKS to upgrade a node pool, and does not wait for it.
   *
   * @param minor the minor version of the control plane
   */
  public upgradeNodePool(name: string, cluster: string, resourceGroup: string, minor: string): Promise<void> {
    return this.change('aks nodepool upgrade', {
      name,
      'cluster-name': cluster,
      'resource-group': resourceGroup,
      'kubernetes-version': minor,
      'no-wait': true,
      yes: true,
    });
  }

  /** The models that a region offers, to every kind of account. */
  public modelOffers(location: string): Promise<ModelOffer[]> {
    return this.ask('cognitiveservices model list', { location });
  }

  /** The Kubernetes versions that AKS offers in a region. */
  public kubernetesVersions(location: string): Promise<KubernetesOffer> {
    return this.ask('aks get-versions', { location });
  }

  /** Every size of a region's virtual machines, those too that the subscription may not have. */
  public vmSkus(location: string): Promise<VmSku[]> {
    return this.ask('vm list-skus', { location, 'resource-type': 'virtualMachines', all: true });
  }

  /** Display names of the regions that offer a type of resource, for example `Microsoft.ContainerService/managedClusters`. */
  public async locationsOf(type: string): Promise<string[] | undefined> {
    const [namespace, name] = type.split('/');
    const query = `resourceTypes[?resourceType=='${name}'].locations | [0]`;
    return (await this.ask<string[] | null>('provider show', { namespace, query })) ?? undefined;
  }

  /** The quotas of a region's models, for example `OpenAI.GlobalStandard.gpt-5.4-mini` in thousand tokens a minute. */
  public modelQuotas(location: string): Promise<Quota[]> {
    return this.quotas('cognitiveservices usage list', location);
  }

  /** The quotas of a region's virtual machines, for example `cores`. */
  public machineQuotas(location: string): Promise<Quota[]> {
    return this.quotas('vm list-usage', location);
  }

  /** The accounts of the subscription. */
  public openAiAccounts(): Promise<OpenAiAccount[]> {
    return this.ask('cognitiveservices account list');
  }

  /** The account of this name that is deleted and not purged; `undefined` where there is none. */
  public async deletedOpenAiAccount(name: string): Promise<Partial<DeletedAccount> | undefined> {
    const deleted = await this.ask<OpenAiAccount[]>('cognitiveservices account list-deleted');
    const found = deleted.find((account) => account.name.toLowerCase() === name.toLowerCase());
    if (found === undefined) return undefined;
    const [, resourceGroup] = /\/resourceGroups\/([^/]+)\//i.exec(found.id) ?? [];
    const [, location] = /\/locations\/([^/]+)\//i.exec(found.id) ?? [];
    return { name, resourceGroup, location };
  }

  /** Brings a deleted account back into its resource group, which has to be there. */
  public async recoverOpenAiAccount(account: DeletedAccount): Promise<void> {
    await this.change('cognitiveservices account recover', placeOf(account), { timeoutMs: ACCOUNT_CHANGE });
  }

  /** Deletes a deleted account for good, which frees its name. */
  public async purgeOpenAiAccount(account: DeletedAccount): Promise<void> {
    await this.change('cognitiveservices account purge', placeOf(account), { timeoutMs: ACCOUNT_CHANGE });
  }

  /** Whether an account may have this subdomain, and if not, why. */
  public subdomainAvailability(name: string): Promise<{ readonly isSubdomainAvailable: boolean; reason?: string }> {
    const url = `https://management.azure.com/subscriptions/${this.subscription}/providers/Microsoft.CognitiveServices/checkDomainAvailability?api-version=${DOMAIN_API_VERSION}`;
    const body = JSON.stringify({ subdomainName: name, type: 'Microsoft.CognitiveServices/accounts' });
    return this.json(['rest', '--method', 'post', '--url', url, '--body', body]);
  }

  /** The model deployments of an account; `undefined` if it does not exist. */
  public modelDeployments(account: string, resourceGroup: string): Promise<ExistingDeployment[] | undefined> {
    return this.ifThere('cognitiveservices account deployment list', {
      name: account,
      'resource-group': resourceGroup,
    });
  }

  /** The nodes of a cluster; `undefined` if it does not exist. */
  public nodePools(cluster: string, resourceGroup: string): Promise<ExistingPool[] | undefined> {
    return this.ifThere('aks nodepool list', { 'cluster-name': cluster, 'resource-group': resourceGroup });
  }

  /** The user-assigned identities of a resource group; `undefined` if it does not exist. */
  public identities(resourceGroup: string): Promise<ExistingIdentity[] | undefined> {
    return this.ifThere('identity list', { 'resource-group': resourceGroup });
  }

  /** The federated credentials of an identity; `undefined` if it does not exist. */
  public federatedCredentials(identity: string, resourceGroup: string): Promise<ExistingCredential[] | undefined> {
    return this.ifThere('identity federated-credential list', {
      'identity-name': identity,
      'resource-group': resourceGroup,
    });
  }

  /** Names of the roles that an object id has, wherever in the subscription. */
  public rolesAnywhere(objectId: string): Promise<string[]> {
    return this.ask('role assignment list', { assignee: objectId, all: true, query: '[].roleDefinitionName' });
  }

  /** A blob, by the login of whoever is logged in; `undefined` if it does not exist. */
  public blob(account: string, container: string, name: string): Promise<ExistingBlob | undefined> {
    return this.ifThere('storage blob show', {
      'account-name': account,
      'container-name': container,
      name,
      'auth-mode': 'login',
    });
  }

  /** Whether a cluster runs, `Running` or `Stopped`; `undefined` if it does not exist. */
  public clusterPowerState(name: string, resourceGroup: string): Promise<string | undefined> {
    return this.ifThere('aks show', { name, 'resource-group': resourceGroup, query: 'powerState.code' });
  }

  /**
   * Lets AKS bring a cluster to what it says of it already, which makes one well whose last operation has failed. It is waited for.
   *
   * @see https://learn.microsoft.com/cli/azure/aks#az-aks-update
   */
  public async reconcileCluster(name: string, resourceGroup: string): Promise<void> {
    await this.change(
      'aks update',
      // Without an option it asks whether that is meant, and fails where nobody answers.
      { name, 'resource-group': resourceGroup, yes: true },
      {
        timeoutMs: LIMITS.azureFinishes,
        next: `fix what AKS names and run the same command again; what it says of the cluster: az aks show --subscription ${this.subscription} --resource-group ${resourceGroup} --name ${name} --query status`,
      },
    );
  }

  /** The id by which a Log Analytics workspace is asked, a UUID. */
  public async workspaceOf(id: string): Promise<string> {
    const { customerId } = await this.ask<{ customerId: string }>('resource show', { ids: id, query: 'properties' });
    return customerId;
  }

  /** What a query finds in a Log Analytics workspace, of the last hour. */
  public logs<Row>(workspace: string, query: string): Promise<Row[]> {
    return this.json(
      this.words('monitor log-analytics query', { workspace, 'analytics-query': query, timespan: 'PT1H' }),
      { env: EXTENSIONS },
    );
  }

  /** Puts a dashboard into a Grafana, or in the place of one of the same id. */
  public async writeDashboard(grafana: string, resourceGroup: string, file: string): Promise<void> {
    await this.change(
      'grafana dashboard create',
      { name: grafana, 'resource-group': resourceGroup, definition: `@${file}`, overwrite: 'true' },
      { env: EXTENSIONS, retry: UNTIL_ROLES_HOLD },
    );
  }

  /** Names of the roles that an object id has on a scope, its groups' and those of what is above included. */
  public rolesOn(objectId: string, scope: string): Promise<string[]> {
    return this.ask('role assignment list', {
      assignee: objectId,
      scope,
      'include-inherited': true,
      'include-groups': true,
      query: '[].roleDefinitionName',
    });
  }

  /** What is judged of a registry; `undefined` if it does not exist. */
  public registry(name: string, resourceGroup: string): Promise<RegistryFacts | undefined> {
    return this.ifThere('acr show', { name, 'resource-group': resourceGroup, query: REGISTRY_FACTS });
  }

  /** Whether a registry may have this name, and if not, why. */
  public registryNameAvailability(
    name: string,
  ): Promise<{ readonly nameAvailable: boolean; readonly message?: string | null }> {
    return this.ask('acr check-name', { name });
  }

  /** Names of the repositories of a registry; `undefined` if it does not exist. */
  public repositories(registry: string): Promise<string[] | undefined> {
    return this.ifThere('acr repository list', { name: registry }, { next: INSIDE_THE_NETWORK });
  }

  /** The manifests of a repository, which has to be there. */
  public manifests(registry: string, repository: string): Promise<Manifest[]> {
    return this.ask('acr manifest list-metadata', { registry, name: repository }, { next: INSIDE_THE_NETWORK });
  }

  /** The digest of an image of a registry, by its repository and tag. */
  public imageDigest(registry: string, image: string): Promise<string> {
    return this.ask('acr repository show', { name: registry, image, query: 'digest' }, { next: INSIDE_THE_NETWORK });
  }

  /** Brings an image from elsewhere into a registry, all its platforms. A tag that is there is moved to it. */
  public importImage({ registry, source, repository, tag }: ImageImport): Promise<void> {
    return this.change(
      'acr import',
      {
        name: registry,
        source,
        ...(tag === undefined ? { repository } : { image: `${repository}:${tag}`, force: true }),
      },
      { timeoutMs: LIMITS.imageImport },
    );
  }

  /** Lets a registry build an image from a folder of this machine, and waits for it. */
  public async buildImage({ registry, image, dockerfile, context, agentPool }: RegistryBuild): Promise<void> {
    await this.runner.run(
      'az',
      [
        ...this.words('acr build', { registry, image, file: dockerfile, 'agent-pool': agentPool }),
        context,
        '--output',
        'none',
      ],
      {
        retry: RETRY_TRANSIENT,
        timeoutMs: LIMITS.imageBuild,
        stream: true,
        next: `see what the build said: az acr task list-runs --registry ${registry} --output table, and az acr task logs --registry ${registry} --run-id <its id>`,
      },
    );
  }

  /** The address of a cluster's token issuer. */
  public oidcIssuerUrl(name: string, resourceGroup: string): Promise<string> {
    return this.ask('aks show', { query: 'oidcIssuerProfile.issuerUrl', name, 'resource-group': resourceGroup });
  }

  /** An application of Microsoft Entra by its client id. */
  public application(clientId: string): Promise<Application> {
    return this.json(['ad', 'app', 'show', '--id', clientId]);
  }

  /** The applications of exactly this name. */
  public async applicationsNamed(displayName: string): Promise<Application[]> {
    const found = await this.json<Application[]>(['ad', 'app', 'list', '--display-name', displayName]);
    return found.filter((application) => application.displayName === displayName);
  }

  /** Whom an application trusts. */
  public applicationCredentials(clientId: string): Promise<ApplicationCredential[]> {
    return this.json(['ad', 'app', 'federated-credential', 'list', '--id', clientId]);
  }

  /** Makes an application that the people of this tenant log in to, and the part of it that lets them in. */
  public async createApplication(displayName: string): Promise<Application> {
    const audience = ['--sign-in-audience', 'AzureADMyOrg'];
    const made = await this.json<Application>(['ad', 'app', 'create', '--display-name', displayName, ...audience]);
    await this.json(['ad', 'sp', 'create', '--id', made.appId]);
    return made;
  }

  /** Writes a kubeconfig for a cluster, without a credential. */
  public async writeKubeconfig(name: string, resourceGroup: string, file: string): Promise<void> {
    await this.change(
      'aks get-credentials',
      { name, 'resource-group': resourceGroup, file, 'overwrite-existing': true },
      { next: 'see that the cluster exists; the role "Azure Kubernetes Service Cluster User Role" on it is needed' },
    );
  }

  /** Ids of what a resource group holds; `undefined` if the group does not exist. */
  public async resourceIds(resourceGroup: string): Promise<string[] | undefined> {
    if (!(await this.ask<boolean>('group exists', { name: resourceGroup }))) return undefined;
    return this.ask('resource list', { 'resource-group': resourceGroup, query: '[].id' });
  }

  /** Names of the load balancers of Application Gateway for Containers in a resource group. */
  public loadBalancers(resourceGroup: string): Promise<string[]> {
    return this.ask('resource list', {
      'resource-group': resourceGroup,
      'resource-type': 'Microsoft.ServiceNetworking/trafficControllers',
      query: '[].name',
    });
  }

  /** Runs a command of the subscription for its answer. */
  public ask<T>(command: string, args: AzArguments = {}, options: RunOptions = {}): Promise<T> {
    return this.json(this.words(command, args), options);
  }

  /** Runs a command of the subscription for its effect. */
  public async change(command: string, args: AzArguments, options: RunOptions = {}): Promise<void> {
    await this.runner.run('az', [...this.words(command, args), '--output', 'none'], {
      retry: RETRY_TRANSIENT,
      ...options,
    });
  }

  private json<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
    return this.runner.json<T>('az', [...args, '--output', 'json'], { retry: RETRY_TRANSIENT, ...options });
  }

  private words(command: string, args: AzArguments): string[] {
    const named: AzArguments = { ...args, subscription: this.subscription };
    return [
      ...command.split(' '),
      ...Object.entries(named).flatMap(([name, value]) => {
        if (value === undefined) return [];
        return value === true ? [`--${name}`] : [`--${name}`, value];
      }),
    ];
  }

  private async quotas(command: string, location: string): Promise<Quota[]> {
    return (await this.ask<Usage[]>(command, { location })).map(toQuota);
  }

  /** An answer about something; `undefined` if Azure says that it does not exist. */
  private async ifThere<T>(command: string, args: AzArguments, options?: RunOptions): Promise<T | undefined> {
    try {
      return await this.ask<T>(command, args, options);
    } catch (error) {
      if (error instanceof CommandFailedError && NOT_THERE.test(error.stderrTail)) return undefined;
      throw error;
    }
  }
}

function placeOf({ name, resourceGroup, location }: DeletedAccount): AzArguments {
  return { name, 'resource-group': resourceGroup, location };
}
