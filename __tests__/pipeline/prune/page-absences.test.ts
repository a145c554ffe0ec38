import { pageAbsences } from '../../../pipeline/prune/page-absences';
import type { Manifest } from '../../../pipeline/prune/orphans';
import { asLive } from '../../fixtures/pipeline/live-objects';
import { chartsOf } from '../../helpers/charts';
import type { Draft } from '../../helpers/environment';

const managed = { gateway: { mode: 'managed' } };
const MOVES =
  "the pages are away for some minutes: Gateway dev/aks-store-demo-gateway moves to another load balancer, which gives it another host name of Azure's; a DNS record of your own has to follow";

test.each<[string, Draft, Draft, string[]]>([
  ['stay where nothing changes', {}, {}, []],
  ['stay in managed mode', managed, managed, []],
  ['stay where another way leads to the account', {}, { openAi: { access: 'private-endpoint' } }, []],
  ['are away from managed to bring-your-own', managed, {}, [MOVES]],
  ['are away from bring-your-own to managed', {}, managed, [MOVES]],
  [
    'are away where the Gateway has another name',
    {},
    { gateway: { name: 'other' } },
    ['the pages are away for some minutes: Gateway dev/other takes the place of Gateway dev/aks-store-demo-gateway'],
  ],
  [
    'are away where the namespace is another',
    {},
    { namespace: 'new' },
    [
      'the pages are away for some minutes: Gateway new/aks-store-demo-gateway takes the place of Gateway dev/aks-store-demo-gateway',
    ],
  ],
  ['are no longer wanted where all are taken out', {}, { store: { enabled: false } }, []],
  ['come the first time', { store: { enabled: false } }, {}, []],
])('the pages %s', (_, before, after, lines) => {
  const [live, wanted] = [before, after].map((draft) => chartsOf(draft).all as readonly Manifest[]);

  expect(pageAbsences(asLive(live!), wanted!)).toEqual(lines);
});

test('what else the cluster notes on a Gateway moves no page', () => {
  const wanted = chartsOf().all as readonly Manifest[];
  const live = asLive(wanted).map(({ metadata, ...object }) => ({
    ...object,
    metadata: { ...metadata, annotations: { 'example.com/seen': 'yes', ...metadata.annotations } },
  }));

  expect(pageAbsences(live, wanted)).toEqual([]);
});

/** A Gateway by hand, which names its load balancer by annotations or by addresses. */
const gateway = (annotations?: Record<string, string>, ...addresses: readonly string[]): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'aks-store-demo-gateway', namespace: 'dev', ...(annotations && { annotations }) },
  ...(addresses.length > 0 && { spec: { addresses: addresses.map((value) => ({ value })) } }),
});
const [NAME, SPACE] = ['alb.networking.azure.io/alb-name', 'alb.networking.azure.io/alb-namespace'];

test.each<[string, Manifest, Manifest, string[]]>([
  ['in another order', gateway({ [NAME]: 'a', [SPACE]: 'b' }), gateway({ [SPACE]: 'b', [NAME]: 'a' }), []],
  ['by another name', gateway({ [NAME]: 'a', [SPACE]: 'b' }), gateway({ [NAME]: 'x', [SPACE]: 'b' }), [MOVES]],
  ['by another address', gateway(undefined, 'a'), gateway(undefined, 'b'), [MOVES]],
  ['not at all', gateway(), gateway(), []],
])('a Gateway that names its load balancer %s', (_, before, after, lines) => {
  expect(pageAbsences(asLive([before]), [after])).toEqual(lines);
});
