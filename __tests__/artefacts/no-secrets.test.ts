import { SECRET_PATTERNS, findSecrets, isSecretName } from '../../model';
import { ENVIRONMENTS } from '../fixtures/environments';
import { Synthesized } from '../helpers/artefacts';
import { podOf } from '../helpers/pod-security-rules';

/** Both artefacts as the texts that are written. */
function texts({ terraform, yaml }: Synthesized): string[] {
  return [JSON.stringify(terraform.json, null, 2), yaml];
}

/** Something of each kind that means nothing, put together here so that no file holds it whole. */
const PLANTED: Readonly<Record<keyof typeof SECRET_PATTERNS, string>> = {
  'an Azure AI service key': `${'a1B2'.repeat(13)}JQQJ9${'9'.repeat(27)}`,
  'an Azure AI service key of 32 digits': '0a'.repeat(16),
  'an Azure storage or database key': `${'Ab3/'.repeat(21)}Ab==`,
  'the key of a connection string': `AccountKey=${'Ab3'.repeat(8)}`,
  'a shared access signature': `https://x.blob.core.windows.net/c?sv=1&sig=${'aB3'.repeat(12)}`,
  'a client secret of Microsoft Entra': `abc8Q~${'x1.'.repeat(11)}`,
  'an OpenAI key': `sk-${'x1'.repeat(12)}`,
  'a signed token': `eyJ${'x1'.repeat(8)}.eyJ${'x1'.repeat(8)}`,
  'a private key': ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' '),
  'a password in a URL': ['amqp://store:x', 'rabbitmq:5672'].join('@'),
  'a password or key by its name': ['Server=tcp:db;Password', 'x1'].join('='),
};

describe.each(Object.entries(ENVIRONMENTS))('the artefacts of %s', (_name, environment) => {
  let artefacts: Synthesized;
  beforeAll(() => {
    artefacts = new Synthesized(environment);
  });

  test('hold no text that looks like a secret, plain or as base64', () => {
    const [json, yaml] = texts(artefacts);

    expect(json!.length).toBeGreaterThan(5000);
    expect(yaml!.length).toBeGreaterThan(5000);
    expect([json!, yaml!].flatMap(findSecrets)).toEqual([]);
  });

  test('give no literal value to a variable with the name of a secret', () => {
    const variables = artefacts.objects.flatMap((object) => {
      const spec = podOf(object)?.spec;
      return [...(spec?.['initContainers'] ?? []), ...(spec?.['containers'] ?? [])].flatMap(
        (container: { env?: { name: string; value?: string }[] }) => container.env ?? [],
      );
    });
    const secret = variables.filter((variable) => isSecretName(variable.name));

    expect(secret.map((variable) => variable.name).toSorted()).toEqual([
      'DATABASE_PASSWORD',
      'ORDER_DB_PASSWORD',
      'ORDER_QUEUE_PASSWORD',
      'ORDER_QUEUE_PASSWORD',
      'RABBITMQ_DEFAULT_PASS',
    ]);
    for (const variable of secret) {
      expect(variable).toEqual({
        name: variable.name,
        valueFrom: { secretKeyRef: { name: 'store-credentials', key: expect.any(String) } },
      });
    }
    const keys = artefacts.objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .flatMap((object) => Object.keys(object['data'] as object));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter(isSecretName)).toEqual([]);
  });

  test('make no Secret', () => {
    expect(artefacts.objects.map(({ kind }) => kind)).not.toContain('Secret');
  });

  test.each(Object.keys(PLANTED))('would be found to hold %s, planted in either of them', (kind) => {
    for (const text of texts(artefacts)) {
      for (const encoded of [false, true]) {
        const planted = encoded ? Buffer.from(`value: ${PLANTED[kind]}\n`).toString('base64') : PLANTED[kind];
        const lines = text.split('\n');
        lines.splice(20, 0, `    planted: ${planted}`);

        expect(findSecrets(lines.join('\n'))).toContainEqual({ kind, encoded, line: 21 });
      }
    }
  });
});

test('something of every kind is planted', () => {
  expect(Object.keys(PLANTED).toSorted()).toEqual(Object.keys(SECRET_PATTERNS).toSorted());
});
