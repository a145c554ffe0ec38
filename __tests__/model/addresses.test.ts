import * as fc from 'fast-check';
import {
  addressesNeeded,
  contains,
  overlaps,
  overlayNodeCapacity,
  parseAddress,
  parseCidr,
  peakNodeCount,
  usableAddresses,
  type Cidr,
} from '../../model/addresses';
import { MINIMAL, problemsOf } from '../helpers/environment';

/** Writes a range back, from the number of its first address. */
function format(first: number, prefix: number): string {
  return `${[24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join('.')}/${prefix}`;
}

/** A range of a prefix length, at any of the places it can start. */
const rangeOf = (prefix: number) => fc.nat(2 ** prefix - 1).map((index) => format(index * 2 ** (32 - prefix), prefix));

const anyRange = fc.integer({ min: 1, max: 32 }).chain(rangeOf).map(parseCidr);

/** A range that lies in another. */
const rangeWithin = (outer: Cidr) =>
  fc
    .integer({ min: outer.prefix, max: 32 })
    .chain((prefix) =>
      fc
        .nat(2 ** (prefix - outer.prefix) - 1)
        .map((index) => parseCidr(format(outer.first + index * 2 ** (32 - prefix), prefix))),
    );

const nestedRanges = anyRange.chain((outer) => rangeWithin(outer).map((inner) => [outer, inner] as const));

describe('parseCidr', () => {
  test('knows the two ends and the length', () => {
    expect(parseCidr('10.21.1.0/24')).toEqual({
      text: '10.21.1.0/24',
      prefix: 24,
      first: 0x0a150100,
      last: 0x0a1501ff,
    });
  });

  test.each([
    ['0.0.0.0/0', 0, 2 ** 32 - 1],
    ['255.255.255.255/32', 2 ** 32 - 1, 2 ** 32 - 1],
    ['192.168.0.0/16', 0xc0a80000, 0xc0a8ffff],
  ])('%s keeps its numbers unsigned', (text, first, last) => {
    expect(parseCidr(text)).toMatchObject({ first, last });
  });

  test.each(['', 'x', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0/8', '256.0.0.0/8', '::/0', '10.0.0.0/8 '])(
    'refuses %j as no range',
    (text) => {
      expect(() => parseCidr(text)).toThrow(
        `"${text}" is no IPv4 range: write it as address/prefix, for example 10.21.0.0/16`,
      );
    },
  );

  test('says what a range with host bits was meant to be', () => {
    expect(() => parseCidr('10.21.0.7/24')).toThrow(
      '"10.21.0.7/24" does not start at its network address: did you mean "10.21.0.0/24"?',
    );
  });

  test('reads back what it is given', () => {
    fc.assert(fc.property(anyRange, ({ first, prefix, text }) => expect(format(first, prefix)).toBe(text)));
  });

  test('spans as many addresses as its prefix says', () => {
    fc.assert(fc.property(anyRange, ({ first, last, prefix }) => expect(last - first + 1).toBe(2 ** (32 - prefix))));
  });
});

describe('parseAddress', () => {
  test.each([
    ['0.0.0.0', 0],
    ['10.0.0.10', 0x0a00000a],
    ['255.255.255.255', 2 ** 32 - 1],
  ])('%s is %i', (text, number) => {
    expect(parseAddress(text)).toBe(number);
  });

  test.each(['', '10.0.0', '10.0.0.256', '::1'])('refuses %j', (text) => {
    expect(() => parseAddress(text)).toThrow(`"${text}" is no IPv4 address`);
  });
});

describe('contains and overlaps', () => {
  test.each([
    ['10.21.0.0/16', '10.21.255.0/24', true, true],
    ['10.21.0.0/16', '10.22.0.0/24', false, false],
    ['10.21.1.0/24', '10.21.0.0/16', false, true],
    ['10.21.0.0/24', '10.21.1.0/24', false, false],
    ['10.21.0.0/24', '10.21.0.0/24', true, true],
  ])('%s and %s: contains %s, overlaps %s', (outer, inner, isWithin, share) => {
    expect(contains(parseCidr(outer), parseCidr(inner))).toBe(isWithin);
    expect(overlaps(parseCidr(outer), parseCidr(inner))).toBe(share);
  });

  test('a range that lies in another overlaps it', () => {
    fc.assert(
      fc.property(nestedRanges, ([outer, inner]) => {
        expect(contains(outer, inner)).toBe(true);
        expect(overlaps(outer, inner)).toBe(true);
      }),
    );
  });

  test('overlap asks for no order, and for CIDR ranges means that one holds the other', () => {
    fc.assert(
      fc.property(anyRange, anyRange, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
      }),
    );
  });

  test('two ranges that hold each other are the same', () => {
    fc.assert(
      fc.property(nestedRanges, ([outer, inner]) => expect(contains(inner, outer)).toBe(inner.text === outer.text)),
    );
  });
});

describe('usableAddresses', () => {
  test.each([
    ['10.0.0.0/24', 251],
    ['10.0.0.0/29', 3],
    ['10.0.0.0/30', 0],
    ['10.0.0.0/32', 0],
  ])('%s leaves %i', (text, count) => {
    expect(usableAddresses(parseCidr(text))).toBe(count);
  });

  test('a smaller range never leaves more', () => {
    fc.assert(
      fc.property(nestedRanges, ([outer, inner]) => {
        expect(usableAddresses(inner)).toBeLessThanOrEqual(usableAddresses(outer));
      }),
    );
  });
});

describe('what the nodes take', () => {
  test.each([
    ['10.244.0.0/16', 256],
    ['10.244.0.0/24', 1],
    ['10.244.0.0/25', 0],
  ])('the pod range %s feeds %i nodes', (text, nodes) => {
    expect(overlayNodeCapacity(parseCidr(text))).toBe(nodes);
  });

  test.each([
    [5, '10%', 6],
    [5, '1', 6],
    [5, '33%', 7],
    [10, '100%', 20],
    [3, '50%', 5],
    [1, '3', 4],
  ])('%i nodes with a surge of %s are %i at their peak', (count, surge, peak) => {
    expect(peakNodeCount(count, surge)).toBe(peak);
  });

  test.each([
    [6, 0, 6],
    [6, 30, 186],
  ])('%i nodes with %i pods of the subnet each ask for %i addresses', (nodes, pods, addresses) => {
    expect(addressesNeeded(nodes, pods)).toBe(addresses);
  });

  const count = fc.integer({ min: 1, max: 1000 });
  const surge = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.constantFrom('', '%')).map(([n, unit]) => `${n}${unit}`);

  test('more nodes never peak lower, and an upgrade adds at least one', () => {
    fc.assert(
      fc.property(count, count, surge, (a, b, by) => {
        expect(peakNodeCount(Math.max(a, b), by)).toBeGreaterThanOrEqual(peakNodeCount(Math.min(a, b), by));
        expect(peakNodeCount(a, by)).toBeGreaterThan(a);
      }),
    );
  });

  test('more nodes or more pods never need fewer addresses', () => {
    fc.assert(
      fc.property(count, fc.nat(250), fc.nat(50), fc.nat(50), (nodes, pods, moreNodes, morePods) => {
        expect(addressesNeeded(nodes + moreNodes, pods + morePods)).toBeGreaterThanOrEqual(
          addressesNeeded(nodes, pods),
        );
      }),
    );
  });
});

describe('a plan', () => {
  /** A /16 of 10.0.0.0/8 that the cluster's own ranges leave free, with three subnets at different places in it. */
  const plan = fc
    .record({
      network: fc.integer({ min: 1, max: 243 }),
      places: fc.uniqueArray(fc.nat(255), { minLength: 3, maxLength: 3 }),
    })
    .map(({ network, places: [aks, alb, endpoint] }) => ({
      virtualNetworkCidr: `10.${network}.0.0/16`,
      aksSubnetCidr: `10.${network}.${aks}.0/24`,
      albSubnetCidr: `10.${network}.${alb}.0/24`,
      privateEndpointSubnetCidr: `10.${network}.${endpoint}.0/27`,
    }));
  const openAi = { access: 'private-endpoint' };

  test('whose subnets stand apart in its network passes', () => {
    fc.assert(fc.property(plan, (network) => expect(problemsOf({ ...MINIMAL, openAi, network })).toEqual([])));
  });

  const subnets = ['aksSubnetCidr', 'albSubnetCidr', 'privateEndpointSubnetCidr'] as const;

  test('one of whose subnets is moved outside the network fails there', () => {
    fc.assert(
      fc.property(plan, fc.constantFrom(...subnets), (network, moved) => {
        const outside = network[moved].replace(/^10/, '11');
        expect(problemsOf({ ...MINIMAL, openAi, network: { ...network, [moved]: outside } })).toEqual([
          `network.${moved}: must lie in network.virtualNetworkCidr ${network.virtualNetworkCidr} (got "${outside}")`,
        ]);
      }),
    );
  });

  test('two of whose subnets stand at one place fails', () => {
    fc.assert(
      fc.property(plan, (network) => {
        const albSubnetCidr = network.aksSubnetCidr;
        expect(problemsOf({ ...MINIMAL, openAi, network: { ...network, albSubnetCidr } })).toEqual([
          `network.albSubnetCidr: must not overlap network.aksSubnetCidr ${albSubnetCidr} (got "${albSubnetCidr}")`,
        ]);
      }),
    );
  });
});
