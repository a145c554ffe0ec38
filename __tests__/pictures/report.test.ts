import { Artefacts, draw, reportPage, type DatedTables, type Drawn } from '../../pictures';
import { policyFacts } from '../../config';
import { RULES, judge, type Verdict, type Waiver } from '../../policy';
import { artefactsOf, contentOf } from '../helpers/pictured';

const tables: DatedTables = {
  kubernetes: {
    asOf: '2026-11-22',
    source: 'https://example.com/kubernetes',
    rows: { '1.36': { endOfLife: '2027-06' } },
  },
  models: {
    asOf: '2026-10-05',
    source: 'https://example.com/models',
    rows: [{ name: 'gpt-5.4-mini', version: '2026-03-17', retires: '2026-11-01' }],
  },
};
const content = contentOf('full');
const artefacts = artefactsOf(content);
let drawn: Drawn[];
let page: string;

const TODAY = '2026-11-27';
const WAIVERS: readonly Waiver[] = [
  { rule: 'namespace-pod-security', on: 'Namespace/orders', reason: 'a trial', until: '2027-01-31' },
  { rule: 'pod-non-root', on: 'StatefulSet/orders/documentdb', reason: 'a trial too', until: '2026-11-26' },
];

function verdictOf({ terraform, objects }: Artefacts, waivers = WAIVERS): Verdict {
  return judge({ terraform, manifests: objects }, { facts: policyFacts(TODAY), waivers });
}

/** The page, each run of spaces as one. */
function pageOf(of: Artefacts, pictures: readonly Drawn[], today = TODAY, verdict = verdictOf(of)): string {
  return reportPage({
    environment: 'full',
    artefacts: of,
    drawn: pictures,
    verdict,
    sources: ['cdk.tf.json', 'full.k8s.yaml'],
    tables,
    today,
  }).replaceAll(/\s+/g, ' ');
}

beforeAll(async () => {
  drawn = await draw(artefacts);
  page = pageOf(artefacts, drawn);
});

/** The cells of the rows of a table, by the id of its caption. */
function rowsOf(html: string, id: string): string[][] {
  const [, body = ''] = new RegExp(`<caption id="${id}">[^]*?<tbody>([^]*?)</tbody>`).exec(html) ?? [];
  return [...body.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell]) => cell!.replaceAll(/<[^>]+>/g, '').trim()),
  );
}

describe('the page', () => {
  test('is complete in itself, and may load nothing', () => {
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;" />`,
    );
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed)\b|\bsrc=|url\(|@import/);
  });

  test("is found one's way in without seeing it: landmarks, headings in order, one of each id", () => {
    for (const landmark of ['header', 'nav aria-label="Sections"', 'main id="main" tabindex="-1"', 'footer']) {
      expect(page.split(`<${landmark}>`)).toHaveLength(2);
    }
    expect(page).toMatch(/<body> <a class="skip" href="#main">/);
    expect(page).toContain('<html lang="en">');
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThan(2);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const refs = [...page.matchAll(/ (?:aria-labelledby|href)="#?([^"]+)"/g)].flatMap(([, id]) => id!.split(' '));
    expect(refs.length).toBeGreaterThan(20);
    expect(refs.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('has tables with scopes and captions, each in a region that can be reached and scrolled', () => {
    const found = page.match(/<table>/g)!.length;

    expect(found).toBe(13);
    expect(page.match(/<div class="scroll" role="region" aria-labelledby="[a-z-]+" tabindex="0">/g)).toHaveLength(
      found + drawn.length,
    );
    expect(page.match(/<caption id=/g)).toHaveLength(found);
    expect(page).not.toMatch(/<th>/);
    expect(page.match(/<th scope="row">/g)).toHaveLength(page.match(/<tr> <th scope="row">/g)!.length);
  });

  test('has every picture once, and says it in words too', () => {
    expect(page.match(/<svg /g)).toHaveLength(drawn.length);
    for (const { picture } of drawn) expect(page).toContain(`<summary>In words: ${picture.title}</summary>`);
    expect(page).toMatch(/<li>anybody Browser to gateway gateway…: allowed connection, HTTP 80, HTTPS 443<\/li>/);
    expect(page).toMatch(/<li>Azure OpenAI account oai…: [^<]*keys off \(closed\)/);
  });

  test('is the same for the same artefacts on the same day', () => {
    expect(pageOf(new Artefacts(content.json, content.objects), drawn)).toBe(page);
  });
});

describe('the tables', () => {
  test('name everything that exists', () => {
    const resources = artefacts.resources.filter(({ address }) => !address.startsWith('data.'));

    expect(rowsOf(page, 'resources').map(([, , address]) => address)).toEqual(resources.map(({ address }) => address));
    expect(rowsOf(page, 'objects')).toHaveLength(artefacts.objects.length);
  });

  test('say who may do what', () => {
    expect(rowsOf(page, 'roles')).toHaveLength(artefacts.ofType('azurerm_role_assignment').length);
    expect(rowsOf(page, 'roles')).toContainEqual([
      'id-writer-full',
      'identity',
      'Cognitive Services OpenAI User',
      'Azure OpenAI account oai-full',
    ]);
    expect(rowsOf(page, 'trusts')).toContainEqual(['elsewhere/twin', 'id-writer-full', 'api://AzureADTokenExchange']);
    expect(page).toContain('<p>Role bindings of Kubernetes: none.</p>');
  });

  test('say what is open to whom, the open ones first', () => {
    const ways = rowsOf(page, 'ways').map(([, , door]) => door);

    expect(ways).toEqual(expect.arrayContaining(['API server: 203.0.113.0/24 (for some)', 'keys off (closed)']));
    expect(ways.findIndex((door) => door!.endsWith('(closed)'))).toBeGreaterThan(
      ways.findIndex((door) => door!.endsWith('(for some)')),
    );
    expect(rowsOf(page, 'pages')).toContainEqual([
      'mine-route',
      'admin.example.com',
      '/my/page',
      'mine:9000',
      'any address (open to anybody)',
    ]);
    expect(rowsOf(page, 'rules').at(-1)).toEqual([
      'snet-aks-full',
      '4096',
      'DenyInternetInbound',
      'Deny inbound',
      'Internet',
      'any *',
    ]);
    expect(rowsOf(page, 'allowed')).toContainEqual(['apps/rabbitmq', 'apps/order-service', '5672']);
  });

  test('say until when each version is served, as far as the tables know', () => {
    expect(rowsOf(page, 'ends')).toEqual(
      expect.arrayContaining([
        ['aks-full', 'Kubernetes 1.36', '2027-06', '2026-11-22'],
        ['chat', 'gpt-5.4-mini 2026-03-17', 'ended 2026-11-01', '2026-10-05'],
        ['gpt-5.4', 'gpt-5.4 2026-03-05', 'not in the table', '2026-10-05'],
        ['alb-controller', 'chart 1.12.4', '—', '—'],
        ['mirror.example.com/rabbitmq', 'image 4.9.0', '—', '—'],
      ]),
    );
    expect(rowsOf(pageOf(artefacts, [], '2027-06-01'), 'ends')[0]).toContain('ended 2027-06');
  });

  test('say what the rules find, what is waived and until when, and what they looked at', () => {
    const { results } = verdictOf(artefacts);
    const found = results.flatMap(({ findings }) => findings);

    expect(rowsOf(page, 'findings').map(([, severity, message, , on]) => ({ severity, message, on }))).toEqual(
      found.map(({ severity, message, on }) => ({
        severity,
        message: message.replaceAll("'", '&#39;').replaceAll('"', '&quot;'),
        on,
      })),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(rowsOf(page, 'waived')).toEqual([
      [
        'namespace-pod-security',
        'a trial',
        '2027-01-31',
        expect.stringContaining('must be restricted'),
        'Namespace/orders',
      ],
    ]);
    expect(rowsOf(page, 'unknown').map(([rule]) => rule)).toContain('credential-subject');
    const asked = rowsOf(page, 'asked');
    expect(asked.map(([rule]) => rule)).toEqual(RULES.map(({ id }) => id));
    expect(asked).toContainEqual(['account-keys', 'ok', '1', 'The account takes no key.']);
    expect(page).toContain(
      '<strong>Waivers that do not hold:</strong> policy.waivers.1.until: the waiver of pod-non-root',
    );
    expect(page).toMatch(new RegExp(`<p>\\d[^<]*, ${found.length} findings?, 1 waived\\.</p>`));
  });

  test('tell "nothing is wrong" from "nothing was looked at"', () => {
    const html = pageOf(new Artefacts({}, []), [], TODAY, verdictOf(new Artefacts({}, []), []));

    expect(html).toContain('<p>Waived: none.</p>');
    expect(html).not.toContain('Waivers that do not hold');
    expect(rowsOf(html, 'asked')).toContainEqual(['account-keys', 'nothing', 'nothing', expect.any(String)]);
  });

  test('hold the bindings of Kubernetes that somebody adds', () => {
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'theirs' },
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'apps', name: 'writer' }],
    };

    const html = pageOf(new Artefacts({}, [binding]), []);
    expect(rowsOf(html, 'bindings')).toEqual([
      ['ServiceAccount apps/writer', 'ClusterRole cluster-admin', 'everywhere'],
    ]);
  });
});

test('every value is escaped', () => {
  const evil = '"><script>alert(1)</script>';
  const spiteful = new Artefacts(
    {
      resource: {
        azurerm_storage_account: { [evil]: { name: evil } },
        azurerm_role_assignment: { a: { principal_id: evil, role_definition_name: evil, scope: evil } },
      },
    },
    [{ apiVersion: 'v1', kind: evil, metadata: { name: evil, namespace: evil } }],
  );

  const html = reportPage({
    environment: evil,
    artefacts: spiteful,
    drawn: [],
    verdict: verdictOf(spiteful, [{ rule: evil, on: evil, reason: evil, until: evil }]),
    sources: [evil],
    tables,
    today: evil,
  });
  expect(html).not.toContain('<script');
  expect(html.split('&lt;script&gt;').length).toBeGreaterThan(10);
});

test('a preview says that it is one', () => {
  const preview = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', annotations: { 'secure-aks-openai/preview': 'made of sample values' } },
  };

  expect(pageOf(new Artefacts({}, [preview]), [])).toContain('<strong>A preview</strong>');
  expect(page).not.toContain('<strong>A preview</strong>');
});
