/** What api-extractor tells of a package, as far as it is read here: its `.api.json`. */
export interface ApiPackage {
  readonly members: readonly [{ readonly members: readonly ApiItem[] }];
}

/** A declaration, or a member of one. */
export interface ApiItem {
  readonly kind: string;
  /** @default - a constructor has none */
  readonly name?: string;
  /** Comment as it stands before the declaration. @default - it has none */
  readonly docComment?: string;
  /** The declaration, in pieces. */
  readonly excerptTokens: readonly { readonly text: string }[];
  readonly isOptional?: boolean;
  readonly isStatic?: boolean;
  /** Which pieces are the type of a property. */
  readonly propertyTypeTokenRange?: { readonly startIndex: number; readonly endIndex: number };
  readonly members?: readonly ApiItem[];
}

/** Headings by kind, in the order of the page. */
const PARTS: Readonly<Record<string, string>> = {
  Class: 'Classes',
  Function: 'Functions',
  Variable: 'Values',
  Interface: 'Interfaces',
  TypeAlias: 'Types',
};

/**
 * The page of one entry point: what each declaration is for, its example, and its members with their defaults.
 *
 * @param entryPoint name of the folder it is exported from
 */
export function referenceOf(entryPoint: string, { members: [{ members: items }] }: ApiPackage): string {
  const parts = [
    `# secure-aks-openai/${entryPoint}`,
    '<!-- Written by "npm run docs" from the comments of the sources. -->',
    ...Object.entries(PARTS).flatMap(([kind, heading]) => {
      const ofKind = items.filter((item) => item.kind === kind);
      return ofKind.length === 0 ? [] : [`## ${heading}`, ...ofKind.flatMap(declaration)];
    }),
  ];
  return `${parts.join('\n\n')}\n`;
}

function declaration(item: ApiItem): string[] {
  const { summary, tags } = readComment(item.docComment);
  const members = (item.members ?? []).filter(({ kind }) => kind !== 'Constructor');
  const properties = members.filter(({ propertyTypeTokenRange }) => propertyTypeTokenRange !== undefined);
  const methods = members.filter(({ propertyTypeTokenRange }) => propertyTypeTokenRange === undefined);
  const isWhole = ['Function', 'TypeAlias', 'Variable'].includes(item.kind);
  return [
    `### ${item.name}`,
    ...(summary === '' ? [] : [summary]),
    ...basesOf(item),
    ...(isWhole ? [code(textOf(item))] : []),
    ...tags.flatMap(([tag, text]) => (tag === 'throws' ? [`Throws ${text}.`] : [])),
    ...tags.flatMap(([tag, text]) => (tag === 'see' ? [`See ${text}`] : [])),
    ...tags.flatMap(([tag, text]) => (tag === 'example' ? [code(asImported(text))] : [])),
    ...table(
      ['property', 'type', 'what it is', 'default'],
      properties.map((each) => property(each, isGiven(item))),
    ),
    ...table(['method', 'what it does'], methods.map(method)),
  ];
}

/** What a class or an interface is one of. */
function basesOf(item: ApiItem): string[] {
  const bases = [...textOf(item).matchAll(/\b(extends|implements) (.+?)(?= implements |\s*$)/g)];
  return bases.length === 0 ? [] : [`It ${bases.map(([, verb, names]) => `${verb} \`${names}\``).join(' and ')}.`];
}

/** Whether it is what a user hands over, rather than what they are handed. */
function isGiven({ kind, name }: ApiItem): boolean {
  return kind === 'Interface' && !/^I[A-Z]/.test(name!);
}

function property(item: ApiItem, isInput: boolean): string[] {
  const { summary, tags } = readComment(item.docComment);
  const { startIndex, endIndex } = item.propertyTypeTokenRange!;
  const type = item.excerptTokens.slice(startIndex, endIndex);
  const otherwise = tags.find(([tag]) => tag === 'default')?.[1].replace(/^- /, '');
  return [
    `\`${item.name}\``,
    `\`${type.map(({ text }) => text).join('')}\``,
    summary,
    otherwise ?? (isInput && !item.isOptional ? 'none: it is needed' : ''),
  ];
}

function method(item: ApiItem): string[] {
  const { summary, tags } = readComment(item.docComment);
  const notes = tags.flatMap(([tag, text]) => {
    if (tag === 'param') return [text.replace(/^(\w+) - /, '`$1`: ')];
    return tag === 'throws' ? [`throws ${text}`] : [];
  });
  return [`\`${textOf(item).replace(/;$/, '')}\``, [summary, ...notes].join(' ')];
}

/** A comment by its first part and its tags, each with what follows it. */
function readComment(comment = ''): { summary: string; tags: (readonly [tag: string, text: string])[] } {
  const text = comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/\s*$/, '')
    .replaceAll(/^ \* ?/gm, '')
    .replaceAll(/\{@link ([^}]+)\}/g, '`$1`');
  // TSDoc knows no tag "default", and leaves it where it is written.
  const [summary = '', ...rest] = text.split(/(?:^|\s)@(?=(?:default|example|param|returns|see|throws)\b)/);
  return {
    summary: summary.trim(),
    tags: rest.map((part) => {
      const [, tag = '', body = ''] = /^(\w+)\s*([^]*)$/.exec(part)!;
      return [tag, body.trim()] as const;
    }),
  };
}

function textOf({ excerptTokens }: ApiItem): string {
  return excerptTokens
    .map(({ text }) => text)
    .join('')
    .replace(/^export (?:declare )?/, '');
}

/** An example as it stands in a project that has the package. */
function asImported(example: string): string {
  return example.replaceAll(/from '\.\/(constructs|charts|contract|config)'/g, "from 'secure-aks-openai/$1'");
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [[head, head.map(() => '---'), ...rows].map(tableLine).join('\n')];
}

/** Cells beside each other, each in one line and with no bar of its own. */
function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll(/\s+/g, ' ').replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
