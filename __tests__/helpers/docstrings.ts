import { parseSync } from '@swc/core';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** A node of the syntax tree; a check reads what it judges. */
// oxlint-disable-next-line typescript/no-explicit-any
type Node = Record<string, any>;

/** What a doc comment stands before. */
export interface Documented {
  /** File, line and name, such as `model/names.ts:7 NameRule.min`. */
  readonly where: string;
  /** The text of its doc comment; empty where it has none. */
  readonly doc: string;
  /** Whether it can be left out. */
  readonly isOptional: boolean;
}

/** A class and what it extends. */
export interface DocumentedClass extends Documented {
  readonly name: string;
  /** Name of the class it extends; empty where it extends none. */
  readonly superClass: string;
  readonly isExported: boolean;
}

/** The files of source code below some folders, by their paths from the project's root. */
export function sourceFiles(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file.replaceAll(path.sep, '/')}`)
      .toSorted(),
  );
}

/** One file of TypeScript, to ask what is documented in it. */
export class SourceText {
  private readonly body: readonly Node[];
  private readonly bytes: Buffer;

  /** Reads a file of the project. */
  public static ofFile(file: string): SourceText {
    return new SourceText(file, readFileSync(path.join(ROOT, file), 'utf8'));
  }

  public constructor(
    private readonly file: string,
    private readonly text: string,
  ) {
    this.bytes = Buffer.from(text);
    this.body = parseSync(text, { syntax: 'typescript', target: 'es2022' }).body;
  }

  /** The members of its exported interfaces. */
  public interfaceMembers(): Documented[] {
    return this.exported('TsInterfaceDeclaration').flatMap(([{ id, body }]) =>
      (body.body as readonly Node[]).map((member) =>
        this.documented(member['span'].start, `${id.value}.${nameOf(member['key'])}`, member['optional'] === true),
      ),
    );
  }

  /** The properties of every `z.strictObject`, and of every exported object of fields, but for those that are one literal. */
  public schemaProperties(): Documented[] {
    return [...callsIn(this.body)]
      .filter(({ callee }) => nameOf(callee.property ?? callee) === 'strictObject')
      .map((call) => call['arguments'][0]?.expression)
      .concat(this.exportedFields())
      .flatMap((object) => (object?.type === 'ObjectExpression' ? (object.properties as readonly Node[]) : []))
      .filter(({ type, value }) => type !== 'SpreadElement' && !methodsOf(value).includes('literal'))
      .map((property) => {
        // A shorthand is its own name.
        const name = (property['key'] ?? property) as Node;
        const isOptional = methodsOf(property['value']).some((method) =>
          ['optional', 'default', 'prefault'].includes(method),
        );
        return this.documented(name['span'].start, nameOf(name), isOptional);
      });
  }

  /** Its classes. */
  public classes(): DocumentedClass[] {
    return this.body.flatMap((node) => {
      const isExported = node['type'] === 'ExportDeclaration';
      const { type, identifier, superClass } = isExported ? node['declaration'] : node;
      if (type !== 'ClassDeclaration') return [];
      return {
        ...this.documented(node['span'].start, identifier.value, false),
        name: identifier.value,
        superClass: superClass ? nameOf(superClass.property ?? superClass) : '',
        isExported,
      };
    });
  }

  /** The code of each `@example`, wherever it stands. */
  public examples(): string[] {
    return [...this.text.matchAll(/\/\*\*(?:(?!\*\/)[^])*\*\//g)].flatMap(([comment]) => {
      const [, ...examples] = textOf(comment).split(/^@example\n/m);
      return examples.map((example) => example.split(/^@[a-z]+(?:$| )/m)[0]!);
    });
  }

  private exported(type: string): (readonly [declaration: Node, start: number])[] {
    return this.body
      .filter((node) => node['type'] === 'ExportDeclaration' && node['declaration'].type === type)
      .map((node) => [node['declaration'], node['span'].start]);
  }

  private exportedFields(): Node[] {
    return this.exported('VariableDeclaration')
      .flatMap(([{ declarations }]) => declarations as readonly Node[])
      .filter(({ id }) => nameOf(id).endsWith('Fields'))
      .map(({ init }) => init as Node);
  }

  /** @param start as the parser counts: in bytes, from 1 */
  private documented(start: number, name: string, isOptional: boolean): Documented {
    const before = this.bytes.subarray(0, start - 1).toString();
    const [comment = ''] = /\/\*\*(?:(?!\*\/)[^])*\*\/\s*$/.exec(before) ?? [];
    return { where: `${this.file}:${before.split('\n').length} ${name}`, doc: textOf(comment), isOptional };
  }
}

/** What is wrong with how something is documented. */
export function docProblems({ where, doc, isOptional }: Documented): string[] {
  const [words = ''] = doc.split(/(?:^|\s)@[a-z]/);
  return [
    ...(words.trim() === '' ? [`${where}: says nothing`] : []),
    ...(isOptional && !/@default \S/.test(doc) ? [`${where}: can be left out, and has no @default`] : []),
  ];
}

/** A doc comment without its frame. */
function textOf(comment: string): string {
  return comment
    .replace(/^\/\*\*[^\S\n]?/, '')
    .replace(/\s*\*\/\s*$/, '')
    .replaceAll(/^[^\S\n]*\*(?: |$)/gm, '');
}

function nameOf({ value }: Node): string {
  return String(value);
}

/** Every call in a tree. */
function* callsIn(node: unknown): Generator<Node> {
  if (typeof node !== 'object' || node === null) return;
  if ((node as Node)['type'] === 'CallExpression') yield node;
  for (const child of Object.values(node)) yield* callsIn(child);
}

/** The names of the methods that make a value, the last first: `z.string().optional()` gives optional and string. */
function methodsOf(value: Node | undefined): string[] {
  if (value?.['type'] !== 'CallExpression' || value['callee'].type !== 'MemberExpression') return [];
  return [nameOf(value['callee'].property), ...methodsOf(value['callee'].object)];
}
