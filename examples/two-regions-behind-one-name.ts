import { existsSync } from 'node:fs';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TrafficManagerExternalEndpoint } from '@cdktf/provider-azurerm/lib/traffic-manager-external-endpoint';
import { TrafficManagerProfile } from '@cdktf/provider-azurerm/lib/traffic-manager-profile';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { parseEnvironment } from 'secure-aks-openai/config';
import { PlatformStack } from 'secure-aks-openai/constructs';
import { readContract } from 'secure-aks-openai/contract';

/**
 * The same environment in two regions, each in a stack of its own, and a Traffic Manager profile whose name leads to whichever
 * of them answers. Everything about a request stays in its region: network, cluster, account and quota.
 *
 * `store.example.com` is a CNAME of the profile. The regions are deployed first, each with its `--outputs-file`; the stack of
 * the profile holds those whose outputs are there, so a region can be added, and be away, without the other.
 */
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const HOSTNAME = 'store.example.com';
const REGIONS = { 'store-west': 'westeurope', 'store-north': 'northeurope' };

const app = new App();
for (const [name, location] of Object.entries(REGIONS)) {
  const environment = parseEnvironment({
    name,
    location,
    subscriptionId: SUBSCRIPTION,
    gateway: { hostname: 'admin.example.com', storeFrontHostname: HOSTNAME },
  });
  new PlatformStack(app, name, { environment });
}

const global = new TerraformStack(app, 'store-global');
new AzurermProvider(global, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
const resourceGroup = new ResourceGroup(global, 'resource-group', { name: 'rg-store-global', location: 'westeurope' });
const profile = new TrafficManagerProfile(global, 'profile', {
  name: 'store-7f3a',
  resourceGroupName: resourceGroup.name,
  trafficRoutingMethod: 'Performance',
  dnsConfig: { relativeName: 'store-7f3a', ttl: 60 },
  // The gateway tells pages apart by their host names, so the probe says one.
  monitorConfig: { protocol: 'HTTP', port: 80, path: '/', customHeader: [{ name: 'host', value: HOSTNAME }] },
});
for (const [name, endpointLocation] of Object.entries(REGIONS)) {
  const outputs = `outputs/${name}.json`;
  if (!existsSync(outputs)) continue;
  const { gateway } = readContract(outputs, name);
  if (gateway.mode === 'managed') throw new Error(`${name}: only a load balancer of Terraform's has a name at once`);
  new TrafficManagerExternalEndpoint(global, name, {
    name,
    profileId: profile.id,
    target: gateway.fqdn,
    endpointLocation,
  });
}
new TerraformOutput(global, 'cname', { value: profile.fqdn });
app.synth();
