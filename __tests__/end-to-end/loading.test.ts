import { ProjectCopy } from '../helpers/project-copy';

const project = new ProjectCopy();
afterAll(() => project.remove());

const GOOD = `{ subscriptionId: '${'1'.repeat(8)}-1111-1111-1111-111111111111', tags: team }`;

/** Files of environments/ by name, and what is said of each. */
const FILES: Readonly<Record<string, readonly [text: string, said: string]>> = {
  'b-empty': ['', 'environments/b-empty.ts exports no environment: end it with "export default"'],
  'b-comment': ['// to do\n', 'environments/b-comment.ts exports no environment'],
  'b-named': [
    'export const staging = {};\n',
    'environments/b-named.ts exports no environment: "export default staging;"',
  ],
  'b-syntax': [
    "export default {\n  name: 'b-syntax'\n  location: 'westeurope',\n};\n",
    'environments/b-syntax.ts:3 does not parse: Expected "}" but found "location"',
  ],
  'b-throws': [
    'const a: any = undefined;\n\nexport default { name: a.name };\n',
    "environments/b-throws.ts:3 throws TypeError: Cannot read properties of undefined (reading 'name')",
  ],
  'b-import': [
    "// \nimport { team } from './shared/teams';\nexport default { team };\n",
    "environments/b-import.ts:2 imports './shared/teams', which cannot be found",
  ],
  'b-rule': [
    "export default { name: 'b-rule' };\n",
    'environments/b-rule.ts is not valid:\n  - subscriptionId: must be',
  ],
  'b-other': [
    `import { team } from './shared/team';\nexport default { name: 'b-another', ...${GOOD} };\n`,
    'environments/b-other.ts is not valid:\n  - name: must be "b-other", the name of its file (got "b-another")',
  ],
};

beforeAll(() => {
  project.write('environments/shared/team.ts', "export const team = { team: 'blue' };\n");
  for (const [name, [text]] of Object.entries(FILES)) project.write(`environments/${name}.ts`, text);
});

test('every broken file is told at once, each with its place, and none with a stack', () => {
  // WHEN
  const { status, stdout, stderr } = project.main({ PREVIEW: '1' });

  // THEN
  expect(status).toBe(1);
  expect(stdout).toBe('');
  for (const [, said] of Object.values(FILES)) expect(stderr).toContain(said);
  expect(stderr.match(/environments\/b-[a-z]+\.ts(?:| is|:)/g)).toHaveLength(Object.keys(FILES).length);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('one of them alone is told alone, and with its stack under DEBUG', () => {
  const { stderr } = project.main({ PREVIEW: '1', ENVIRONMENT: 'b-throws', DEBUG: '1' });

  expect(stderr).toContain(FILES['b-throws']![1]);
  expect(stderr).not.toContain('b-syntax');
  expect(stderr).toMatch(/^ +at .*environments[\\/]b-throws\.ts:3/m);
});

test('a name near one that is there is answered with it', async () => {
  const { status, stderr } = await project.run({ PREVIEW: '1', ENVIRONMENT: 'worshop' });

  expect(status).toBe(1);
  expect(stderr).toMatch(/there is no environment "worshop": allowed are .*workshop; did you mean workshop\?/);
});

test('what lies in shared/ is no environment', async () => {
  const { stderr } = await project.run({ PREVIEW: '1', ENVIRONMENT: 'team' });

  expect(stderr).toMatch(/there is no environment "team": allowed are b-comment, b-empty, /);
  expect(stderr).not.toContain('shared');
});
