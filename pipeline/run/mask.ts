const MASK = '***';

/** Names of JSON fields whose value is a secret wherever it is printed. */
const SECRET_FIELDS = [
  'access_?token',
  'refresh_?token',
  'id_?token',
  'client_?secret',
  'password',
  'api-?key',
  'key[12]',
  'primary_?key',
  'secondary_?key',
  'connection_?string',
].join('|');

/** What a secret looks like where it was not registered, and what is printed in its place. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  // A JSON Web Token: three base64url parts, the first of which encodes '{"'.
  [/\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g, MASK],
  [/(\bBearer\s+)[^\s"',;]+/gi, `$1${MASK}`],
  [new RegExp(`("(?:${SECRET_FIELDS})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1${MASK}"`],
  // Storage, Service Bus and the like: AccountKey=…; SharedAccessKey=…; and the signature of a SAS.
  [/((?:AccountKey|SharedAccessKey)=)[^;\s"']+/gi, `$1${MASK}`],
  [/([?&;]sig=)[^&\s"']+/gi, `$1${MASK}`],
  // What a kubeconfig holds.
  [/(\b(?:client-key-data|token|password):\s*)[^\s"']{8,}/g, `$1${MASK}`],
  // Keys of Azure: 64 bytes in base64, 84 characters, and the older 32 hexadecimal digits.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/g, MASK],
  [/\b[A-Za-z0-9]{84}\b/g, MASK],
  [/\b[0-9a-fA-F]{32}\b/g, MASK],
];

/** A registered value shorter than this would mask half of every text. */
const SHORTEST = 4;

/** Takes secrets out of text: what looks like one, and what was registered as one. */
export class Masker {
  private readonly values = new Set<string>();

  /** Registers a value that must never be printed; its base64 form is masked too, and each line of it. */
  public register(value: string): void {
    for (const part of [value, ...value.split('\n')]) {
      const text = part.trim();
      if (text.length < SHORTEST) continue;
      this.values.add(text);
      this.values.add(Buffer.from(text).toString('base64'));
    }
  }

  /** The text with every secret replaced. */
  public mask(text: string): string {
    let masked = text;
    for (const value of [...this.values].toSorted((a, b) => b.length - a.length)) {
      masked = masked.replaceAll(value, MASK);
    }
    for (const [look, replacement] of LOOKS) masked = masked.replace(look, replacement);
    return masked;
  }
}
