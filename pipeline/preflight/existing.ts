import { partsOfResourceId, placeOfCluster, workspaceIdsOf, type Environment } from '../../model';
import type { AzureCli } from '../azure';
import type { ClusterFacts, ExistingDeployment, ResourceFacts } from '../azure-answers';
import { advise, problem, type Check, type Finding } from './finding';

/** What a subnet is delegated to, by the property that names it. */
const DELEGATIONS = {
  albSubnetId: 'Microsoft.ServiceNetworking/trafficControllers',
  apiServerSubnetId: 'Microsoft.ContainerService/managedClusters',
} as const;

/** The service endpoint by which an account tells the nodes' subnet. */
const OPENAI_SERVICE = 'Microsoft.CognitiveServices';

/**
 * Whether what an environment takes as it is is there, and has what it must have. Nothing of it is changed here: what is missing
 * is named with the command that adds it.
 */
export const existing: Check = async (environment, az) => {
  // Of a registry more is asked, whether it exists or is made.
  const { cluster, openAi, registry: _, ...ids } = environment.existing;
  const found: Finding[] = [];
  // One after another: each call of the Azure CLI takes a processor for a second or more.
  for (const [property, id] of Object.entries(ids)) {
    if (id !== undefined) found.push(...(await judgeById(environment, az, property, id)));
  }
  if (cluster) {
    const { subscriptionId, resourceGroup, name } = placeOfCluster(environment);
    found.push(...judgeCluster(environment, await az.in(subscriptionId).clusterFacts(name, resourceGroup)));
  }
  if (openAi) {
    const { subscriptionId, resourceGroup, name } = partsOfResourceId(openAi.id);
    const own = az.in(subscriptionId);
    const facts = await own.facts(openAi.id);
    const deployments = openAi.hasDeployments && facts ? await own.modelDeployments(name, resourceGroup) : undefined;
    found.push(...judgeAccount(environment, facts, deployments ?? []));
  }
  return found;
};

async function judgeById(environment: Environment, az: AzureCli, property: string, id: string): Promise<Finding[]> {
  const facts = await az.in(partsOfResourceId(id).subscriptionId).facts(id);
  if (facts === undefined) return [isNotThere(environment, property, id)];
  return /\/subnets\//.test(id) ? judgeSubnet(environment, property, id, facts) : [];
}

function isNotThere({ name }: Environment, property: string, id: string): Finding {
  return problem(
    `existing.${property}: there is no ${id}, or whoever is logged in may not see it`,
    `correct it in environments/${name}.ts, or leave it out, so that one is made where one is needed`,
  );
}

/** Judges a subnet that exists by what stands in it. */
export function judgeSubnet(
  environment: Environment,
  property: string,
  id: string,
  { properties = {} }: ResourceFacts,
): Finding[] {
  const update = `az network vnet subnet update --ids ${id}`;
  const findings: Finding[] = [];
  const delegation = Object.entries(DELEGATIONS).find(([key]) => key === property)?.[1];
  const delegated = (properties.delegations ?? []).map((one) => one.properties?.serviceName?.toLowerCase());
  if (delegation !== undefined && !delegated.includes(delegation.toLowerCase())) {
    findings.push(
      problem(
        `existing.${property}: the subnet is not delegated to ${delegation}`,
        `${update} --delegations ${delegation}`,
      ),
    );
  }
  const { openAi, existing: taken } = environment;
  const services = (properties.serviceEndpoints ?? []).map(({ service }) => service);
  if (
    property === 'aksSubnetId' &&
    openAi.access === 'service-endpoint' &&
    !taken.openAi &&
    !services.includes(OPENAI_SERVICE)
  ) {
    findings.push(
      problem(
        `existing.aksSubnetId: the subnet has no service endpoint of ${OPENAI_SERVICE}, by which the account tells it`,
        // The command replaces the list.
        `${update} --service-endpoints ${[...services, OPENAI_SERVICE].join(' ')}`,
      ),
    );
  }
  return findings;
}

/** Judges a cluster that exists; `undefined` where there is none. */
export function judgeCluster(environment: Environment, facts: ClusterFacts | undefined): Finding[] {
  const { cluster: said, existing: taken, name } = environment;
  const { id, oidcIssuerUrl, nodeResourceGroup } = taken.cluster!;
  if (facts === undefined) return [isNotThere(environment, 'cluster.id', id)];
  const { resourceGroup, name: cluster, subscriptionId } = placeOfCluster(environment);
  const update = `az aks update --subscription ${subscriptionId} --resource-group ${resourceGroup} --name ${cluster}`;
  const set = (property: string, value: string) => `set ${property} to '${value}' in environments/${name}.ts`;
  const findings: Finding[] = [];
  if (!facts.oidc || !facts.workloadIdentity) {
    const missing = [...(facts.oidc ? [] : ['token issuer']), ...(facts.workloadIdentity ? [] : ['workload identity'])];
    findings.push(
      problem(
        `cluster ${cluster} has no ${missing.join(' and no ')}, without which no pod gets an identity`,
        `${update} --enable-oidc-issuer --enable-workload-identity (its API server is away for a moment, and the issuer stays for good)`,
      ),
    );
  }
  if (facts.oidc && facts.issuer && facts.issuer !== oidcIssuerUrl) {
    findings.push(
      problem(
        `cluster ${cluster} issues its tokens as ${facts.issuer}, and existing.cluster.oidcIssuerUrl is ${oidcIssuerUrl}`,
        set('existing.cluster.oidcIssuerUrl', facts.issuer),
      ),
    );
  }
  if (facts.nodeResourceGroup && facts.nodeResourceGroup.toLowerCase() !== nodeResourceGroup.toLowerCase()) {
    findings.push(
      problem(
        `the nodes of cluster ${cluster} are in ${facts.nodeResourceGroup}, and existing.cluster.nodeResourceGroup is ${nodeResourceGroup}`,
        set('existing.cluster.nodeResourceGroup', facts.nodeResourceGroup),
      ),
    );
  }
  if (!facts.entra) {
    findings.push(
      problem(
        `cluster ${cluster} knows no login of Microsoft Entra: its kubeconfig would hold a key`,
        `${update} --enable-aad --enable-azure-rbac, and name yourself in cluster.admins`,
      ),
    );
  } else if (!facts.localAccountsOff) {
    findings.push(
      advise(
        `cluster ${cluster} has local accounts, whose key lets anybody in who may fetch it`,
        `${update} --disable-local-accounts`,
      ),
    );
  }
  if ((facts.networkPolicy ?? 'none') !== said.networkPolicy) {
    findings.push(
      facts.networkPolicy && facts.networkPolicy !== 'none'
        ? problem(
            `cluster ${cluster} has its network policies enforced by ${facts.networkPolicy}, and cluster.networkPolicy is ${said.networkPolicy}`,
            set('cluster.networkPolicy', facts.networkPolicy),
          )
        : advise(
            `nothing enforces network policies on cluster ${cluster}: every pod may connect to every other`,
            `${update} --network-policy ${said.networkPolicy}`,
          ),
    );
  }
  return [...findings, ...judgeAgents(environment, facts)];
}

/**
 * Advises where the agents of a cluster that exists do not send to the workspaces of an environment which is watched. Not more: the
 * workspaces may have to be made first.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable
 */
function judgeAgents(environment: Environment, { logsTo, collectsMetrics }: ClusterFacts): Finding[] {
  if (!environment.monitoring) return [];
  const { subscriptionId, resourceGroup, name: cluster } = placeOfCluster(environment);
  const which = `--subscription ${subscriptionId} --resource-group ${resourceGroup} --name ${cluster}`;
  const workspaces = workspaceIdsOf(environment);
  const findings: Finding[] = [];
  if (!logsTo) {
    findings.push(
      advise(
        `no agent of cluster ${cluster} sends the logs of its containers`,
        `once ${workspaces.logAnalytics} is there: az aks enable-addons ${which} --addons monitoring --workspace-resource-id ${workspaces.logAnalytics}`,
      ),
    );
  } else if (logsTo.toLowerCase() !== workspaces.logAnalytics.toLowerCase()) {
    findings.push(
      advise(
        `cluster ${cluster} sends the logs of its containers to ${logsTo}, and not to ${workspaces.logAnalytics}`,
        `set existing.logAnalyticsWorkspaceId to '${logsTo}' in environments/${environment.name}.ts`,
      ),
    );
  }
  if (!collectsMetrics) {
    findings.push(
      advise(
        `no agent of cluster ${cluster} collects metrics for Prometheus, by which alerts of pods are told`,
        `once ${workspaces.monitor} is there: az aks update ${which} --enable-azure-monitor-metrics --azure-monitor-workspace-resource-id ${workspaces.monitor}`,
      ),
    );
  }
  return findings;
}

/** Judges an account that exists; `undefined` where there is none. */
export function judgeAccount(
  environment: Environment,
  facts: ResourceFacts | undefined,
  deployments: readonly ExistingDeployment[],
): Finding[] {
  const { existing: taken, name, openAi } = environment;
  const { id, endpoint, hasDeployments } = taken.openAi!;
  if (facts === undefined) return [isNotThere(environment, 'openAi.id', id)];
  const { resourceGroup, name: account } = partsOfResourceId(id);
  const which = `--resource-group ${resourceGroup} --name ${account}`;
  const { properties = {} } = facts;
  const findings: Finding[] = [];
  if (!properties.customSubDomainName) {
    findings.push(
      problem(
        `account ${account} has no subdomain of its own, on which alone logins of Microsoft Entra work`,
        `az cognitiveservices account update ${which} --custom-domain ${account} (it stays for good)`,
      ),
    );
  } else if (properties.endpoint && withoutSlash(properties.endpoint) !== withoutSlash(endpoint)) {
    findings.push(
      problem(
        `account ${account} answers at ${properties.endpoint}, and existing.openAi.endpoint is ${endpoint}`,
        `set existing.openAi.endpoint to '${properties.endpoint}' in environments/${name}.ts`,
      ),
    );
  }
  if (properties.disableLocalAuth !== true) {
    findings.push(
      advise(
        `account ${account} has keys, and whoever holds one needs no identity`,
        `az resource update --ids ${id} --set properties.disableLocalAuth=true`,
      ),
    );
  }
  if (properties.publicNetworkAccess !== 'Disabled' && properties.networkAcls?.defaultAction !== 'Deny') {
    findings.push(
      advise(
        `account ${account} answers every network`,
        `az resource update --ids ${id} --set properties.networkAcls.defaultAction=Deny, once its rules let in who may call it`,
      ),
    );
  }
  const known = deployments.map((deployment) => deployment.name.toLowerCase());
  for (const wanted of openAi.deployments) {
    if (!hasDeployments || known.includes(wanted.name.toLowerCase())) continue;
    const version = wanted.version === undefined ? '' : ` --model-version ${wanted.version}`;
    findings.push(
      problem(
        `account ${account} has no deployment ${wanted.name}: it has ${known.join(', ') || 'none'}`,
        `az cognitiveservices account deployment create ${which} --deployment-name ${wanted.name} --model-format OpenAI --model-name ${wanted.model}${version} --sku-name ${wanted.sku} --sku-capacity ${wanted.capacity}; or set existing.openAi.hasDeployments to false, so that it is made with the rest`,
      ),
    );
  }
  return findings;
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '').toLowerCase();
}
