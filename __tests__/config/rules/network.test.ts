import { problemsOf, MINIMAL, type Draft } from '../../helpers/environment';

/** What is wrong (nothing where empty), and the properties it is wrong with. */
type Case = readonly [why: string, draft: Draft, problems: readonly string[]];

const endpoint = { access: 'private-endpoint' };
const nodeSubnet = { networkMode: 'node-subnet' };

const SIZE_AND_PLACE: readonly Case[] = [
  [
    'a subnet larger than its network',
    { network: { virtualNetworkCidr: '10.21.0.0/25' } },
    [
      'network.aksSubnetCidr: must lie in network.virtualNetworkCidr 10.21.0.0/25 (got nothing, so "10.21.0.0/24")',
      'network.albSubnetCidr: must lie in network.virtualNetworkCidr 10.21.0.0/25 (got nothing, so "10.21.1.0/24")',
    ],
  ],
  ['a network that just holds both subnets', { network: { virtualNetworkCidr: '10.21.0.0/23' } }, []],
  [
    'a network below /2',
    { network: { virtualNetworkCidr: '0.0.0.0/1' } },
    [
      'network.virtualNetworkCidr: must have a prefix from /2 to /29 (got "0.0.0.0/1")',
      'cluster.podCidr: must not overlap network.virtualNetworkCidr 0.0.0.0/1 (got nothing, so "10.244.0.0/16")',
      'cluster.serviceCidr: must not overlap network.virtualNetworkCidr 0.0.0.0/1 (got nothing, so "10.0.0.0/16")',
      'network.virtualNetworkCidr: must not overlap 127.0.0.0/8, which Azure refuses in a virtual network (got "0.0.0.0/1")',
    ],
  ],
  [
    'a network of /2, far from the cluster',
    {
      network: { virtualNetworkCidr: '64.0.0.0/2', aksSubnetCidr: '64.0.0.0/24', albSubnetCidr: '64.0.1.0/24' },
    },
    [
      'network.virtualNetworkCidr: must not overlap 127.0.0.0/8, which Azure refuses in a virtual network (got "64.0.0.0/2")',
    ],
  ],
  [
    'a subnet below Azure’s least',
    {
      network: { aksSubnetCidr: '10.21.0.0/30' },
      cluster: { nodePool: { minCount: 1, maxCount: 1, maxSurge: '1' } },
    },
    [
      'network.aksSubnetCidr: must have a prefix from /2 to /29 (got "10.21.0.0/30")',
      'cluster.nodePool.maxCount: needs 2 addresses (2 nodes with the surge, 1 each) and network.aksSubnetCidr 10.21.0.0/30 has 0: at most 0 nodes with the surge, or a larger subnet (got 1)',
    ],
  ],
  [
    'a subnet of Azure’s least',
    {
      network: { aksSubnetCidr: '10.21.0.0/29' },
      cluster: { nodePool: { minCount: 1, maxCount: 2, maxSurge: '1' } },
    },
    [],
  ],
  [
    'a private endpoint’s subnet outside',
    { openAi: endpoint, network: { privateEndpointSubnetCidr: '10.22.0.0/27' } },
    ['network.privateEndpointSubnetCidr: must lie in network.virtualNetworkCidr 10.21.0.0/16 (got "10.22.0.0/27")'],
  ],
  [
    'a private endpoint’s subnet too small',
    { openAi: endpoint, network: { privateEndpointSubnetCidr: '10.21.2.0/30' } },
    ['network.privateEndpointSubnetCidr: must have a prefix from /2 to /29 (got "10.21.2.0/30")'],
  ],
  [
    'a private endpoint’s subnet of the least size',
    { openAi: endpoint, network: { privateEndpointSubnetCidr: '10.21.2.0/29' } },
    [],
  ],
  [
    'a subnet that is never made, anywhere and of any size',
    { network: { privateEndpointSubnetCidr: '10.21.0.0/32' } },
    [],
  ],
];

const OVERLAP: readonly Case[] = [
  [
    'the subnets of nodes and load balancer',
    { network: { aksSubnetCidr: '10.21.0.0/23' } },
    ['network.albSubnetCidr: must not overlap network.aksSubnetCidr 10.21.0.0/23 (got nothing, so "10.21.1.0/24")'],
  ],
  [
    'the private endpoint’s subnet',
    { openAi: endpoint, network: { privateEndpointSubnetCidr: '10.21.1.0/27' } },
    ['network.privateEndpointSubnetCidr: must not overlap network.albSubnetCidr 10.21.1.0/24 (got "10.21.1.0/27")'],
  ],
  ['subnets that touch', { network: { aksSubnetCidr: '10.21.2.0/23' } }, []],
  [
    'pods and network',
    { cluster: { podCidr: '10.21.0.0/16' } },
    ['cluster.podCidr: must not overlap network.virtualNetworkCidr 10.21.0.0/16 (got "10.21.0.0/16")'],
  ],
  ['pods beside the network', { cluster: { podCidr: '10.22.0.0/16' } }, []],
  [
    'a network over the pods’ default range',
    {
      network: {
        virtualNetworkCidr: '10.244.0.0/16',
        aksSubnetCidr: '10.244.0.0/24',
        albSubnetCidr: '10.244.1.0/24',
      },
    },
    ['cluster.podCidr: must not overlap network.virtualNetworkCidr 10.244.0.0/16 (got nothing, so "10.244.0.0/16")'],
  ],
  [
    'the same network where pods take addresses of the subnet',
    {
      cluster: nodeSubnet,
      network: {
        virtualNetworkCidr: '10.244.0.0/16',
        aksSubnetCidr: '10.244.0.0/24',
        albSubnetCidr: '10.244.1.0/24',
      },
    },
    [],
  ],
  [
    'Services and network',
    { cluster: { serviceCidr: '10.21.128.0/17', dnsServiceIp: '10.21.128.10' } },
    ['cluster.serviceCidr: must not overlap network.virtualNetworkCidr 10.21.0.0/16 (got "10.21.128.0/17")'],
  ],
  [
    'Services and pods',
    { cluster: { serviceCidr: '10.244.0.0/20', dnsServiceIp: '10.244.0.10' } },
    ['cluster.serviceCidr: must not overlap cluster.podCidr 10.244.0.0/16 (got "10.244.0.0/20")'],
  ],
  [
    'Services beside the pods',
    { cluster: { podCidr: '10.244.0.0/17', serviceCidr: '10.244.128.0/17', dnsServiceIp: '10.244.128.10' } },
    [],
  ],
];

const AKS_RESERVED = ['169.254.0.0/16', '172.30.0.0/16', '172.31.0.0/16', '192.0.2.0/24'];

const RESERVED: readonly Case[] = [
  ...AKS_RESERVED.map((range): Case => [
    `pods in ${range}`,
    { cluster: { podCidr: range, nodePool: { minCount: 1, maxCount: 1 } } },
    [
      `cluster.podCidr: must not overlap ${range}, which AKS keeps for itself (got "${range}")`,
      // The /24 among them feeds one node, and an upgrade makes two.
      ...(range.endsWith('/24')
        ? [
            `cluster.podCidr: feeds 1 nodes (each takes a /24) and 2 may exist: take a larger range or fewer nodes (got "${range}")`,
          ]
        : []),
    ],
  ]),
  ...AKS_RESERVED.map((range): Case => {
    const dnsServiceIp = range.replace(/0\/\d+$/, '10');
    return [
      `Services in ${range}`,
      { cluster: { serviceCidr: range, dnsServiceIp } },
      [`cluster.serviceCidr: must not overlap ${range}, which AKS keeps for itself (got "${range}")`],
    ];
  }),
  ['pods just below what AKS keeps', { cluster: { podCidr: '172.29.0.0/16' } }, []],
  [
    'a network in what AKS keeps',
    {
      network: {
        virtualNetworkCidr: '172.30.0.0/15',
        aksSubnetCidr: '172.30.0.0/24',
        albSubnetCidr: '172.30.1.0/24',
      },
    },
    ['network.virtualNetworkCidr: must not overlap 172.30.0.0/16, which AKS keeps for itself (got "172.30.0.0/15")'],
  ],
  ...[
    ['224.0', '224.0.0.0/4'],
    ['255.255', '255.255.255.255/32'],
    ['127.0', '127.0.0.0/8'],
    ['168.63', '168.63.129.16/32'],
  ].map(([start, kept]): Case => [
    `a network at ${start}.0.0`,
    {
      network: {
        virtualNetworkCidr: `${start}.0.0/16`,
        aksSubnetCidr: `${start}.0.0/24`,
        albSubnetCidr: `${start}.1.0/24`,
      },
    },
    [
      `network.virtualNetworkCidr: must not overlap ${kept}, which Azure refuses in a virtual network (got "${start}.0.0/16")`,
    ],
  ]),
];

const LOAD_BALANCER: readonly Case[] = [
  ...['10.21.1.0/25', '10.21.2.0/23'].map((albSubnetCidr): Case => [
    `${albSubnetCidr} under overlay`,
    { network: { albSubnetCidr } },
    [
      `network.albSubnetCidr: must be exactly a /24 under overlay: Application Gateway for Containers refuses any other size (got "${albSubnetCidr}")`,
    ],
  ]),
  [
    'a /25 in the nodes’ mode',
    { cluster: nodeSubnet, network: { albSubnetCidr: '10.21.1.0/25' } },
    [
      'network.albSubnetCidr: must be a /24 or larger: Application Gateway for Containers takes 250 addresses (got "10.21.1.0/25")',
    ],
  ],
  ['a /23 in the nodes’ mode', { cluster: nodeSubnet, network: { albSubnetCidr: '10.21.2.0/23' } }, []],
  ['a /24 in the nodes’ mode', { cluster: nodeSubnet }, []],
];

const NODES: readonly Case[] = [
  // 251 addresses: 250 nodes and one of surge.
  ['251 nodes in a /24', { cluster: { nodePool: { maxCount: 250, maxSurge: '1' } } }, []],
  [
    '252 nodes in a /24',
    { cluster: { nodePool: { maxCount: 251, maxSurge: '1' } } },
    [
      'cluster.nodePool.maxCount: needs 252 addresses (252 nodes with the surge, 1 each) and network.aksSubnetCidr 10.21.0.0/24 has 251: at most 251 nodes with the surge, or a larger subnet (got 251)',
    ],
  ],
  // 8 nodes of 31 addresses are 248.
  ['8 nodes with 30 pods each', { cluster: { ...nodeSubnet, nodePool: { maxCount: 7, maxSurge: '1' } } }, []],
  [
    '9 nodes with 30 pods each',
    { cluster: { ...nodeSubnet, nodePool: { maxCount: 8, maxSurge: '1' } } },
    [
      'cluster.nodePool.maxCount: needs 279 addresses (9 nodes with the surge, 31 each) and network.aksSubnetCidr 10.21.0.0/24 has 251: at most 8 nodes with the surge, or a larger subnet, fewer maxPods or networkMode overlay (got 8)',
    ],
  ],
  [
    'the default count with 50 pods each',
    { cluster: { ...nodeSubnet, nodePool: { maxPods: 50 } } },
    [
      'cluster.nodePool.maxCount: needs 306 addresses (6 nodes with the surge, 51 each) and network.aksSubnetCidr 10.21.0.0/24 has 251: at most 4 nodes with the surge, or a larger subnet, fewer maxPods or networkMode overlay (got nothing, so 5)',
    ],
  ],
  // A /20 feeds 16 nodes.
  [
    '16 nodes of a /20 of pods',
    { cluster: { podCidr: '10.244.0.0/20', nodePool: { maxCount: 15, maxSurge: '1' } } },
    [],
  ],
  [
    '17 nodes of a /20 of pods',
    { cluster: { podCidr: '10.244.0.0/20', nodePool: { maxCount: 16, maxSurge: '1' } } },
    [
      'cluster.podCidr: feeds 16 nodes (each takes a /24) and 17 may exist: take a larger range or fewer nodes (got "10.244.0.0/20")',
    ],
  ],
  [
    '257 nodes of the default range of pods',
    { network: { aksSubnetCidr: '10.21.2.0/23' }, cluster: { nodePool: { maxCount: 256, maxSurge: '1' } } },
    [
      'cluster.podCidr: feeds 256 nodes (each takes a /24) and 257 may exist: take a larger range or fewer nodes (got nothing, so "10.244.0.0/16")',
    ],
  ],
  [
    'a range of pods where they take addresses of the subnet',
    { cluster: { ...nodeSubnet, podCidr: '10.244.0.0/16' } },
    [
      'cluster.podCidr: must be left out with networkMode node-subnet: pods take addresses of the AKS subnet (got "10.244.0.0/16")',
    ],
  ],
  ...['10.21.0.0/16', '172.30.0.0/16', '10.244.0.0/25'].map((podCidr): Case => [
    `the range ${podCidr} of pods where they take addresses of the subnet, which no other rule judges`,
    { cluster: { ...nodeSubnet, podCidr } },
    [
      `cluster.podCidr: must be left out with networkMode node-subnet: pods take addresses of the AKS subnet (got "${podCidr}")`,
    ],
  ]),
];

const dns = (serviceCidr: string, dnsServiceIp: string) => ({ cluster: { serviceCidr, dnsServiceIp } });
const NOT_FREE =
  "must not be one of the first two addresses (the API server's Service takes one) or the last of 10.0.0.0/24";

const SERVICES: readonly Case[] = [
  [
    'a range of /12',
    dns('172.16.0.0/12', '172.16.0.10'),
    [
      'cluster.serviceCidr: must not overlap 172.30.0.0/16, which AKS keeps for itself (got "172.16.0.0/12")',
      'cluster.serviceCidr: must be smaller than a /12, for example a /16 (got "172.16.0.0/12")',
    ],
  ],
  ['a range of /13', dns('172.16.0.0/13', '172.16.0.10'), []],
  [
    'a name server outside',
    dns('10.1.0.0/16', '10.0.0.10'),
    ['cluster.dnsServiceIp: must lie in cluster.serviceCidr 10.1.0.0/16 (got "10.0.0.10")'],
  ],
  [
    'a name server outside, by default',
    { cluster: { serviceCidr: '10.1.0.0/16' } },
    ['cluster.dnsServiceIp: must lie in cluster.serviceCidr 10.1.0.0/16 (got nothing, so "10.0.0.10")'],
  ],
  [
    'a name server just above',
    dns('10.0.0.0/24', '10.0.1.0'),
    ['cluster.dnsServiceIp: must lie in cluster.serviceCidr 10.0.0.0/24 (got "10.0.1.0")'],
  ],
  ...['10.0.0.0', '10.0.0.1', '10.0.0.255'].map((address): Case => [
    `a name server at ${address}`,
    dns('10.0.0.0/24', address),
    [`cluster.dnsServiceIp: ${NOT_FREE} (got "${address}")`],
  ]),
  ...['10.0.0.2', '10.0.0.254'].map((address): Case => [
    `a name server at ${address}`,
    dns('10.0.0.0/24', address),
    [],
  ]),
];

describe.each<[string, readonly Case[]]>([
  ['size and place', SIZE_AND_PLACE],
  ['overlap', OVERLAP],
  ['reserved ranges', RESERVED],
  ['the load balancer’s subnet', LOAD_BALANCER],
  ['room for nodes and pods', NODES],
  ['the range of the Services', SERVICES],
])('%s', (_rule, cases) => {
  test.each(cases.map(([why, draft, problems]) => [why, problems.length, draft, problems] as const))(
    '%s: %i problems',
    (_why, _count, draft, problems) => {
      expect(problemsOf({ ...MINIMAL, ...draft })).toEqual(problems);
    },
  );
});
