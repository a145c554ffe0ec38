import { closedAndAnswering } from '../fixtures/pipeline/closed-and-answering';
import { devWith, only } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

const CLIENT = '44444444-4444-4444-8444-444444444444';
const environment = devWith({
  gateway: { tlsSecretName: 'tls', hostname: 'admin.example.com', login: { clientId: CLIENT } },
});
const environments = only(environment);

const CREDENTIAL = {
  name: 'dev-dev_page-login',
  issuer: 'https://issuer.example/',
  subject: 'system:serviceaccount:dev:page-login',
  audiences: ['api://AzureADTokenExchange'],
};
const ADDRESS = 'https://admin.example.com/oauth2/callback';
const FORBIDDEN = 'Insufficient privileges to complete the operation.';

/** Sends whoever asks for the page to log in. */
const sendingToLogIn: typeof fetch = (input, init) => {
  const url = input instanceof Request ? input.url : input.toString();
  const headers = { location: 'https://login.microsoftonline.com/tenant' };
  return url.startsWith('https://admin.example.com/')
    ? Promise.resolve(new Response(null, { status: 302, headers }))
    : closedAndAnswering(input, init);
};

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev', environments);
});
afterEach(() => world.remove());

/** The way up to the Secrets, which is all that a login adds to. */
const deploy = () => world.run('deploy', ['dev'], { fetch: sendingToLogIn }, environments);
const changes = () =>
  world.calls().filter((call) => /^az ad app (?:update|federated-credential (?:create|update))/.test(call));

test('the application trusts the cluster and sends people back to the page, once', async () => {
  // GIVEN an address of somebody else's
  world.make('addresses', 'https://elsewhere.example.com/');

  // WHEN
  const first = await deploy();
  const changed = changes();
  world.forgetCalls();
  const second = await deploy();

  // THEN
  expect(first.stderr).toBe('');
  expect(first.code).toBe(0);
  expect(JSON.parse(world.read('credential'))).toEqual(CREDENTIAL);
  expect(world.read('addresses').split(' ')).toEqual(['https://elsewhere.example.com/', ADDRESS]);
  expect(changed).toHaveLength(2);
  expect(second.code).toBe(0);
  expect(changes()).toEqual([]);
});

test('the secret of the cookies is made in the cluster, 32 bytes at random, and stands nowhere else', async () => {
  // WHEN
  const { stdout, stderr } = await deploy();

  // THEN
  const { metadata, data } = JSON.parse(world.read('login-secret')) as {
    metadata: object;
    data: Record<string, string>;
  };
  const secret = Buffer.from(data['cookie-secret']!, 'base64').toString();
  expect(metadata).toMatchObject({ name: 'page-login', namespace: 'dev' });
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  for (const form of [secret, data['cookie-secret']!])
    expect(stdout + stderr + world.read('calls')).not.toContain(form);
});

test('whoever may not change the application is told the one command that does', async () => {
  // GIVEN
  world.rule({ call: 'az ad app federated-credential create *', code: 1, says: FORBIDDEN });
  world.rule({ call: 'az ad app update *', code: 1, says: FORBIDDEN });

  // WHEN
  const { code, stdout } = await deploy();

  // THEN
  expect(code).toBe(0);
  const [, command = ''] = /an Application Administrator, runs\n *(.+)/.exec(stdout) ?? [];
  const [trust = '', sendBack = ''] = command.split(' && ');
  expect(trust).toContain(`az ad app federated-credential create --id ${CLIENT} --parameters`);
  expect(trust).toContain(JSON.stringify(CREDENTIAL));
  expect(sendBack).toContain(`az ad app update --id ${CLIENT} --web-redirect-uris ${ADDRESS}`);
});

test('an application that cannot be read keeps the addresses it has', async () => {
  // GIVEN
  world.rule({ call: 'az ad app show *', code: 1, says: FORBIDDEN });

  // WHEN
  const { code, stdout } = await deploy();

  // THEN
  expect(code).toBe(0);
  expect(changes().filter((call) => call.startsWith('az ad app update'))).toEqual([]);
  expect(stdout).toContain(`--web-redirect-uris <those it has already> ${ADDRESS}`);
});

test('a cluster that was made anew takes the place of the old one', async () => {
  // GIVEN
  world.make('credential', JSON.stringify({ ...CREDENTIAL, issuer: 'https://old.example/' }));

  // WHEN
  await deploy();

  // THEN
  expect(changes()[0]).toContain(
    `federated-credential update --federated-credential-id ${CREDENTIAL.name} --id ${CLIENT}`,
  );
  expect(JSON.parse(world.read('credential'))).toEqual(CREDENTIAL);
});

test('a page that answers without a login is told', async () => {
  // WHEN
  const { code, stdout, stderr } = await world.run('deploy', ['dev'], {}, environments);

  // THEN
  expect(code).toBe(1);
  expect(stdout + stderr).toContain('its route leads past the login');
});

test('a login whose application was never filled in stops before anything is changed', async () => {
  // GIVEN
  const { gateway } = environment;
  const placeholder = '00000000-0000-0000-0000-000000000000';
  const unfilled = { ...environment, gateway: { ...gateway, login: { ...gateway.login!, clientId: placeholder } } };

  // WHEN
  const { code, stderr } = await world.run(
    'deploy',
    ['dev'],
    {},
    { ...environments, loadEnvironment: () => Promise.resolve(unfilled) },
  );

  // THEN
  expect(code).toBe(1);
  expect(stderr).toContain(`gateway.login.clientId of environments/dev.ts is still the placeholder ${placeholder}`);
  expect(stderr).toContain('npm run bootstrap -- dev makes an application and prints its client id');
});
