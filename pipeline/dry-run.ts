import { SYSTEM_POOL, nodeResourceGroupOf, ownershipLabels, quotaName, vCpusOf, type Environment } from '../model';
import { sampleContract, toSnakeFields, type Contract, type Outputs } from '../contract';
import {
  PERMISSION_MODES,
  type ClusterFacts,
  type ManagedCluster,
  type RegistryFacts,
  type VmSku,
} from './azure-answers';
import { filesOf } from './context';
import { CERTIFICATE, GATEWAY, HTTP_ROUTE } from './kubectl';
import { Runner, TOOLS, type PipelineError, type RunOptions, type RunResult, type RunnerProps } from './run';

/**
 * Prints what a run would do, and does none of it: no command runs, no file is written, nobody is asked. Steps do not know
 * the difference. Where they ask the world, they are told what one that is ready would answer.
 */
export class DryRunner extends Runner {
  private stops = 0;

  public constructor(
    props: RunnerProps,
    private readonly environment: Environment,
  ) {
    // A live list would redraw the very lines that are wanted.
    super({ ...props, interactive: false });
  }

  /** Says what this is, before and after: what stands between reads like a run, and its end like a success. */
  public async frame(command: string, work: () => Promise<unknown>): Promise<void> {
    const run = `${command} -- ${this.environment.name}`;
    this.print(`dry run: what "npm run ${run}" would do, with answers that are made up`);
    await work();
    this.print(
      this.stops === 0
        ? 'dry run: nothing was run, asked, written or proven'
        : `dry run: nothing was run, asked, written or proven, and a run would stop ${this.stops === 1 ? 'where it says so' : `in ${this.stops} places`}`,
    );
  }

  /** Nothing was done or found. */
  public override report(): void {}

  /** Tells what stands in the way and goes on, so that the whole way is shown before anything is set up. */
  public override refuse({ message, next }: PipelineError): void {
    this.stops += 1;
    this.print(`a run would stop here: ${message}\nnext: ${next}`);
  }

  /** There is nothing to judge yet. */
  public override judge(what: readonly string[]): Promise<void> {
    for (const line of what) this.print(`a run would judge ${line}`);
    return Promise.resolve();
  }

  public override change(command: string): void {
    this.print(`$ ${command}`);
  }

  /** A file that is there is read; one that an earlier step would have written is made up. */
  public override read(file: string): string | undefined {
    const { name } = this.environment;
    const { outputs, kubeconfig, manifests } = filesOf(this.environment);
    const made: Record<string, string> = {
      [outputs]: JSON.stringify({ [name]: toSnakeFields<Outputs>(contractOf(this.environment)) }),
      [kubeconfig]: '',
      [`${manifests}/${name}.k8s.yaml`]: JSON.stringify(objectOf(this.environment, 'Namespace', 'v1')),
    };
    return super.read(file) ?? made[file];
  }

  protected override execute(tool: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
    const variables = Object.entries(options.env ?? {})
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}=${value} `);
    const stdin = options.input === undefined ? '' : ' < (stdin)';
    this.print(`$ ${variables.join('')}${this.describe(tool, args)}${stdin}`);
    return Promise.resolve({ exitCode: 0, stdout: this.answer([tool, ...args].join(' ')), stderr: '' });
  }

  /** What the first row says whose words the command begins with. A command that is run for its effect has none. */
  private answer(call: string): string {
    const command = call.replace(/ --kubeconfig \S+/, '');
    const [, answer = ''] = answers(this.environment).find(([words]) => command.startsWith(words)) ?? [];
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  }
}

/** Text, or what is answered as JSON. */
type Answer = string | object | boolean;

/** What a world answers in which the tools are there, nothing of the environment is made yet, and what is made runs at once. */
function answers(environment: Environment): readonly (readonly [string, Answer])[] {
  const { cluster, location, names, openAi, subscriptionId } = environment;
  const [admin = { objectId: '<your object id>', principalType: 'User' }] = cluster.admins.filter(
    ({ principalType }) => principalType !== 'Group',
  );
  const userType = admin.principalType === 'User' ? 'user' : 'servicePrincipal';
  return [
    [`terraform -chdir=cdktf.out/stacks/${environment.name} show`, { resource_changes: [] }],
    [`terraform -chdir=scratch/${environment.name}/state output`, {}],
    ['terraform version', `Terraform v${TOOLS.terraform.minimum}`],
    ['az version', { 'azure-cli': TOOLS.az.minimum }],
    ['kubectl version', `"gitVersion": "v${TOOLS.kubectl.minimum}"`],
    ['kubelogin --version', `v${TOOLS.kubelogin.minimum}`],
    ['git remote get-url origin', 'https://github.com/owner/repository.git'],

    ['az account show', { id: subscriptionId, tenantId: '<tenant>', user: { name: '<you>', type: userType } }],
    ['az ad app federated-credential list', []],
    ['az ad app list', []],
    ['az ad app create', { appId: '<client id>', displayName: '<application>' }],
    ['az ad app show', { web: { redirectUris: [] } }],
    ['az ad', { id: admin.objectId }],
    ['az provider list', []],
    ['az role assignment list --assignee', ['Owner']],
    ['az role assignment list', []],
    ['az role definition list', []],
    ...whatExists(environment),
    ['az acr show', registryFacts(environment)],
    ['az acr check-name', { nameAvailable: true }],
    ['az acr repository list', []],
    ['az acr repository show', `"sha256:${'0'.repeat(64)}"`],
    ['az group show', 'null'],
    ['az resource show', 'null'],
    [
      'az cognitiveservices model list',
      openAi.deployments.map(({ model, version, sku }) => ({
        kind: 'OpenAI',
        model: { name: model, version, skus: [{ name: sku }] },
      })),
    ],
    ['az cognitiveservices usage list', openAi.deployments.map((deployment) => plenty(quotaName(deployment)))],
    ['az cognitiveservices account', []],
    ['az provider show', [location]],
    ['az aks get-versions', { values: [{ version: cluster.kubernetesVersion }] }],
    ['az aks nodepool list', []],
    ['az vm list-skus', [sizeOf(environment)]],
    ['az vm list-usage', [plenty('cores'), plenty(FAMILY)]],
    ['az rest', { isSubdomainAvailable: true }],
    ['az aks show --query oidcIssuerProfile.issuerUrl', '"<issuer of the cluster>"'],
    ...(environment.existing.cluster ? [['az aks show', clusterFacts(environment)] as const] : []),
    [`az aks show --name ${names.cluster} --resource-group ${names.resourceGroup} --query`, '"Running"'],
    [
      'az aks show',
      {
        kubernetesVersion: cluster.kubernetesVersion,
        provisioningState: 'Succeeded',
        agentPoolProfiles: [],
      } satisfies ManagedCluster,
    ],
    ['az group exists', false],
    ['az resource list', []],
    ['az storage account check-name', { nameAvailable: true }],
    ['az identity create', { clientId: '<client id>', principalId: '<object id>' }],

    ['kubectl get horizontalpodautoscalers', { items: [] }],
    ['kubectl get namespaces,', { items: [objectOf(environment, 'Deployment', 'apps/v1')] }],
    ['kubectl get secrets --all-namespaces', { items: [] }],
    ['kubectl get deployments', 'deployment.apps/<workload>'],
    [
      `kubectl get ${GATEWAY}`,
      {
        metadata: {},
        status: {
          addresses: [{ value: 'host-name-of-the-gateway' }],
          conditions: [{ type: 'Programmed', status: 'True' }],
        },
      },
    ],
    [`kubectl get ${CERTIFICATE}`, { metadata: {}, status: { conditions: [{ type: 'Ready', status: 'True' }] } }],
    [`kubectl get ${HTTP_ROUTE}`, { items: [] }],
  ];
}

/** An object that says it is the environment's. */
function objectOf({ name, namespace }: Environment, kind: string, apiVersion: string): object {
  const labels = ownershipLabels(name);
  return { apiVersion, kind, metadata: { name: '<what has left>', namespace, uid: '<uid>', labels } };
}

/** What the environment takes as it is, with all that it must have. */
function whatExists({ existing, openAi }: Environment): (readonly [string, Answer])[] {
  const { cluster: _cluster, registry: _registry, openAi: account, resourceGroupId, ...ids } = existing;
  const subnet = {
    delegations: [{ properties: { serviceName: 'Microsoft.ServiceNetworking/trafficControllers' } }],
    serviceEndpoints: [{ service: 'Microsoft.CognitiveServices' }],
  };
  const closed = { disableLocalAuth: true, publicNetworkAccess: 'Disabled', customSubDomainName: '<subdomain>' };
  return [
    ...(resourceGroupId === undefined ? [] : [['az group show', { id: resourceGroupId }] as const]),
    ...Object.values(ids).map((id) => [`az resource show --ids ${id}`, { id, properties: subnet }] as const),
    ...(account === undefined
      ? []
      : [
          [`az resource show --ids ${account.id}`, { id: account.id, properties: closed }] as const,
          [
            'az cognitiveservices account deployment list',
            account.hasDeployments ? openAi.deployments.map(({ name }) => ({ name })) : [],
          ] as const,
        ]),
  ];
}

/** A cluster that is as the environment says. */
function clusterFacts({ existing, cluster }: Environment): ClusterFacts {
  return {
    oidc: true,
    issuer: existing.cluster?.oidcIssuerUrl,
    workloadIdentity: true,
    entra: true,
    localAccountsOff: true,
    nodeResourceGroup: existing.cluster?.nodeResourceGroup,
    networkPolicy: cluster.networkPolicy,
  };
}

/** A registry that exists is as the environment says; one that is made is not there yet. */
function registryFacts({ registry }: Environment): Answer {
  if (registry?.id === undefined) return 'null';
  const roleAssignmentMode = PERMISSION_MODES[registry.roleAssignmentMode];
  return { loginServer: registry.loginServer, roleAssignmentMode } satisfies RegistryFacts;
}

/** The family of the size of the nodes, whatever it is. */
const FAMILY = '<family of the size>';

/** The size of the nodes, with all that is asked of it. */
function sizeOf({ location, cluster: { nodePool } }: Environment): VmSku {
  const vCPUs = String(Math.max(vCpusOf(nodePool.vmSize) ?? 0, SYSTEM_POOL.minVCpus));
  return {
    name: nodePool.vmSize,
    family: FAMILY,
    locationInfo: [{ location, zones: nodePool.zones }],
    capabilities: [{ name: 'vCPUs', value: vCPUs }],
  };
}

/** A quota of which enough is left. */
function plenty(name: string): object {
  return { name: { value: name }, currentValue: 0, limit: Number.MAX_SAFE_INTEGER };
}

/** A contract under the names that the environment gives. */
function contractOf(environment: Environment): Contract {
  const { names } = environment;
  return {
    ...sampleContract(environment),
    subscriptionId: environment.subscriptionId,
    resourceGroupName: names.resourceGroup,
    nodeResourceGroupName: nodeResourceGroupOf(environment),
    clusterName: names.cluster,
    openaiAccountName: names.openAiAccount,
  };
}
