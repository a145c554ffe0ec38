import { SECRET_PATTERNS, findSecrets, variableProblem } from '../../model/secret-patterns';

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
    ['a URL with a port', 'mongodb://documentdb:10260/?tls=true'],
    ['32 digits that are a number', '0'.repeat(32)],
    ['an expression of Terraform', '${base64decode(azurerm_kubernetes_cluster.cluster_611F8AFF.kube_config[0].x)}'],
  ])('leaves %s alone', (_what, text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});

describe('variableProblem', () => {
  test.each(['OPENAI_API_KEY', 'AZURE_OPENAI_KEY', 'DB_PASSWORD', 'GITHUB_TOKEN', 'client_secret', 'KEY', 'APIKEY'])(
    'refuses a literal value of %s, and says what to do',
    (name) => {
      expect(variableProblem(name, 'anything')).toMatch(
        /^has the name of a secret and a literal value: .*secretVariables/,
      );
    },
  );

  test.each(['MAX_TOKENS', 'AZURE_FEDERATED_TOKEN_FILE', 'KEYBOARD', 'TOKENIZER', 'MONKEY'])('takes %s', (name) => {
    expect(variableProblem(name, 'anything')).toBeUndefined();
  });

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
