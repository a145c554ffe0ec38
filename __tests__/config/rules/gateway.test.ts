import { EXISTING, dnsZoneIdIn } from '../../fixtures/existing';
import { MINIMAL, parsed, problemsOf, type Draft } from '../../helpers/environment';

const allowedSourceRanges = ['203.0.113.0/24'];
const policyId = `/subscriptions/${MINIMAL.subscriptionId}/resourceGroups/rg/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf`;
const chatbots = [{ name: 'bot', deployment: 'gpt-5.4-mini' }];

/** The problems of a gateway, in an environment with a chatbot beside the store. */
const problems = (gateway: Draft, more: Draft = {}) => problemsOf({ ...MINIMAL, chatbots, ...more, gateway });

describe('who may open the pages', () => {
  test('nobody has to say it', () => {
    expect(problems({})).toEqual([]);
    expect(parsed().gateway).toMatchObject({ allowedSourceRanges: [] });
    expect(parsed().gateway.openToAnybody).toBeUndefined();
  });

  test.each<[string, Draft, Draft]>([
    ['ranges', { allowedSourceRanges }, {}],
    ['a firewall of somebody else’s', {}, { existing: { webApplicationFirewallPolicyId: policyId } }],
    ['no page', {}, { store: { enabled: false }, chatbots: [] }],
    [
      'no page that is published by the gateway',
      {},
      { store: { enabled: false }, chatbots: [{ ...chatbots[0], publish: { by: 'nothing' } }] },
    ],
  ])('with openToAnybody: false, %s will do', (_, gateway, more) => {
    expect(problems({ ...gateway, openToAnybody: false }, more)).toEqual([]);
  });

  test('openToAnybody: true says that it is meant', () => {
    expect(problems({ openToAnybody: true })).toEqual([]);
  });

  test('openToAnybody: false refuses a page that anybody may open, and names each', () => {
    expect(problems({ openToAnybody: false })).toEqual([
      'gateway.openToAnybody: must be true where anybody on the internet may open a page, which is so of store-admin, store-front, bot: say gateway.allowedSourceRanges or gateway.login, or true if it is meant (got false)',
    ]);
    expect(problems({ openToAnybody: false }, { store: { enabled: false } })).toEqual([
      expect.stringContaining('which is so of bot: say gateway.allowedSourceRanges'),
    ]);
  });

  test('ranges beside a firewall of somebody else’s are refused', () => {
    const existing = { webApplicationFirewallPolicyId: policyId };

    expect(problems({ allowedSourceRanges }, { existing })).toEqual([
      'gateway.allowedSourceRanges: must be left out with existing.webApplicationFirewallPolicyId: one policy judges a request, so add a rule for these ranges to that one (got ["203.0.113.0/24"])',
    ]);
  });

  test.each<[string, Draft, string]>([
    [
      'openToAnybody: true beside ranges',
      { openToAnybody: true, allowedSourceRanges },
      'gateway.openToAnybody: must be left out with allowedSourceRanges, which lets nobody else in: say one of them (got true)',
    ],
    [
      'a range of every address',
      { allowedSourceRanges: ['0.0.0.0/0'] },
      'gateway.allowedSourceRanges.0: must be a range of some addresses, and /0 is all of them: leave allowedSourceRanges out, and say openToAnybody: true (got "0.0.0.0/0")',
    ],
    [
      'a private range',
      { allowedSourceRanges: ['10.0.0.0/8'] },
      'gateway.allowedSourceRanges.0: must be a range of public addresses, and 10.0.0.0/8 is private: name the address your calls leave by (got "10.0.0.0/8")',
    ],
  ])('%s is refused', (_, gateway, problem) => {
    expect(problems(gateway)).toEqual([problem]);
  });
});

const login = { clientId: '11111111-1111-4111-8111-111111111111' };
const mine = { name: 'mine', image: 'acme/mine:1', port: 8080, deployment: 'gpt-5.4-mini', dialect: 'store' };
const names = { tlsSecretName: 'tls', hostname: 'admin.example.com' };

describe('a login', () => {
  test.each<[string, Draft, Draft]>([
    ['under a name of one’s own by HTTPS', { ...names, login }, {}],
    [
      'before a workload of one’s own',
      { ...names, login },
      { workloads: [{ ...mine, login: true, publish: { by: 'path' } }] },
    ],
    [
      'without a host name where every page has its own',
      { tlsSecretName: 'tls', login },
      {
        store: { enabled: false },
        chatbots: [{ ...chatbots[0], publish: { by: 'hostname', hostname: 'bot.example.com' } }],
      },
    ],
    ['where only pages of the store stand open, and that is meant', { ...names, login, openToAnybody: true }, {}],
    ['where no page stands open', { ...names, login, openToAnybody: false }, { store: { enabled: false } }],
  ])('is taken %s', (_, gateway, more) => {
    expect(problems(gateway, more)).toEqual([]);
  });

  test.each<[string, Draft, Draft, string]>([
    [
      'without HTTPS',
      { hostname: names.hostname, login },
      {},
      `gateway.login: must be left out without HTTPS, by which alone Microsoft Entra sends people back: say gateway.tlsSecretName or gateway.certificate too (got {"clientId":"${login.clientId}"})`,
    ],
    [
      'without a host name',
      { tlsSecretName: 'tls', login },
      {},
      'gateway.hostname: must be said with a login before store-admin, bot: Microsoft Entra sends people back to a name that it knows (got nothing)',
    ],
    [
      'that no page asks for',
      { ...names, login },
      { store: { login: false }, chatbots: [{ ...chatbots[0], login: false }] },
      `gateway.login: must be left out: no page that is published asks for it (got {"clientId":"${login.clientId}"})`,
    ],
    [
      'that is not there, of a workload',
      names,
      { workloads: [{ ...mine, login: true, publish: { by: 'path' } }] },
      'workloads.0.login: must be left out without gateway.login, which says where people log in (got true)',
    ],
    [
      'of a workload that the gateway does not publish',
      { ...names, login },
      { workloads: [{ ...mine, login: true }] },
      'workloads.0.login: must be left out with publish by nothing: a login stands before pages of the gateway, by hostname or path (got true)',
    ],
    [
      'with the name of a workload',
      { ...names, login },
      { workloads: [{ ...mine, name: 'bot-login' }] },
      'workloads.0.name: must differ from the login before bot (got "bot-login")',
    ],
    [
      'with the ServiceAccount of a workload',
      { ...names, login },
      { workloads: [{ ...mine, serviceAccountName: 'page-login' }] },
      'workloads.0.serviceAccountName: must differ from gateway.login (dev/page-login): pods of one ServiceAccount share an identity, and its roles (got "page-login")',
    ],
    [
      'of nobody',
      { ...names, login: { clientId: 'mine' } },
      {},
      'gateway.login.clientId: must be a UUID: the "appId" that "az ad app list --display-name <name>" prints (got "mine")',
    ],
    [
      'beside pages that anybody may open, where that is refused',
      { ...names, login, openToAnybody: false },
      { chatbots: [{ ...chatbots[0], login: false }] },
      'gateway.openToAnybody: must be true where anybody on the internet may open a page, which is so of store-front, bot: say gateway.allowedSourceRanges or gateway.login, or true if it is meant (got false)',
    ],
  ])('%s is refused', (_, gateway, more, problem) => {
    expect(problems(gateway, more)).toEqual([problem]);
  });
});

const notBelow = (name: string, more = '') =>
  `existing.dnsZoneId: must be the zone of every name of a page, and ${name} is not below example.com${more}`;

describe('a certificate', () => {
  const certificate = { email: 'team@example.com' };
  const existing = { dnsZoneId: EXISTING.dnsZoneId };
  const of = { hostname: 'admin.example.com', storeFrontHostname: 'shop.example.com', certificate };
  const other = '99999999-9999-4999-8999-999999999999';

  test('has defaults, takes a zone as the portal spells it, and is enough for a login', () => {
    const spelled = existing.dnsZoneId.replace('resourceGroups', 'resourcegroups').replace('dnsZones', 'dnszones');
    const taken = parsed({ gateway: of, existing: { dnsZoneId: spelled } });

    expect(problems({ ...of, login }, { existing })).toEqual([]);
    expect(taken.gateway.certificate).toEqual({
      ...certificate,
      issuer: 'letsencrypt',
      certManagerVersion: '1.21.1',
      dnsZoneId: existing.dnsZoneId,
    });
    expect(taken.existing).toEqual(existing);
  });

  test('takes the zone of a hub, in another subscription', () => {
    const dnsZoneId = dnsZoneIdIn(other);

    expect(problems(of, { existing: { dnsZoneId } })).toEqual([]);
    expect(parsed({ gateway: of, existing: { dnsZoneId } }).gateway.certificate!.dnsZoneId).toBe(dnsZoneId);
  });

  test('is of the names that its pages need', () => {
    const bot = { ...chatbots[0], publish: { by: 'hostname', hostname: 'bot.example.com' } };

    expect(problems({ hostname: of.hostname, certificate }, { existing, store: { enabled: false } })).toEqual([]);
    expect(problems({ certificate }, { existing, store: { enabled: false }, chatbots: [bot] })).toEqual([]);
  });

  test.each<[string, Draft, Draft, readonly string[]]>([
    [
      'beside a Secret of one’s own',
      { ...of, tlsSecretName: 'tls' },
      {},
      ['gateway.tlsSecretName: must be left out with certificate, which has a Secret of its own (got "tls")'],
    ],
    [
      'of no names',
      { certificate },
      {},
      [
        'gateway.storeFrontHostname: must be said with certificate, which is of names (got nothing)',
        'gateway.hostname: must be said with certificate, which is of names (got nothing)',
      ],
    ],
    [
      'of a name of another zone',
      { ...of, storeFrontHostname: 'shop.example.org' },
      {},
      [notBelow('shop.example.org')],
    ],
    [
      'of the name of the zone itself',
      { ...of, storeFrontHostname: 'example.com' },
      {},
      [notBelow('example.com', ': no CNAME can stand at its top')],
    ],
    [
      'without a zone',
      of,
      { existing: {} },
      [
        'existing.dnsZoneId: must be said with gateway.certificate: by records of that zone cert-manager proves that the names are yours (got nothing)',
      ],
    ],
    [
      'with the zone where it used to be said',
      { ...of, certificate: { ...certificate, ...existing } },
      {},
      ['gateway.certificate.dnsZoneId: is called existing.dnsZoneId now: say it there'],
    ],
    [
      'without a page',
      { certificate },
      { store: { enabled: false }, chatbots: [] },
      ['gateway.certificate: must be left out: no page is published'],
    ],
    [
      'in what is no zone',
      of,
      { existing: { dnsZoneId: 'example.com' } },
      [
        'existing.dnsZoneId: must be the resource id that "az network dns zone show --query id" prints (got "example.com")',
      ],
    ],
  ])('%s is refused', (_, gateway, more, expected) => {
    expect(problems(gateway, { existing, ...more })).toEqual(
      expected.map((text) => expect.stringContaining(text) as string),
    );
  });
});
