import { SourceText, docProblems, sourceFiles } from '../../docs/source-text';

const SCHEMAS = ['config/schema', 'config/workloads', 'contract'];
const LAYERS = ['config', 'model', 'contract', 'constructs', 'charts'];

const textsOf = (folder: string) => sourceFiles(folder).map((file) => SourceText.ofFile(file));

test.each(LAYERS)('every member of an exported interface of %s/ says what it is, and its default', (layer) => {
  const members = textsOf(layer).flatMap((text) => text.interfaceMembers());

  expect(members.length).toBeGreaterThan(0);
  expect(members.flatMap(docProblems)).toEqual([]);
});

test.each(SCHEMAS)('every property of a schema of %s/ says what it is, and its default', (folder) => {
  const properties = textsOf(folder).flatMap((text) => text.schemaProperties());

  expect(properties.length).toBeGreaterThan(10);
  expect(properties.flatMap(docProblems)).toEqual([]);
});

test.each(['constructs', 'charts'])('every construct of %s/ has an example', (layer) => {
  // GIVEN
  const classes = textsOf(layer).flatMap((text) => text.classes());
  const parents = new Map(classes.map(({ name, superClass }) => [name, superClass]));
  const isConstruct = (name: string): boolean =>
    ['Construct', 'Chart', 'TerraformStack'].includes(name) || (parents.has(name) && isConstruct(parents.get(name)!));

  // WHEN
  const constructs = classes.filter(({ name, isExported }) => isExported && isConstruct(name));

  // THEN
  expect(constructs.length).toBeGreaterThan(4);
  expect(constructs.filter(({ doc }) => !/^@example$/m.test(doc)).map(({ where }) => where)).toEqual([]);
});

describe('what is counted', () => {
  const text = new SourceText(
    'x.ts',
    `/** Ünlike ASCII. */
export interface Props {
  /** Said. */
  readonly said: string;
  readonly unsaid: string;
  /** @default 1 */
  readonly wordless?: number;
  /** Said, without a default. */
  readonly open?: number;
  /** Said. @default - none */
  readonly fine?: number;
  // No doc.
  method(): void;
}
interface Hidden { readonly unsaid: string }
export const someFields = { unsaid: thing, /** Said. */ said: other.default(1) };
const schema = z.strictObject({
  kind: z.literal('a'),
  /** Said. */ said: z.string().max(1),
  /** Said. */ open: z.string().optional(),
  unsaid,
  ...others,
  'in-quotes': z.strictObject({ inner: z.int() }).prefault({}),
});
/**
 * Is an example.
 *
 * @example
 * import { x } from '@scope/x';
 * x({ a: 1 });
 * @see nothing
 */
export class Example extends Construct {}
export abstract class Other extends ns.Example {}
class Unseen extends Construct {}
`,
  );

  test('is each member of an exported interface', () => {
    expect(text.interfaceMembers().flatMap(docProblems)).toEqual([
      'x.ts:5 Props.unsaid: says nothing',
      'x.ts:7 Props.wordless: says nothing',
      'x.ts:9 Props.open: can be left out, and has no @default',
      'x.ts:13 Props.method: says nothing',
    ]);
    expect(text.interfaceMembers()).toHaveLength(6);
  });

  test('is each property of a schema', () => {
    expect(text.schemaProperties().flatMap(docProblems).toSorted()).toEqual([
      'x.ts:16 said: can be left out, and has no @default',
      'x.ts:16 unsaid: says nothing',
      'x.ts:20 open: can be left out, and has no @default',
      'x.ts:21 unsaid: says nothing',
      'x.ts:23 in-quotes: can be left out, and has no @default',
      'x.ts:23 in-quotes: says nothing',
      'x.ts:23 inner: says nothing',
    ]);
  });

  test('is each class, with what it extends', () => {
    expect(text.classes().map(({ where, superClass, isExported }) => [where, superClass, isExported])).toEqual([
      ['x.ts:33 Example', 'Construct', true],
      ['x.ts:34 Other', 'Example', true],
      ['x.ts:35 Unseen', 'Construct', false],
    ]);
  });

  test('is the code of an example, to its end', () => {
    expect(text.examples()).toEqual(["import { x } from '@scope/x';\nx({ a: 1 });\n"]);
  });
});
