import { parseSync } from '@swc/core';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** A node of the syntax tree; a check reads what it judges. */
// oxlint-disable-next-line typescript/no-explicit-any
type Node = Record<string, any>;

/** What stands behind the last part of a template. */
const EMPTY: Node = { type: 'StringLiteral', value: '' };

/** What a doc comment stands before. */
export interface Documented {
  readonly name: string;
  /** File, line and name, such as `model/names.ts:7 NameRule.min`. */
  readonly where: string;
  /** The text of its doc comment; empty where it has none. */
  readonly doc: string;
  /** Whether it can be left out. */
  readonly isOptional: boolean;
}

/** A class and what it extends. */
export interface DocumentedClass extends Documented {
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
    return this.schemaObjects().flat();
  }

  /** The same, object by object. */
  public schemaObjects(): Documented[][] {
    return callsIn(this.body)
      .filter(({ callee }) => nameOf(callee.property ?? callee) === 'strictObject')
      .map((call) => call['arguments'][0]?.expression)
      .concat(this.exportedFields())
      .map((object) => this.documentedProperties(object));
  }

  private documentedProperties(object: Node | undefined): Documented[] {
    const properties = object?.['type'] === 'ObjectExpression' ? (object['properties'] as readonly Node[]) : [];
    return properties
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

  /** The arguments of each call of a function by one of these names, in words: what is known late stands as `<name>`. */
  public said(functions: readonly string[]): (readonly [name: string, ...words: string[]])[] {
    return callsIn(this.body)
      .filter(({ callee }) => callee.type === 'Identifier' && functions.includes(nameOf(callee)))
      .map((call) => [
        nameOf(call['callee']),
        ...(call['arguments'] as readonly Node[]).map(({ expression }) => this.words(expression)),
      ]);
  }

  /** What each property, or constant, of this name says, in words. */
  public saidAs(name: string): string[] {
    return nodesIn(this.body).flatMap((node) => {
      const isMeant =
        (node['type'] === 'KeyValueProperty' && nameOf(node['key']) === name) ||
        (node['type'] === 'VariableDeclarator' && nameOf(node['id']) === name);
      const value = (node['value'] ?? node['init']) as Node | undefined;
      return isMeant && value !== undefined && isText(value) ? [this.words(value)] : [];
    });
  }

  private words(value: Node): string {
    switch (value['type']) {
      case 'StringLiteral':
        return String(value['value']);
      case 'TemplateLiteral':
        return (value['quasis'] as readonly Node[])
          .flatMap((quasi, index) => [quasi['cooked'], this.words((value['expressions'][index] ?? EMPTY) as Node)])
          .join('');
      case 'BinaryExpression':
        return this.words(value['left']) + this.words(value['right']);
      case 'ParenthesisExpression':
        return this.words(value['expression']);
      case 'Identifier':
        return this.constant(nameOf(value)) ?? `<${nameOf(value)}>`;
      case 'MemberExpression':
        return value['property'].type === 'Identifier' ? `<${nameOf(value['property'])}>` : '…';
      case 'ConditionalExpression':
        return this.words(value['consequent']);
      case 'CallExpression':
        // A list that is joined stands for itself.
        return this.returned(value['callee']) ?? this.words(value['callee'].object ?? value['callee']);
      default:
        return '…';
    }
  }

  /** What a function says, of this file or of one beside it. */
  private returned(callee: Node): string | undefined {
    if (callee['type'] !== 'Identifier') return undefined;
    const name = nameOf(callee);
    for (const { type, identifier, body, id, init } of nodesIn(this.body)) {
      const isMeant = type === 'FunctionDeclaration' ? identifier.value === name : id?.value === name;
      const result = isMeant ? resultOf(type === 'FunctionDeclaration' ? body : init?.body) : undefined;
      if (result) return this.words(result);
    }
    const from = this.body.find(
      ({ type, specifiers }) =>
        type === 'ImportDeclaration' && (specifiers as readonly Node[]).some(({ local }) => local.value === name),
    )?.['source'].value as string | undefined;
    if (!from?.startsWith('./')) return undefined;
    return SourceText.ofFile(path.posix.join(path.posix.dirname(this.file), `${from}.ts`)).returned(callee);
  }

  /** What a constant of the file says, where it is text. */
  private constant(name: string): string | undefined {
    const found = nodesIn(this.body).filter(
      ({ type, id, init }) => type === 'VariableDeclarator' && id.value === name && init && isText(init),
    );
    return found.length === 1 ? this.words(found[0]!['init']) : undefined;
  }

  /** Its classes. */
  public classes(): DocumentedClass[] {
    return this.body.flatMap((node) => {
      const isExported = node['type'] === 'ExportDeclaration';
      const { type, identifier, superClass } = isExported ? node['declaration'] : node;
      if (type !== 'ClassDeclaration') return [];
      return {
        ...this.documented(node['span'].start, identifier.value, false),
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
    return { name, where: `${this.file}:${before.split('\n').length} ${name}`, doc: textOf(comment), isOptional };
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

/** Every node of a tree, each before those below it. */
function nodesIn(node: unknown, found: Node[] = []): Node[] {
  if (typeof node !== 'object' || node === null) return found;
  found.push(node);
  for (const child of Object.values(node)) nodesIn(child, found);
  return found;
}

/** Every call in a tree. */
function callsIn(node: unknown): Node[] {
  return nodesIn(node).filter(({ type }) => type === 'CallExpression');
}

/** What a function gives back, where that is text or comes from another function. */
function resultOf(body: Node | undefined): Node | undefined {
  const result = (body?.['stmts'] as readonly Node[] | undefined)?.find(({ type }) => type === 'ReturnStatement');
  const value = (result ? result['argument'] : body) as Node | undefined;
  return value && (isText(value) || value['type'] === 'CallExpression') ? value : undefined;
}

/** Whether a value is text that stands there. */
function isText({ type, left }: Node): boolean {
  return type === 'StringLiteral' || type === 'TemplateLiteral' || (type === 'BinaryExpression' && isText(left));
}

/** The names of the methods that make a value, the last first: `z.string().optional()` gives optional and string. */
function methodsOf(value: Node | undefined): string[] {
  if (value?.['type'] !== 'CallExpression' || value['callee'].type !== 'MemberExpression') return [];
  return [nameOf(value['callee'].property), ...methodsOf(value['callee'].object)];
}
