import type { EnvironmentInput } from '../../config';

const HUB = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-example/providers';

/** To run for others, on what a platform team has: private, in zones, watched, and open to nobody unasked. */
const environment: EnvironmentInput = {
  name: 'prod',
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  location: 'westeurope',
  state: 'azurerm',
  // Yours, as names, addresses and client id below: ids by "az … show --query id"; `network` has the ranges
  existing: {
    virtualNetworkId: `${HUB}/Microsoft.Network/virtualNetworks/vnet-prod`,
    dnsZoneId: `${HUB}/Microsoft.Network/dnsZones/example.com`,
    logAnalyticsWorkspaceId: `${HUB}/Microsoft.OperationalInsights/workspaces/log-hub`,
  },
  cluster: {
    admins: [{ objectId: '00000000-0000-0000-0000-000000000000', principalType: 'Group' }],
    apiServer: 'private-link',
    egress: 'nat-gateway',
    azurePolicy: true,
    defender: true,
    maintenance: { kubernetes: { dayOfWeek: 'Saturday' }, nodeOs: { dayOfWeek: 'Sunday' } },
    nodePool: { onlyCriticalAddons: true, minCount: 3, zones: ['1', '2', '3'] },
    userPools: [{ name: 'apps', minCount: 3, maxCount: 12 }],
  },
  openAi: { access: 'private-endpoint' },
  monitoring: { alertEmails: ['platform@example.com'] },
  gateway: {
    certificate: { email: 'platform@example.com' },
    login: { clientId: '00000000-0000-0000-0000-000000000000' },
    allowedSourceRanges: ['203.0.113.0/24'],
    openToAnybody: false,
  },
  namespace: 'apps',
  store: { enabled: false },
  chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini', publish: { by: 'hostname', hostname: 'chat.example.com' } }],
};

export default environment;
