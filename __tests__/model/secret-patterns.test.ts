import { SECRET_PATTERNS, findSecrets, secretVariableProblem, variableProblem } from '../../model/secret-patterns';

/** Made when the test runs, so that no file of this project holds anything that looks like a secret. */
const SECRETS: Readonly<Record<keyof typeof SECRET_PATTERNS, string>> = {
  'an Azure AI service key': `${'a1B2'.repeat(13)}JQQJ9${'9Zz'.repeat(9)}`,
  'an Azure AI service key of 32 digits': '0123456789abcdef'.repeat(2),
  'an Azure storage or database key': `${'a+'.repeat(43)}==`,
  'the key of a connection string': `Endpoint=x;SharedAccessKey=${'Zz9'.repeat(8)}`,
  'a shared access signature': `https://x.example.com/?sv=1&sig=${'aZ9'.repeat(12)}`,
  'a client secret of Microsoft Entra': `abc8Q~${'xYz_'.repeat(8)}`,
  'an OpenAI key': `sk-${'aB3'.repeat(8)}`,
  'a signed token': `eyJ${'aB3'.repeat(5)}.eyJ${'aB3'.repeat(5)}.x`,
  'a private key': ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' '),
  'a password in a URL': ['amqp://user', 'hunter2@rabbitmq:5672'].join(':'),
  'a password or key by its name': ['Server=tcp:db.example.com;User=app;Password', 'hunter2'].join('='),
};

describe('findSecrets', () => {
  test('has an example of each pattern', () => {
    expect(Object.keys(SECRETS)).toEqual(Object.keys(SECRET_PATTERNS));
  });

  test.each(Object.entries(SECRETS))('finds %s, and base64 of it', (kind, secret) => {
    const text = `first: line\nvalue: "${secret}"\nencoded: ${Buffer.from(secret).toString('base64')}\n`;

    expect(findSecrets(text)).toContainEqual({ kind, encoded: false, line: 2 });
    expect(findSecrets(text)).toContainEqual({ kind, encoded: true, line: 3 });
  });

  test.each([
    ['a resource id', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-secureai-dev-t5zd4'],
    ['a digest', `ghcr.io/a/b@sha256:${'0a'.repeat(32)}`],
    ['a checksum', 'secure-aks-openai/config-checksum: 2dd8d6d2912be9e4'],
    ['a logical id', 'cluster_gradio-aks-gpt51_credential-dev_gradio-aks-gpt51-sa_E4211D5E'],
    ['a password that something puts in', 'Server=db;Password=$(DB_PASSWORD);ApiKey=<yours>;Pwd={{ .Values.pwd }}'],
    ['words about a password', 'The password is long: passwords=2 words, key: value, secretName: pages-tls'],
    ['a URL with a port', 'mongodb://documentdb:10260/?tls=true'],
    ['32 digits that are a number', '0'.repeat(32)],
    ['an expression of Terraform', '${base64decode(azurerm_kubernetes_cluster.cluster_611F8AFF.kube_config[0].x)}'],
  ])('leaves %s alone', (_what, text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});

describe('a password or key by its name', () => {
  test.each(
    [
      ['Server=tcp:db;Database=x;User Id=u;Password', 'p'],
      ['Host=db;Username=u;Pwd ', ' p'],
      ['DefaultEndpointsProtocol=https;AccountName=a;AccountKey', 'short'],
      ['Endpoint=sb://x.example.com/;SharedAccessKeyName=n;SharedAccessKey', 'short'],
      ['https://x.example.com/?api_key', 'abc'],
      ['https://x.example.com/?api-key', 'abc'],
      ['--client-secret', 'abc'],
      ['subscription-key', 'abc'],
      ['PGPASSWORD', 'abc'],
    ].map((parts) => parts.join('=')),
  )('is found in %j', (text) => {
    expect(findSecrets(text).map(({ kind }) => kind)).toContain('a password or key by its name');
  });

  test.each(['"apiKey"', "'client_secret'"])('is found in JSON by %s', (name) => {
    expect(findSecrets(`{ ${name}: "abc" }`)).toEqual([
      { kind: 'a password or key by its name', encoded: false, line: 1 },
    ]);
  });

  test('is found in a URL without a user', () => {
    expect(findSecrets(['redis://', 'hunter2@cache:6379'].join(':'))).toEqual([
      { kind: 'a password in a URL', encoded: false, line: 1 },
    ]);
  });
});

const IDENTITY = ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_AUTHORITY_HOST'];

test.each(IDENTITY)('%s is the webhook’s, as a text and from a Secret', (name) => {
  const message = 'must be left out: the workload identity webhook sets it, and leaves another value as it is';

  expect(variableProblem(name, 'x')).toBe(message);
  expect(secretVariableProblem(name, 'x')).toBe(message);
});

describe('secretVariableProblem', () => {
  test.each([
    ['AZURE_OPENAI_API_KEY', 'x'],
    ['OPENAI_API_KEY', 'x'],
    ['AZURE_CLIENT_SECRET', 'x'],
    ['AZURE_PASSWORD', 'x'],
    ['STORAGE_CONNECTION_STRING', 'x'],
    ['ConnectionStrings__Db', 'x'],
    ['SETTING', 'openai-api-key'],
  ])('refuses %s of key %s, and says what to do', (name, key) => {
    expect(secretVariableProblem(name, key)).toMatch(/^has the name of a key, .*BILLING_TOKEN$/);
  });

  test.each([
    ['DB_PASSWORD', 'password'],
    ['BILLING_TOKEN', 'token'],
    ['DATABASE', 'url'],
  ])('takes %s of key %s', (name, key) => {
    expect(secretVariableProblem(name, key)).toBeUndefined();
  });

  test('refuses a secret in place of the name of its key, and does not repeat it', () => {
    const secret = SECRETS['an OpenAI key']!;

    expect(secretVariableProblem('SETTING', secret)).toBe(
      'names a key that looks like an OpenAI key: write the name under which the Secret holds it',
    );
  });
});

describe('variableProblem', () => {
  test.each([
    'OPENAI_API_KEY',
    'AZURE_OPENAI_KEY',
    'DB_PASSWORD',
    'GITHUB_TOKEN',
    'client_secret',
    'KEY',
    'APIKEY',
    'PGPASSWORD',
    'dbPassword',
    'Jwt__SigningKey',
    'ConnectionStrings__Db',
    'AZURE_CLIENT_CERTIFICATE_PATH',
  ])('refuses a literal value of %s, and says what to do', (name) => {
    expect(variableProblem(name, 'anything')).toMatch(
      /^has the name of a secret and a literal value: .*secretVariables/,
    );
  });

  test.each(['MAX_TOKENS', 'TOKEN_FILE', 'KEYBOARD', 'TOKENIZER', 'MONKEY', 'AZURE_CLIENT_NAME'])(
    'takes %s',
    (name) => {
      expect(variableProblem(name, 'anything')).toBeUndefined();
    },
  );

  test('refuses a value that looks like a key under a harmless name, and base64 of one', () => {
    const key = SECRETS['an Azure AI service key']!;

    expect(variableProblem('GREETING', key)).toMatch(/^looks like an Azure AI service key: /);
    expect(variableProblem('GREETING', Buffer.from(key).toString('base64'))).toMatch(
      /^looks like base64 of an Azure AI service key: /,
    );
  });

  test('does not repeat the secret', () => {
    for (const secret of Object.values(SECRETS)) expect(variableProblem('X', secret)).not.toContain(secret);
  });
});
