import { block, blocks, texts, type Artefacts, type Fields, type Resource } from './artefacts';
import type { Door } from './picture';

const closed = (text: string): Door => ({ state: 'closed', text });
const limited = (text: string): Door => ({ state: 'limited', text });
const open = (text: string): Door => ({ state: 'open', text });

/** The ways into a resource of Azure, in the order in which they are worth knowing. */
export function doorsOf(resource: Resource, artefacts: Artefacts): Door[] {
  const { type, values } = resource;
  if (type === 'azurerm_kubernetes_cluster') return clusterDoors(values);
  if (type === 'azurerm_cognitive_account') return accountDoors(values);
  if (type === 'azurerm_subnet') return subnetDoors(resource, artefacts);
  return otherDoors(values);
}

/** Whether a resource answers anybody on the internet: by its own rules, before any login. */
export function answersInternet({ values }: Resource): boolean {
  return (
    values['public_network_access_enabled'] !== false && block(values['network_acls'])['default_action'] !== 'Deny'
  );
}

/** @see https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks */
function accountDoors(values: Fields): Door[] {
  const acls = block(values['network_acls']);
  const ranges = texts(acls['ip_rules']);
  return [
    values['local_auth_enabled'] === false ? closed('keys off') : open('keys work'),
    ...networkDoors(values),
    ...(ranges.length > 0 ? [limited(`also lets in ${ranges.join(', ')}`)] : []),
  ];
}

function networkDoors(values: Fields): Door[] {
  if (values['public_network_access_enabled'] === false) return [closed('public network off')];
  if (block(values['network_acls'])['default_action'] === 'Deny') return [closed('all other networks denied')];
  return [open('answers every network')];
}

/** @see https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges */
function clusterDoors(values: Fields): Door[] {
  const ranges = texts(block(values['api_server_access_profile'])['authorized_ip_ranges']);
  const isPrivate = values['private_cluster_enabled'] === true;
  const entra = block(values['azure_active_directory_role_based_access_control']);
  return [
    isPrivate
      ? closed('API server private')
      : ranges.length > 0
        ? limited(`API server: ${ranges.join(', ')}`)
        : open('API server: any address'),
    values['local_account_disabled'] === true ? closed('local accounts off') : open('local accounts work'),
    ...(entra['azure_rbac_enabled'] === true ? [limited('logins: Entra, Azure roles')] : []),
    values['run_command_enabled'] === false ? closed('run command off') : open('run command works'),
  ];
}

function subnetDoors(subnet: Resource, artefacts: Artefacts): Door[] {
  const fromInternet = rulesOf(subnet, artefacts)
    .filter(
      ({ values }) => values['direction'] === 'Inbound' && ['Internet', '*'].includes(values['source_address_prefix']),
    )
    .toSorted((a, b) => Number(a.values['priority']) - Number(b.values['priority']))[0];
  if (fromInternet === undefined) return [];
  const ports = fromInternet.values['destination_port_range'] ?? fromInternet.values['destination_port_ranges'];
  return fromInternet.values['access'] === 'Deny'
    ? [closed('internet denied')]
    : [open(`internet let in: ${ports === '*' ? 'every port' : texts(ports).join(', ')}`)];
}

/** What several types of resource can say. */
function otherDoors(values: Fields): Door[] {
  return [
    ...(['local_auth_enabled', 'shared_access_key_enabled', 'admin_enabled'] as const).flatMap((argument) =>
      values[argument] === undefined ? [] : [values[argument] === false ? closed('keys off') : open('keys work')],
    ),
    ...(values['public_network_access_enabled'] === undefined && values['network_acls'] === undefined
      ? []
      : networkDoors(values)),
  ];
}

/** Rules of the network security group of a subnet. */
export function rulesOf(subnet: Resource, artefacts: Artefacts): readonly Resource[] {
  const group = groupOf(subnet, artefacts);
  if (group === undefined) return [];
  const own = blocks(group.values['security_rule']).map((values) => ({ ...group, values }));
  const apart = artefacts
    .ofType('azurerm_network_security_rule')
    .filter(({ values }) => artefacts.referenced(values['network_security_group_name'])?.address === group.address);
  return [...own, ...apart];
}

/** The network security group of a subnet. @returns `undefined` where it has none */
export function groupOf({ address }: Resource, artefacts: Artefacts): Resource | undefined {
  return artefacts
    .ofType('azurerm_subnet_network_security_group_association')
    .filter(({ values }) => artefacts.referenced(values['subnet_id'])?.address === address)
    .map(({ values }) => artefacts.referenced(values['network_security_group_id']))[0];
}
