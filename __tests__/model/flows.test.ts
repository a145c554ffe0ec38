import {
  ACME_SOLVER,
  DNS,
  EVERY_POD,
  INTERNET,
  LOAD_BALANCER,
  PRIVATE_ENDPOINT,
  STORE_WORKLOAD_NAMES,
  VERIFY_JOB,
  flowsOf,
} from '../../model';
import { parsed, type Draft } from '../helpers/environment';

/** The flows of a namespace, a line each. */
function lines(draft: Draft = {}, namespace = 'dev'): string[] {
  return flowsOf(parsed(draft), namespace).map(
    ({ from, fromNamespace, to, toNamespace, port }) =>
      `${fromNamespace === undefined ? '' : `${fromNamespace}/`}${from} > ${toNamespace === undefined ? '' : `${toNamespace}/`}${to}:${port}`,
  );
}

const NAMES = `${EVERY_POD} > ${DNS}:53`;
const STORE = [
  `${LOAD_BALANCER} > store-front:8080`,
  `${LOAD_BALANCER} > store-admin:8081`,
  'store-front > order-service:3000',
  'store-front > product-service:3002',
  'store-admin > order-service:3000',
  'store-admin > makeline-service:3001',
  'store-admin > product-service:3002',
  'virtual-customer > order-service:3000',
  'virtual-worker > makeline-service:3001',
  'order-service > rabbitmq:5672',
  'makeline-service > rabbitmq:5672',
  'makeline-service > dev-data/documentdb:10260',
];
const VERIFY = `${VERIFY_JOB} > ai-service:5001`;
const AI = ['product-service > ai-service:5001', VERIFY];

const mine = { image: 'acme/mine:1', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' };

const LOGIN = {
  tlsSecretName: 'tls',
  hostname: 'a.example.com',
  login: { clientId: '11111111-1111-4111-8111-111111111111' },
};

/** The flows of the login before a page. */
const ofLogin = (page: string, port: number) => [
  `${LOAD_BALANCER} > ${page}-login:4180`,
  `${page}-login > ${page}:${port}`,
  `${page}-login > ${INTERNET}:443`,
];

describe('with a login', () => {
  const chatbots = [
    { name: 'chat', deployment: 'gpt-5.4-mini' },
    { name: 'open', deployment: 'gpt-5.4-mini', login: false },
  ];

  test('a page is reached through it alone', () => {
    const all = lines({ chatbots, gateway: LOGIN });
    const without = lines({ chatbots, gateway: { ...LOGIN, login: undefined } });

    const gone = [`${LOAD_BALANCER} > store-admin:8081`, `${LOAD_BALANCER} > chat:7860`];
    expect(without).toEqual(expect.arrayContaining(gone));
    expect(all.filter((line) => gone.includes(line))).toEqual([]);
    expect(all.toSorted()).toEqual(
      [
        ...without.filter((line) => !gone.includes(line)),
        ...ofLogin('store-admin', 8081),
        ...ofLogin('chat', 7860),
      ].toSorted(),
    );
  });

  test('a page without one is reached as ever', () => {
    expect(lines({ chatbots, gateway: LOGIN, store: { login: false } })).toEqual(
      expect.arrayContaining([`${LOAD_BALANCER} > store-admin:8081`, `${LOAD_BALANCER} > open:7860`]),
    );
  });
});

describe('the connections of a namespace', () => {
  test.each<[string, Draft, string[]]>([
    ['by default', {}, [NAMES, ...STORE, ...AI, `ai-service > ${INTERNET}:443`]],
    ['without AI', { store: { ai: false } }, [NAMES, ...STORE]],
    ['with nothing', { store: { enabled: false } }, [NAMES]],
    [
      'by a private endpoint',
      { openAi: { access: 'private-endpoint' } },
      [NAMES, ...STORE, ...AI, `ai-service > ${PRIVATE_ENDPOINT}:443`, `ai-service > ${INTERNET}:443`],
    ],
    [
      'with pages and a caller',
      {
        store: { enabled: false, ai: false },
        chatbots: [
          { name: 'chat', deployment: 'gpt-5.4-mini' },
          { name: 'public', deployment: 'gpt-5.4-mini', publish: { by: 'load-balancer' } },
        ],
        workloads: [
          { ...mine, name: 'page', publish: { by: 'hostname', hostname: 'a.example.com' } },
          { ...mine, name: 'inner', calledBy: ['chat', 'page'] },
        ],
      },
      [
        NAMES,
        `${LOAD_BALANCER} > chat:7860`,
        `${INTERNET} > public:7860`,
        `${LOAD_BALANCER} > page:8080`,
        ...['chat', 'public', 'page', 'inner'].map((name) => `${name} > ${INTERNET}:443`),
        'chat > inner:8080',
        'page > inner:8080',
      ],
    ],
  ])('%s', (_what, draft, expected) => {
    expect(lines(draft)).toEqual(expected);
  });

  test.each<[string, Draft, number]>([
    ['with a certificate', { gateway: { tlsSecretName: 'pages' } }, 1],
    ['without one', {}, 0],
    ['with one, and no page', { store: { enabled: false }, gateway: { tlsSecretName: 'pages' } }, 0],
  ])('of cert-manager’s proof, %s', (_what, draft, count) => {
    const flow = `${LOAD_BALANCER} > ${ACME_SOLVER}:8089`;

    expect(lines(draft).filter((line) => line === flow)).toHaveLength(count);
    expect(lines(draft, 'dev-data')).not.toContain(flow);
  });

  test('of the database are names, and who stores orders', () => {
    expect(lines({}, 'dev-data')).toEqual([NAMES, 'dev/makeline-service > documentdb:10260']);
    expect(lines({ namespace: 'shop', store: { dataNamespace: 'orders' } }, 'orders')).toEqual([
      NAMES,
      'shop/makeline-service > documentdb:10260',
    ]);
  });

  test('are those of its own workloads', () => {
    const workloads = [{ ...mine, name: 'apart', namespace: 'apart' }];

    expect(lines({ workloads }, 'apart')).toEqual([NAMES, `apart > ${INTERNET}:443`]);
    expect(lines({ workloads })).toEqual(lines());
  });

  test('say why', () => {
    for (const { why } of flowsOf(parsed({ openAi: { access: 'private-endpoint' } }), 'dev')) {
      expect(why).toMatch(/\w+ \w+/);
    }
  });
});

test('no party beside the workloads has a name that a workload could have', () => {
  for (const party of [LOAD_BALANCER, INTERNET, PRIVATE_ENDPOINT, DNS, VERIFY_JOB, EVERY_POD, ACME_SOLVER]) {
    expect(party).toMatch(/ /);
    expect(STORE_WORKLOAD_NAMES).not.toContain(party);
  }
});
