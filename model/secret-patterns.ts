/** What a text that holds a secret looks like, by what it would be. */
export const SECRET_PATTERNS: Readonly<Record<string, RegExp>> = {
  /** @see https://github.com/microsoft/security-utilities/blob/main/docs/IdentifiableSecrets.md */
  'an Azure AI service key':
    /(?<![A-Za-z0-9+/])[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{27}(?:[A-Za-z0-9]{2}==)?(?![A-Za-z0-9+/])/,
  'an Azure AI service key of 32 digits':
    /(?<![A-Za-z0-9+/_-])(?=[0-9a-fA-F]*\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{32}(?![A-Za-z0-9+/_-])/,
  'an Azure storage or database key': /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/,
  'the key of a connection string': /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20,}/i,
  'a shared access signature': /[?&;]sig=[A-Za-z0-9%+/]{30,}/i,
  'a client secret of Microsoft Entra':
    /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/,
  'an OpenAI key': /(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{20,}/,
  'a signed token': /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}/,
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  'a password in a URL': /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s:/@]+@/i,
  /** As in `Server=…;Password=…`, `api_key=…` or `{"clientSecret":"…"}`; what a shell or a template puts in is none. */
  'a password or key by its name':
    /(?:api|account|access|shared[ _-]?access|subscription|primary|secondary)[ _-]?key["']?\s*(?:=|(?<=["']\s*):)\s*["']?[^\s"';,&$<({[]|(?:password|passwd|(?<![a-z])pwd|secret|access[ _-]?token)["']?\s*(?:=|(?<=["']\s*):)\s*["']?[^\s"';,&$<({[]/i,
};

const SECRET_NAME = /(?:^|_|^PG)(?:API_?KEY|KEY|PASSWORD|PASSWD|PASS|PWD|TOKEN|SECRET|CONNECTION_?STRING)$/i;
const SECRET_NAME_IN_CAMEL_CASE = /[a-z](?:Key|Password|Passwd|Pass|Pwd|Token|Secret|ConnectionString)$/;

/** Whether a secret is expected in a variable of this name: `DB_PASSWORD`, `PGPASSWORD`, `client_secret`, `Jwt__SigningKey`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_NAME_IN_CAMEL_CASE.test(name);
}

/** Names under which a key or a client secret of Azure is handed to a program. */
const KEY_NAME =
  /API[_-]?KEY|ACCESS[_-]?KEY|ACCOUNT[_-]?KEY|SUBSCRIPTION[_-]?KEY|CLIENT[_-]?SECRET|CLIENT[_-]?CERTIFICATE|CONNECTION[_-]?STRING/i;

/** Whether a variable, or a key of a Secret, has the name of a key: no pod may be handed one, wherever it comes from. */
export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name) || (/^(?:AZURE|OPENAI)_/i.test(name) && isSecretName(name));
}

/**
 * The variables that tell a container its identity. The workload identity webhook sets them, but none that it finds set:
 * a value from elsewhere would be another identity, or none.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
 */
export const IDENTITY_VARIABLES = [
  'AZURE_CLIENT_ID',
  'AZURE_TENANT_ID',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_AUTHORITY_HOST',
] as const;

/** A stretch of text that may be base64 of something worth reading. */
const BASE64 = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,}={0,2}/g;

/** A secret in a text. What it is stands in `kind`; the secret itself is not repeated. */
export interface SecretFinding {
  /** What it would be: a key of {@link SECRET_PATTERNS}. */
  readonly kind: string;
  /** Whether it stood there as base64. */
  readonly encoded: boolean;
  /** Line of the text, from 1. */
  readonly line: number;
}

/** Every line of a text that looks like a secret, or like base64 of one. */
export function findSecrets(text: string): SecretFinding[] {
  return text.split('\n').flatMap((line, index) => {
    const plain = kindsIn(line).map((kind) => ({ kind, encoded: false, line: index + 1 }));
    const encoded = [...line.matchAll(BASE64)]
      .flatMap(([stretch]) => kindsIn(Buffer.from(stretch, 'base64').toString('latin1')))
      .map((kind) => ({ kind, encoded: true, line: index + 1 }));
    return [...plain, ...encoded];
  });
}

/**
 * What is wrong with the name of a variable, wherever its value comes from.
 *
 * @returns a message, or `undefined` where it is free
 */
export function identityVariableProblem(name: string): string | undefined {
  return (IDENTITY_VARIABLES as readonly string[]).includes(name)
    ? 'must be left out: the workload identity webhook sets it, and leaves another value as it is'
    : undefined;
}

/**
 * What is wrong with a variable of a workload, whose value ends up in a ConfigMap that anybody in the namespace reads.
 *
 * @returns a message, or `undefined` where it looks like no secret
 */
export function variableProblem(name: string, value: string): string | undefined {
  const taken = identityVariableProblem(name);
  if (taken) return taken;
  if (isSecretName(name) || isKeyName(name)) return `has the name of a secret and a literal value: ${INSTEAD}`;
  const [found] = findSecrets(value);
  return found && `looks like ${found.encoded ? 'base64 of ' : ''}${found.kind}: ${INSTEAD}`;
}

/**
 * What is wrong with a variable of a workload whose value a Secret holds.
 *
 * @param key the key in the Secret
 * @returns a message, or `undefined` where it may be
 */
export function secretVariableProblem(name: string, key: string): string | undefined {
  const taken = identityVariableProblem(name);
  if (taken) return taken;
  if (isKeyName(name) || isKeyName(key)) {
    return 'has the name of a key, which no pod may hold: Azure is called under the identity of the workload, without one; a secret of another service needs a name of its own, such as BILLING_TOKEN';
  }
  const [found] = findSecrets(key);
  return found && `names a key that looks like ${found.kind}: write the name under which the Secret holds it`;
}

const INSTEAD =
  'a model is called under the identity of the workload, without a key; any other secret belongs into a Kubernetes ' +
  'Secret that "secretVariables" names';

function kindsIn(text: string): string[] {
  return Object.entries(SECRET_PATTERNS).flatMap(([kind, pattern]) => (pattern.test(text) ? [kind] : []));
}
