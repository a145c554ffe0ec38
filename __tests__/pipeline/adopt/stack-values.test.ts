import { StackValues } from '../../../pipeline/adopt/stack-values';

const OWN = '11111111-1111-4111-8111-111111111111';
const HUB = '99999999-9999-4999-8999-999999999999';

/** The import id of a record that this provider makes. */
function idOfRecord(provider?: string): Promise<string | undefined> {
  const record = {
    name: 'shop',
    zone_name: 'example.com',
    resource_group_name: 'rg-dns',
    ...(provider && { provider }),
  };
  const values = new StackValues(
    {
      provider: { azurerm: [{ subscription_id: OWN }, { alias: 'dns', subscription_id: HUB }] },
      resource: { azurerm_dns_cname_record: { shop: record } },
    },
    OWN,
    () => Promise.resolve(undefined),
  );
  return values.importId(values.all()[0]!);
}

test.each([
  [undefined, OWN],
  ['azurerm', OWN],
  ['azurerm.dns', HUB],
])('what provider %s makes is in its subscription', async (provider, subscription) => {
  await expect(idOfRecord(provider)).resolves.toBe(
    `/subscriptions/${subscription}/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com/CNAME/shop`,
  );
});

test('what Azure alone knows is followed into a block', async () => {
  // GIVEN
  const cluster = 'azurerm_kubernetes_cluster.aks';
  const principal = `\${${cluster}.kubelet_identity[0].object_id}`;
  const stack = {
    resource: {
      azurerm_kubernetes_cluster: { aks: {} },
      azurerm_role_assignment: { pull: { principal_id: principal } },
    },
  };
  const known = { 'kubelet_identity[0].object_id': 'nodes', object_id: 'another' };
  const values = new StackValues(stack, OWN, (address) => Promise.resolve(address === cluster ? known : undefined));

  // WHEN
  const [, pull] = values.all();

  // THEN
  await expect(values.argument(pull!, 'principal_id')).resolves.toBe('nodes');
  expect(values.ownerOf(pull!, 'principal_id')!.address).toBe(cluster);
});
