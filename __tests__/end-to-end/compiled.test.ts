import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { SourceText, sourceFiles } from '../../docs/source-text';
import { PAGE_FILES, Page } from '../helpers/markdown';
import { ProjectCopy } from '../helpers/project-copy';
import { scriptOf } from '../helpers/script-of';

const ROOT = path.join(__dirname, '..', '..');
const COMMENT = /\/\*[\s\S]*?\*\//g;
const CONSTRUCTS = [
  'AlbGateway',
  'Monitoring',
  'PlatformStack',
  'PrivateOpenAi',
  'PrivateRegistry',
  'SecureVnet',
  'WorkloadIdentity',
  'WorkloadIdentityCluster',
];

const project = new ProjectCopy();
afterAll(() => project.remove());

/** The code of every page, as files; what the reference shows is an example of a docstring. */
const pageBlocks = PAGE_FILES.filter((file) => !file.startsWith('docs/api/')).flatMap((page) =>
  Page.ofFile(page)
    .blocks('ts')
    .map((code, index) => {
      const name = `page-${page.replaceAll('/', '-').replace(/md$/, `${index}.ts`)}`;
      // An environment imports what stands beside its folder.
      return { file: code.includes("from '../config'") ? `environments/${name}` : name, code };
    }),
);
const docExamples = sourceFiles('config', 'model', 'contract', 'constructs', 'charts').flatMap((file) =>
  SourceText.ofFile(file)
    .examples()
    .map((code, index) => ({ file: `doc-${file.replaceAll('/', '-').replace(/ts$/, `${index}.ts`)}`, code })),
);
/** What an example of a docstring makes may be left to its reader. */
const UNUSED = /^doc-[^(]+\(.*error TS6(?:133|192|196|198|199): /;

/** How the compiler ends, and what it says. */
let compiler: { readonly status: number | null; readonly stdout: string };

// One run of the compiler for all, since each reads the libraries again.
beforeAll(() => {
  for (const { file, code } of [...pageBlocks, ...docExamples]) project.write(file, `${code}\nexport {};\n`);
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '.',
    outDir: 'declared',
  };
  const include = ['constructs/index.ts', 'page-*.ts', 'environments/page-*.ts', 'doc-*.ts'];
  project.write(
    'tsconfig.json',
    JSON.stringify({ extends: path.join(ROOT, 'tsconfig.json'), compilerOptions, include }),
  );
  const args = [scriptOf('tsc', 'typescript'), '--pretty', 'false', '--checkers', '1', '--project', '.'];
  compiler = spawnSync(process.execPath, args, { cwd: project.dir, encoding: 'utf8' });
});

test('what is compiled compiles: the constructs, the code of every page and every example of a docstring', () => {
  const { status, stdout } = compiler;
  const errors = stdout.split('\n').filter((line) => line !== '' && !UNUSED.test(line));

  expect(pageBlocks.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['environments/page-README.0.ts', 'page-docs-use-as-a-library.0.ts']),
  );
  expect(docExamples.length).toBeGreaterThan(5);
  expect(status === 0).toBe(stdout === '');
  expect(errors).toEqual([]);
});

describe('the page of the library', () => {
  test('shows code that runs', () => {
    // WHEN
    project.load('page-docs-use-as-a-library.0.ts');

    // THEN
    expect(project.read('cdktf.out/stacks/team/cdk.tf.json')).toContain('system:serviceaccount:team:summaries');
  });
});

describe('the public side of the constructs', () => {
  test('names no type of a provider', () => {
    // GIVEN the declarations that a package of these constructs would ship
    // WHEN
    const reachable = reachableFrom('constructs/index', (file) => project.read(`declared/${file}.d.ts`));

    // THEN
    expect([...reachable.keys()]).toEqual(
      expect.arrayContaining([
        'constructs/alb-gateway',
        'constructs/interfaces',
        'model/environment',
        'contract/schema',
      ]),
    );
    for (const [file, text] of reachable)
      expect([file, text]).not.toEqual([file, expect.stringMatching(/@cdktf\/provider-/)]);
  });

  test('shows each construct by an example that synthesizes', () => {
    // GIVEN
    project.clean();
    const examples = examplesByConstruct();
    expect([...examples.keys()].toSorted()).toEqual(CONSTRUCTS);
    for (const [construct, text] of examples) {
      expect(text).toMatch(new RegExp(`import \\{.*\\b${construct}\\b.*\\} from './constructs'`));
      project.write(`example-${construct}.ts`, text);
    }

    // WHEN
    for (const construct of CONSTRUCTS) project.load(`example-${construct}.ts`);

    // THEN
    expect(project.read('cdktf.out/stacks/team/cdk.tf.json')).toContain('"resource"');
  });
});

/** The declaration of a file and of all that it imports, without comments. */
function reachableFrom(
  file: string,
  read: (file: string) => string,
  found = new Map<string, string>(),
): Map<string, string> {
  if (found.has(file)) return found;
  const text = read(file).replaceAll(COMMENT, '');
  found.set(file, text);
  for (const [, specifier] of text.matchAll(/(?:from |import\()['"](\.{1,2}\/[\w./-]+|\.\.?)['"]/g)) {
    const target = path.join(path.dirname(file), specifier!);
    reachableFrom(/^(?:model|contract)$/.test(target) ? `${target}/index` : target, read, found);
  }
  return found;
}

/** The example in the comment of each exported class. */
function examplesByConstruct(): Map<string, string> {
  const folder = path.join(ROOT, 'constructs');
  const text = readdirSync(folder)
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  return new Map(
    [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*@example\n)((?:(?!\*\/)[\s\S])*)\*\/\nexport class (\w+)/g)].map(
      ([, , example, construct]) => [construct!, example!.replaceAll(/^ \* ?/gm, '')],
    ),
  );
}
