import { parseEnvironment } from '../../config';
import { CancelledError, Runner } from '../../pipeline';
import { askFromOutside } from '../../pipeline/verify/closed-outside';
import { askForPage } from '../../pipeline/verify/page';
import { settle } from '../../pipeline/verify/proof';
import { LocalServer, deadUrl, type Answer } from '../helpers/http-server';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { hasty } from '../helpers/hasty';

const FIREWALL = '{"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}}';
const PRIVATE = '{"error":{"code":"403","message":"Public access is disabled. Please configure private endpoint."}}';

function make(access: 'service-endpoint' | 'private-endpoint' = 'service-endpoint') {
  const environment = parseEnvironment({
    name: 'dev',
    subscriptionId: '33333333-3333-4333-8333-333333333333',
    openAi: { access },
  });
  const printed: string[] = [];
  const runner = new Runner({ directory: process.cwd(), print: (line) => printed.push(line) });
  return { context: { environment, runner }, printed };
}

let time: ReturnType<typeof hasty>;
beforeEach(() => void (time = hasty()));
afterEach(() => time.stop());

/** Asks a server with these answers, and stops it. */
async function asking<T>(answers: readonly Answer[], ask: (url: string) => Promise<T>) {
  const server = await LocalServer.start(...answers);
  try {
    return { verdict: await ask(server.url), requests: server.requests };
  } finally {
    await server.stop();
  }
}

describe('from outside', () => {
  test('a refusal of the network is what is wanted, for a call with a token', async () => {
    // WHEN
    const { context } = make();
    const { verdict, requests } = await asking([{ status: 403, body: FIREWALL }], (url) =>
      askFromOutside(context, url, PLANTED_TOKEN),
    );

    // THEN
    expect(verdict).toMatchObject({ passed: true, seen: `403 ${FIREWALL}` });
    expect(requests).toEqual([
      { url: '/openai/models?api-version=2024-10-21', authorization: `Bearer ${PLANTED_TOKEN}` },
    ]);
  });

  test.each([
    ['private-endpoint', true],
    ['service-endpoint', false],
  ] as const)('with %s access, "public access is disabled" passes: %s', async (access, passed) => {
    // WHEN
    const { context } = make(access);
    const { verdict } = await asking([{ status: 403, body: PRIVATE }], (url) => askFromOutside(context, url, 'token'));

    // THEN
    expect(verdict.passed).toBe(passed);
  });

  test.each<[string, Answer, string]>([
    ['200', { status: 200, body: '{"data":[]}' }, 'the account answers to everybody'],
    ['401', { status: 401, body: '{"error":{"code":"PermissionDenied"}}' }, 'the network let the call through'],
    ['403 of the role', { status: 403, body: 'AuthorizationFailed' }, 'refused, but not by the network'],
    ['404', { status: 404 }, 'this is not how the account refuses'],
    ['500', { status: 500 }, 'this is not how the account refuses'],
  ])('%s fails with its cause', async (_, answer, cause) => {
    // WHEN
    const { context } = make();
    const { verdict } = await asking([answer], (url) => askFromOutside(context, url, 'token'));

    // THEN
    expect(verdict.passed).toBe(false);
    expect(verdict.expected).toBe('403 "Access denied due to Virtual Network/Firewall rules"');
    expect(verdict.seen).toBe(`${answer.status} ${answer.body ?? ''}`.trim());
    expect(verdict.cause).toContain(cause);
  });

  test('429 is tried again after as long as it asks for, and then counts as let through', async () => {
    // WHEN
    const { context } = make();
    const { verdict, requests } = await asking([{ status: 429, headers: { 'retry-after': '7' } }], (url) =>
      askFromOutside(context, url, 'token'),
    );

    // THEN
    expect(time.waits).toEqual([7_000, 7_000]);
    expect(requests).toHaveLength(3);
    expect(verdict).toMatchObject({ passed: false, cause: expect.stringContaining('as far as the quota') as string });
  });

  test('429 and then the refusal is a refusal', async () => {
    // WHEN
    const { context } = make();
    const answers = [
      { status: 429, headers: { 'retry-after': '3600' } },
      { status: 403, body: FIREWALL },
    ];
    const { verdict } = await asking(answers, (url) => askFromOutside(context, url, 'token'));

    // THEN nobody waits an hour
    expect(time.waits).toEqual([60_000]);
    expect(verdict.passed).toBe(true);
  });

  test('a run that is stopped meanwhile says so, and is no answer', async () => {
    // GIVEN
    const stop = new AbortController();
    const { context } = make();
    const runner = new Runner({ directory: process.cwd(), print: () => undefined, signal: stop.signal });
    const server = await LocalServer.start({ status: 403, body: FIREWALL });
    stop.abort();

    // WHEN
    const asked = askFromOutside({ ...context, runner }, server.url, 'token');

    // THEN
    await expect(asked).rejects.toBeInstanceOf(CancelledError);
    await server.stop();
  });

  test('no connection proves nothing', async () => {
    // WHEN
    const { context } = make();
    const verdict = await askFromOutside(context, await deadUrl(), 'token');

    // THEN
    expect(verdict).toMatchObject({ passed: false, cause: expect.stringContaining('this proves nothing') as string });
    expect(verdict.seen).toContain('ECONNREFUSED');
  });
});

describe('through the gateway', () => {
  test('200 is what is wanted', async () => {
    // WHEN
    const { context } = make();
    const { verdict } = await asking([{ status: 200, body: '<html>' }], (url) => askForPage(context.runner, url));

    // THEN
    expect(verdict).toMatchObject({ passed: true, seen: '200' });
  });

  test.each<[string, Parameters<typeof asking>[0], object]>([
    [
      'sent to log in, which is what is wanted',
      [{ status: 302, headers: { location: 'https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize' } }],
      { passed: true, seen: '302 to https://login.microsoftonline.com/' },
    ],
    [
      'let in, which is not',
      [{ status: 200 }],
      { passed: false, seen: '200', cause: expect.stringContaining('past the login') as string, mayChange: true },
    ],
    [
      'sent elsewhere, which is not',
      [{ status: 302, headers: { location: 'https://example.com/' } }],
      { passed: false, cause: 'something else than the store answers under this name' },
    ],
  ])('before a page with a login whoever has not logged in is %s', async (_, answers, verdict) => {
    const { context } = make();

    expect((await asking(answers, (url) => askForPage(context.runner, url, true))).verdict).toMatchObject(verdict);
  });

  test.each<[number, string, boolean]>([
    [301, 'something else than the store', false],
    [401, 'something else than the store', false],
    [403, "a firewall refuses this machine's address: add it to gateway.allowedSourceRanges", true],
    [404, 'no route has this host name', true],
    [429, 'the load balancer throttles', true],
    [500, 'no healthy pod behind the route', true],
    [503, 'no healthy pod behind the route', true],
  ])('%s fails with its cause', async (status, cause, mayChange) => {
    // WHEN
    const { context } = make();
    const { verdict } = await asking([{ status, body: 'upstream connect error' }], (url) =>
      askForPage(context.runner, url),
    );

    // THEN
    expect(verdict).toMatchObject({ passed: false, seen: `${status} upstream connect error`, mayChange });
    expect(verdict.cause).toContain(cause);
  });

  test('no connection fails with its cause', async () => {
    // WHEN
    const { context } = make();
    const verdict = await askForPage(context.runner, await deadUrl());

    // THEN
    expect(verdict.seen).toContain('ECONNREFUSED');
    expect(verdict).toMatchObject({ passed: false, mayChange: true });
  });
});

/** Asks for the page with this patience. */
const proof = (url: string, patienceMs: number, { context }: ReturnType<typeof make>) =>
  settle({ id: 'page', title: 'page', patienceMs, prove: () => askForPage(context.runner, url) }, context);

describe('patience', () => {
  test('looks again while time may change it', async () => {
    // WHEN
    const world = make();
    const { verdict, requests } = await asking([{ status: 503 }, { status: 404 }, { status: 200 }], (url) =>
      proof(url, 60_000, world),
    );

    // THEN
    expect(verdict.passed).toBe(true);
    expect(requests).toHaveLength(3);
    expect(world.printed).toEqual(['page: 503; looking again in 20 s', 'page: 404; looking again in 20 s']);
  });

  test('ends in time', async () => {
    // WHEN
    const world = make();
    const { verdict, requests } = await asking([{ status: 503 }], (url) => proof(url, 60_000, world));

    // THEN
    expect(verdict.passed).toBe(false);
    expect(requests).toHaveLength(4);
  });

  test('does not wait for what time cannot change', async () => {
    // WHEN
    const world = make();
    const { requests } = await asking([{ status: 401 }], (url) => proof(url, 60_000, world));

    // THEN
    expect(requests).toHaveLength(1);
  });
});
