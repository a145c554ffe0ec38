/** As wide as a line may be. */
const WIDTH = 120;
const INDENT = '  ';
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Text that begins with that of a constant. */
class Continued {
  public constructor(
    readonly constant: string,
    readonly rest: string,
  ) {}
}

/** Plain data. */
type Data = string | number | boolean | Continued | readonly Data[] | { readonly [key: string]: Data | undefined };

/** What goes into a file of environments/. */
export interface EnvironmentFile {
  /** What the environment is for, in a sentence. */
  readonly summary: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Where the type of an environment is imported from. */
  readonly types: string;
  /** Comments by the name of the property they stand above. */
  readonly notes: Readonly<Record<string, string>>;
  /** Beginnings that several texts of it share, by the name of the constant that they are written as. @default - none */
  readonly constants?: Readonly<Record<string, string>>;
}

/**
 * The text of a file of environments/.
 *
 * @example
 * import { environmentFile } from './pipeline/new/to-typescript';
 *
 * environmentFile({ summary: 'To try things.', input: { name: 'dev' }, types: '../config', notes: {} });
 */
export function environmentFile({ summary, input, types, notes, constants = {} }: EnvironmentFile): string {
  const lines = Object.entries(input).flatMap(([key, value]) => [
    ...(notes[key] === undefined ? [] : [`${INDENT}// ${notes[key]}`]),
    `${INDENT}${entry(key, withConstants(value as Data, constants), INDENT)},`,
  ]);
  const declared = Object.entries(constants).map(([name, text]) => `const ${name} = ${quote(text)};`);
  return [
    `import type { EnvironmentInput } from '${types}';`,
    '',
    ...(declared.length > 0 ? [...declared, ''] : []),
    `/** ${summary} */`,
    'const environment: EnvironmentInput = {',
    ...lines,
    '};',
    '',
    'export default environment;',
    '',
  ].join('\n');
}

/** The same data, with what begins with a constant said by it. */
function withConstants(value: Data, constants: Readonly<Record<string, string>>): Data {
  if (typeof value === 'string') {
    const found = Object.entries(constants).find(([, text]) => value.startsWith(text));
    return found ? new Continued(found[0], value.slice(found[1].length)) : value;
  }
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => withConstants(item as Data, constants));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, withConstants(item, constants)]])),
  );
}

function entry(key: string, value: Data, indent: string): string {
  const name = `${IDENTIFIER.test(key) ? key : quote(key)}: `;
  return `${name}${literal(value, indent, name.length + 1)}`;
}

/**
 * A value as it is written in TypeScript, on one line where that fits.
 *
 * @param indent of the line it begins on
 * @param taken characters of that line that others need
 */
function literal(value: Data, indent: string, taken: number): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Continued) return `\`\${${value.constant}}${template(value.rest)}\``;
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const parts = (inner: string) =>
    isList
      ? value.map((item) => literal(item as Data, inner, 1))
      : Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [entry(key, item, inner)]));
  const flat = parts('').join(', ');
  const space = isList || flat === '' ? '' : ' ';
  const line = `${open}${space}${flat}${space}${close}`;
  if (indent.length + taken + line.length <= WIDTH && !line.includes('\n')) return line;
  const inner = indent + INDENT;
  return [open, ...parts(inner).map((part) => `${inner}${part},`), `${indent}${close}`].join('\n');
}

function quote(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", String.raw`\'`);
  return `'${escaped}'`;
}

/** Text within a template literal. */
function template(text: string): string {
  return text.replaceAll(/[`\\]|\$\{/g, (special) => `\\${special}`);
}
