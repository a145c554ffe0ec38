import { makesAccountEndpoint, makesRegistryEndpoint, nodeResourceGroupName, type Names } from '../../model';
import { reportRepeats, type Rule } from './rule';

/**
 * Azure joins resource group, cluster and region into the name of the nodes' resource group.
 *
 * @see https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/aks-common-issues-faq
 */
const NODE_RESOURCE_GROUP_MAX = 80;

/** The names that share a kind and a parent: two of one group must not be the same. */
const SIBLINGS: readonly (readonly (keyof Names)[])[] = [
  ['aksSubnet', 'albSubnet', 'privateEndpointSubnet', 'apiServerSubnet'],
  ['aksNetworkSecurityGroup', 'privateEndpointNetworkSecurityGroup', 'apiServerNetworkSecurityGroup'],
  // A destroy deletes the first; the state must outlive it.
  ['resourceGroup', 'stateResourceGroup'],
  ['privateEndpoint', 'registryPrivateEndpoint'],
  ['deployIdentity', 'planIdentity', 'driftIdentity'],
  ['logsDataCollectionRule', 'prometheusDataCollectionRule'],
];

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules names ignore case */
const namesAreDistinct: Rule = {
  reads: ['names', 'existing', 'project', 'name', 'subscriptionId'],
  check({ names }, report) {
    for (const group of SIBLINGS) {
      reportRepeats(
        group.map((key) => ({ path: `names.${key}`, value: names[key], key: names[key].toLowerCase() })),
        report,
        (first) => `must differ from ${first.path} "${first.value}": Azure ignores case`,
      );
    }
  },
};

/** All of them are made in the environment's resource group. */
const identityNamesDiffer: Rule = {
  reads: [
    'names',
    'project',
    'name',
    'subscriptionId',
    'store',
    'aiService.identityName',
    'chatbots.*.name',
    'chatbots.*.identityName',
    'workloads.*.name',
    'workloads.*.identityName',
  ],
  check({ names, workloads }, report) {
    const identities = [
      { path: 'names.clusterIdentity', value: names.clusterIdentity },
      { path: 'names.albControllerIdentity', value: names.albControllerIdentity },
      { path: 'names.grafanaIdentity', value: names.grafanaIdentity },
      { path: 'names.certManagerIdentity', value: names.certManagerIdentity },
      ...workloads.map(({ source, identityName }) => ({ path: `${source}.identityName`, value: identityName })),
    ];
    reportRepeats(
      identities.map(({ path, value }) => ({ path, value, key: value.toLowerCase() })),
      report,
      (first) => `must differ from ${first.path} "${first.value}": Azure ignores case`,
    );
  },
};

const nodeResourceGroupFits: Rule = {
  reads: ['name', 'project', 'subscriptionId', 'location', 'names.resourceGroup', 'names.cluster', 'existing'],
  check({ name, names, location, existing }, report) {
    if (existing.cluster) return;
    const group = nodeResourceGroupName(names, location);
    if (group.length > NODE_RESOURCE_GROUP_MAX) {
      report(
        'name',
        `makes "${group}" the nodes' resource group, ${group.length} characters where Azure allows ${NODE_RESOURCE_GROUP_MAX}: ` +
          'shorten name, project, names.resourceGroup or names.cluster',
        name,
      );
    }
  },
};

const tagNamesDiffer: Rule = {
  reads: ['tags'],
  check({ tags }, report) {
    reportRepeats(
      Object.keys(tags).map((tag) => ({ path: 'tags', value: tag, key: tag.toLowerCase() })),
      report,
      (first) => `must not hold "${first.value}" twice: Azure ignores case in the names of tags`,
    );
  },
};

/** A private DNS zone takes 15 tags, and this project sets some of its own. */
const MAX_TAGS_OF_A_DNS_ZONE = 10;

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
const tagsFitThePrivateDnsZone: Rule = {
  reads: ['tags', 'openAi.access', 'existing', 'registry'],
  check(environment, report) {
    const { tags, existing } = environment;
    const isMade =
      (makesAccountEndpoint(environment) && existing.privateDnsZoneId === undefined) ||
      (makesRegistryEndpoint(environment) && existing.registryPrivateDnsZoneId === undefined);
    if (!isMade) return;
    const names = Object.keys(tags);
    if (names.length > MAX_TAGS_OF_A_DNS_ZONE) {
      report(
        'tags',
        `must hold at most ${MAX_TAGS_OF_A_DNS_ZONE} tags with a private endpoint: its DNS zone takes 15`,
        tags,
      );
    }
    const refused = names.filter((name) => /^\d|[\s#:]/.test(name));
    if (refused.length > 0) {
      report(
        'tags',
        `must not hold ${refused.map((name) => `"${name}"`).join(', ')} with a private endpoint: ` +
          'the tags of its DNS zone have no space, "#" or ":" and do not begin with a digit',
        tags,
      );
    }
  },
};

const deploymentNamesAreUnique: Rule = {
  reads: ['openAi.deployments'],
  check({ openAi }, report) {
    reportRepeats(
      openAi.deployments.map(({ name }, index) => ({
        path: `openAi.deployments.${index}.name`,
        value: name,
        key: name.toLowerCase(),
      })),
      report,
      (first) => `must differ from ${first.path}: Azure ignores case`,
    );
  },
};

/** The rules of names in Azure. */
export const NAME_RULES: readonly Rule[] = [
  namesAreDistinct,
  identityNamesDiffer,
  nodeResourceGroupFits,
  tagNamesDiffer,
  tagsFitThePrivateDnsZone,
  deploymentNamesAreUnique,
];
