import type { CrossCheck, Report } from './cross-check';
import { MAX_FEDERATED_CREDENTIAL_NAME } from './defaults';
import { NAME_RULES, deriveNames, nodeResourceGroupName, workloadIdentityName, type Names } from './names';
import type { ParsedEnvironment } from './schema';

/**
 * Azure joins resource group, cluster and region into the name of the nodes' resource group.
 *
 * @see https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/aks-common-issues-faq
 */
const NODE_RESOURCE_GROUP_MAX = 80;

/** The names that share a kind and a parent: two of one group must not be the same. */
const SIBLINGS: readonly (readonly NamePath[])[] = [
  ['names.aksSubnet', 'names.albSubnet', 'names.privateEndpointSubnet'],
  ['names.aksNetworkSecurityGroup', 'names.privateEndpointNetworkSecurityGroup'],
  ['names.clusterIdentity', 'names.albControllerIdentity', 'aiService.identityName'],
  // A destroy deletes the first; the state must outlive it.
  ['names.resourceGroup', 'names.stateResourceGroup'],
  ['names.deployIdentity', 'names.planIdentity'],
];

type NamePath = `names.${keyof Names}` | 'aiService.identityName';

function namesByPath(environment: ParsedEnvironment): Record<NamePath, string> {
  const seed = {
    project: environment.project,
    environment: environment.name,
    subscriptionId: environment.subscriptionId,
  };
  const derived = deriveNames(seed);
  return Object.fromEntries([
    ...(Object.keys(NAME_RULES) as (keyof Names)[]).map((key) => [
      `names.${key}`,
      environment.names[key] ?? derived[key],
    ]),
    ['aiService.identityName', environment.aiService.identityName ?? workloadIdentityName(seed, 'ai-service')],
  ]) as Record<NamePath, string>;
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules names ignore case */
const namesAreDistinct: CrossCheck = {
  reads: ['names', 'aiService.identityName', 'project', 'name', 'subscriptionId'],
  check(environment, report) {
    const names = namesByPath(environment);
    for (const group of SIBLINGS) {
      reportRepeats(
        group.map((path) => ({ path, key: names[path].toLowerCase(), value: names[path] })),
        report,
        (first) => `must differ from ${first.path} "${first.value}": Azure ignores case`,
      );
    }
  },
};

const nodeResourceGroupFits: CrossCheck = {
  reads: ['name', 'project', 'subscriptionId', 'location', 'names.resourceGroup', 'names.cluster'],
  check(environment, report) {
    const names = namesByPath(environment);
    const [resourceGroup, cluster] = [names['names.resourceGroup'], names['names.cluster']];
    const group = nodeResourceGroupName({ resourceGroup, cluster }, environment.location);
    if (group.length > NODE_RESOURCE_GROUP_MAX) {
      report(
        'name',
        `makes "${group}" the nodes' resource group, ${group.length} characters where Azure allows ${NODE_RESOURCE_GROUP_MAX}: ` +
          'shorten name, project, names.resourceGroup or names.cluster',
      );
    }
  },
};

const tagNamesDiffer: CrossCheck = {
  reads: ['tags'],
  check({ tags }, report) {
    reportRepeats(
      Object.keys(tags).map((tag) => ({ path: 'tags', key: tag.toLowerCase(), value: tag })),
      report,
      (first) => `must not hold "${first.value}" twice: Azure ignores case in the names of tags`,
    );
  },
};

const firewallIsInTheSubscription: CrossCheck = {
  reads: ['subscriptionId', 'gateway.webApplicationFirewallPolicyId'],
  check({ subscriptionId, gateway: { webApplicationFirewallPolicyId: policy } }, report) {
    const other = policy?.split('/')[2];
    if (other !== undefined && other.toLowerCase() !== subscriptionId.toLowerCase()) {
      report(
        'gateway.webApplicationFirewallPolicyId',
        `must lie in the subscription ${subscriptionId}, and lies in ${other}`,
      );
    }
  },
};

/** A private DNS zone takes 15 tags, and this project sets some of its own. */
const MAX_TAGS_OF_A_DNS_ZONE = 10;

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
const tagsFitThePrivateDnsZone: CrossCheck = {
  reads: ['tags', 'openAi.access'],
  check({ tags, openAi }, report) {
    if (openAi.access !== 'private-endpoint') return;
    const names = Object.keys(tags);
    if (names.length > MAX_TAGS_OF_A_DNS_ZONE) {
      report('tags', `must hold at most ${MAX_TAGS_OF_A_DNS_ZONE} tags with a private endpoint: its DNS zone takes 15`);
    }
    const refused = names.filter((name) => /^\d|[\s#:]/.test(name));
    if (refused.length > 0) {
      report(
        'tags',
        `must not hold ${refused.map((name) => `"${name}"`).join(', ')} with a private endpoint: ` +
          'the tags of its DNS zone have no space, "#" or ":" and do not begin with a digit',
      );
    }
  },
};

const deploymentNamesAreUnique: CrossCheck = {
  reads: ['openAi.deployments'],
  check({ openAi }, report) {
    reportRepeats(
      openAi.deployments.map(({ name }, index) => ({
        path: `openAi.deployments.${index}.name`,
        key: name.toLowerCase(),
      })),
      report,
      (first) => `must differ from ${first.path}: Azure ignores case`,
    );
  },
};

const aiServiceAsksForADeployment: CrossCheck = {
  reads: ['aiService.deployment', 'openAi.deployments'],
  check({ aiService, openAi }, report) {
    const known = openAi.deployments.map(({ name }) => name);
    if (aiService.deployment !== undefined && !known.includes(aiService.deployment)) {
      report('aiService.deployment', `must be one of openAi.deployments: ${known.join(', ')}`);
    }
  },
};

/** The ServiceAccounts that take the identity of ai-service, each as `namespace:name`. */
function federatedAccounts({ namespace, aiService }: ParsedEnvironment): { path: string; key: string }[] {
  return [
    { path: 'aiService.serviceAccountName', key: `${namespace}:${aiService.serviceAccountName}` },
    ...aiService.alsoFederate.map((account, index) => ({
      path: `aiService.alsoFederate.${index}`,
      key: `${account.namespace}:${account.serviceAccountName}`,
    })),
  ];
}

const credentialsHaveOneSubjectEach: CrossCheck = {
  reads: ['namespace', 'aiService.serviceAccountName', 'aiService.alsoFederate'],
  check(environment, report) {
    reportRepeats(
      federatedAccounts(environment),
      report,
      (first) => `must not name ${first.key} a second time: an identity takes a subject once`,
    );
  },
};

const credentialNamesFit: CrossCheck = {
  reads: ['namespace', 'aiService.serviceAccountName', 'aiService.alsoFederate'],
  check(environment, report) {
    for (const { path, key } of federatedAccounts(environment)) {
      if (key.length > MAX_FEDERATED_CREDENTIAL_NAME) {
        report(
          path,
          `must have at most ${MAX_FEDERATED_CREDENTIAL_NAME - 1} characters in namespace and serviceAccountName together: both name a federated credential, got ${key.length - 1}`,
        );
      }
    }
  },
};

/** The rules of what must be said once, or must be known. */
export const NAME_CHECKS: readonly CrossCheck[] = [
  namesAreDistinct,
  nodeResourceGroupFits,
  tagNamesDiffer,
  firewallIsInTheSubscription,
  tagsFitThePrivateDnsZone,
  deploymentNamesAreUnique,
  aiServiceAsksForADeployment,
  credentialsHaveOneSubjectEach,
  credentialNamesFit,
];

/** Something that must be said once. */
export interface Entry {
  readonly path: string;
  readonly key: string;
  readonly value?: string;
}

/** Reports each entry whose key an earlier one has. */
export function reportRepeats(entries: readonly Entry[], report: Report, message: (first: Entry) => string): void {
  entries.forEach((entry, index) => {
    const first = entries.slice(0, index).find(({ key }) => key === entry.key);
    if (first) report(entry.path, message(first), entry.value);
  });
}
