import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ProjectCopy } from '../helpers/project-copy';
import { scriptOf } from '../helpers/script-of';

const ROOT = path.join(__dirname, '..', '..');
const COMMENT = /\/\*[\s\S]*?\*\//g;
const CONSTRUCTS = [
  'AlbGateway',
  'PlatformStack',
  'PrivateOpenAi',
  'SecureVnet',
  'WorkloadIdentity',
  'WorkloadIdentityCluster',
];

describe('the public side of the constructs', () => {
  const project = new ProjectCopy();
  afterAll(() => project.remove());

  test('names no type of a provider', () => {
    // GIVEN the declarations that a package of these constructs would ship
    const compilerOptions = {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: '.',
      outDir: 'declared',
    };
    project.write(
      'tsconfig.json',
      JSON.stringify({
        extends: path.join(ROOT, 'tsconfig.json'),
        compilerOptions,
        include: ['constructs/index.ts'],
      }),
    );

    // WHEN
    const args = [scriptOf('tsc', 'typescript'), '--project', project.dir];
    const compiled = spawnSync(process.execPath, args, { encoding: 'utf8' });

    // THEN
    expect(compiled.stdout).toBe('');
    const reachable = reachableFrom('constructs/index', (file) => project.read(`declared/${file}.d.ts`));
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
    const examples = examplesByConstruct();
    expect([...examples.keys()].toSorted()).toEqual(CONSTRUCTS);
    for (const [construct, text] of examples) {
      expect(text).toMatch(new RegExp(`import \\{.*\\b${construct}\\b.*\\} from './constructs'`));
      project.write(`example-${construct}.ts`, text);
    }
    project.write('examples.ts', CONSTRUCTS.map((construct) => `import './example-${construct}';`).join('\n'));

    // WHEN
    execFileSync(process.execPath, ['--import', 'tsx', 'examples.ts'], { cwd: project.dir });

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
