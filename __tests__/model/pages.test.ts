import { pagesOf } from '../../model';
import { parsed, type Draft } from '../helpers/environment';

const HOSTNAME = 'made.fz01.alb.azure.com';
const pages = (draft: Draft = {}, hostname?: string) => pagesOf(parsed(draft), hostname);
const only = { store: { enabled: false, ai: false } };
const mine = { name: 'mine', image: 'acme/mine:1', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' };

describe('the pages of the store', () => {
  test('are store-admin at the gateway’s name and store-front at every other', () => {
    expect(pages({}, HOSTNAME)).toEqual([
      { service: 'store-admin', port: 80, hostname: HOSTNAME },
      { service: 'store-front', port: 80, hostname: undefined },
    ]);
  });

  test('leave store-front out until one of them has a name', () => {
    expect(pages()).toEqual([{ service: 'store-admin', port: 80, hostname: undefined }]);
    expect(pages({ gateway: { storeFrontHostname: 'shop.example.com' } })).toEqual([
      { service: 'store-admin', port: 80, hostname: undefined },
      { service: 'store-front', port: 80, hostname: 'shop.example.com' },
    ]);
  });

  test('are none without the store', () => {
    expect(pages(only, HOSTNAME)).toEqual([]);
  });
});

describe('the page of a workload', () => {
  test.each<[Draft, readonly object[]]>([
    [{ by: 'path' }, [{ hostname: HOSTNAME, path: '/mine' }]],
    [{ by: 'hostname', hostname: 'a.example.com' }, [{ hostname: 'a.example.com' }]],
    [{ by: 'load-balancer' }, []],
    [{ by: 'nothing' }, []],
  ])('published by %j: %j', (publish, expected) => {
    expect(pages({ ...only, workloads: [{ ...mine, publish }] }, HOSTNAME)).toEqual(
      expected.map((page) => ({ service: 'mine', port: 8080, tellsItsHealth: false, ...page })),
    );
  });

  test.each([
    [{}, false],
    [{ path: '/ready' }, true],
  ])('with the readiness probe %j tells its health: %s', (readinessProbe, tellsItsHealth) => {
    const [page] = pages({ ...only, workloads: [{ ...mine, readinessProbe, publish: { by: 'path' } }] });

    expect(page?.tellsItsHealth).toBe(tellsItsHealth);
  });
});
