import { z } from 'zod';
import { environmentSchema } from '../config/schema/environment';
import { NAME_RULES } from '../model/names';
import { table } from './page';
import { SourceText, sourceFiles, type Documented } from './source-text';

/** A part of a JSON schema, as far as it is read here. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}

/** A property of the environment's file, and what is said of it. */
export interface Property {
  /** Where it stands, such as `chatbots[].publish`. */
  readonly path: string;
  readonly allowed: string;
  readonly otherwise: string;
  readonly says: string;
}

const OBJECTS = sourceFiles('config/schema', 'config/workloads').flatMap((file) =>
  SourceText.ofFile(file).schemaObjects(),
);

/** Every property of an environment's file, in the order of the schema. */
export function properties(): Property[] {
  return propertiesOf(z.toJSONSchema(environmentSchema, { io: 'input', unrepresentable: 'any' }) as Schema, '');
}

/** The page `docs/environment.md`. */
export function environmentPage(): string {
  const all = properties();
  const top = [...new Set(all.map(({ path }) => path.split(/[.[]/)[0]!))];
  const sections = top.map((name) => {
    const rows = all.filter(({ path }) => path === name || new RegExp(`^${name}[.[]`).test(path));
    const cells = rows.map(({ path, allowed, otherwise, says }) => [`\`${path}\``, allowed, otherwise, says]);
    return `## ${name}\n\n${table(['property', 'allowed', 'left out', 'what it is'], cells)}`;
  });
  return `# The environment's file

Every property of a file of \`environments/\`, from \`config/schema/\` and \`config/workloads/\`; written by \`npm run docs\`. \`[]\` stands for
each entry of a list. What has no value in the third column has to be said. What must fit together is in \`config/rules/\`, and a
mistake is told with its path, its value and what is allowed. [What each property makes](properties.md), and what it takes to deploy it,
has a page of its own.

${sections.join('\n\n')}
`;
}

function propertiesOf(schema: Schema, path: string): Property[] {
  const inner = Object.entries(schema.properties ?? {});
  const said = saidOf(inner.map(([name]) => name));
  const [alike, others] = [true, false].map((is) =>
    inner.filter(([name, { properties }]) => (properties !== undefined && said(name) === undefined) === is),
  ) as [typeof inner, typeof inner];
  return [
    ...others.flatMap(([name, property]) => {
      const here = path === '' ? name : `${path}.${name}`;
      const { doc = '' } = said(name) ?? {};
      const [text = '', otherwise] = doc.replaceAll(/\s+/g, ' ').split(/\s*@default\s+/);
      const isNamed = path === 'names';
      return [
        {
          path: here,
          allowed: isNamed ? nameRule(name as keyof typeof NAME_RULES) : allowedBy(property),
          otherwise: isNamed ? 'derived' : defaultOf(property, otherwise, schema.required?.includes(name) === true),
          says: isNamed ? `Name of the ${wordsOf(name)}.` : wordsFor(property, text.split(/ @[a-z]/)[0]!),
        },
        ...below(property, here),
      ];
    }),
    // What has one property for each of something, and none that says more than its name.
    ...(alike.length === 0
      ? []
      : [
          {
            path: `${path}.<name>`,
            allowed: 'object',
            otherwise: 'each property by its own default',
            says: `One of ${alike.map(([name]) => `\`${name}\``).join(', ')}.`,
          },
          ...merged(alike.flatMap(([, property]) => below(property, `${path}.<name>`))),
        ]),
  ];
}

/** What is inside a property: of an object, of the entries of a list, of each choice. */
function below(schema: Schema, path: string): Property[] {
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  return merged([
    ...propertiesOf(schema, path),
    ...(schema.items ? below(schema.items, `${path}[]`) : []),
    ...choices.flatMap((choice) => below(choice, path)),
  ]);
}

/** What several choices have in common stands once, with all that is allowed. */
function merged(found: readonly Property[]): Property[] {
  const paths = [...new Set(found.map(({ path }) => path))];
  return paths.map((path) => {
    const same = found.filter((each) => each.path === path);
    const allowed = [...new Set(same.map((each) => each.allowed))].join(', ');
    return { ...(same.find(({ says }) => says !== '') ?? same[0]!), allowed };
  });
}

/** A property that is one literal tells its choice from the others. */
function wordsFor(schema: Schema, text: string): string {
  return schema.const === undefined ? cell(text) : 'Which of the choices it is.';
}

/**
 * How the properties of one object are documented: in the objects of the sources that hold nothing but them, the largest first,
 * or else in one that it is a part of.
 */
function saidOf(names: readonly string[]): (name: string) => Documented | undefined {
  const holds = (object: readonly Documented[]) => names.every((name) => object.some((each) => each.name === name));
  const objects = [
    ...OBJECTS.filter((object) => object.every((each) => names.includes(each.name))),
    ...OBJECTS.filter(holds),
  ];
  const largestFirst = objects.toSorted((a, b) => b.length - a.length).flat();
  return (name) => largestFirst.find((each) => each.name === name && each.doc !== '');
}

function allowedBy(schema: Schema): string {
  const { enum: values, const: only, items, minimum, maximum, type, anyOf, oneOf, additionalProperties } = schema;
  if (only !== undefined) return code(only);
  if (values) return values.map(code).join(', ');
  const choices = anyOf ?? oneOf;
  if (choices) return [...new Set(choices.map(allowedBy))].join(' or ');
  if (items) return `list of: ${allowedBy(items)}`;
  if (type === 'integer' || type === 'number') return numberRange(minimum, maximum);
  if (type === 'object') {
    return typeof additionalProperties === 'object' ? `any name: ${allowedBy(additionalProperties)}` : 'object';
  }
  return type === 'boolean' ? '`true`, `false`' : schema.format === 'uuid' ? 'UUID' : 'text';
}

function numberRange(minimum = 0, maximum = Number.MAX_SAFE_INTEGER): string {
  return maximum === Number.MAX_SAFE_INTEGER ? `number, from ${minimum}` : `number, ${minimum} to ${maximum}`;
}

/** What the sources say is told before the value, which may be worked out. */
function defaultOf(schema: Schema, said: string | undefined, isRequired: boolean): string {
  if (isRequired) return '';
  const words = said?.replace(/^- /, '').split(/ @[a-z]/)[0];
  if (words !== undefined) return cell(/^['"[{\d]|^(?:true|false)$/.test(words) ? `\`${words}\`` : words);
  return schema.default === undefined ? 'nothing' : code(schema.default);
}

function nameRule(name: keyof typeof NAME_RULES): string {
  const { min, max, alphabet } = NAME_RULES[name];
  return cell(`${min} to ${max}: ${alphabet}`);
}

function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('open ai', 'OpenAI');
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}\``;
}

/** Text as a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).trim();
}
