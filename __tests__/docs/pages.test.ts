import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { properties } from '../../docs/environment';
import { PARTS } from '../../docs/pages';
import { PICTURES } from '../../docs/pictures';
import { sourceFiles } from '../../docs/source-text';
import { causes, findings } from '../../docs/troubleshooting';
import { COMMANDS } from '../../pipeline';
import { PAGE_FILES, Page } from '../helpers/markdown';
import { describeWith } from '../helpers/require-tool';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test.each(Object.entries(PARTS))('%s is what "npm run docs" writes', async (part, pages) => {
  const today = await pages();

  for (const [file, text] of today) expect(read(file)).toBe(text);
  expect(today.size).toBeGreaterThan(0);
  if (part !== 'pictures') return;
  // What is no longer drawn is taken away.
  const there = readdirSync(path.join(ROOT, PICTURES)).map((file) => `${PICTURES}/${file}`);
  expect(there.toSorted()).toEqual([...today.keys()].toSorted());
});

/** The links of a page that lead nowhere, by the text of the page and where it is. */
function brokenLinks(file: string, page: Page): string[] {
  return page
    .links()
    .filter((link) => !/^(?:https?|mailto):/.test(link))
    .filter((link) => {
      const [target = '', anchor] = link.split('#');
      const to = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
      if (target !== '' && !existsSync(path.join(ROOT, to))) return true;
      return anchor !== undefined && !(target === '' ? page : Page.ofFile(to)).anchors().includes(anchor);
    });
}

describe('links', () => {
  test.each(PAGE_FILES)('of %s lead somewhere', (file) => {
    expect(brokenLinks(file, Page.ofFile(file))).toEqual([]);
  });

  test('that lead nowhere are found', () => {
    const page = new Page(
      '# A b\n[1](#a-b) [2](#a-c) [3](../README.md) [4](gone.md) ![5](gone.svg) [6](../README.md#gone)',
    );

    expect(brokenLinks('docs/x.md', page)).toEqual(['#a-c', 'gone.md', 'gone.svg', '../README.md#gone']);
  });

  test('lead to every page of docs/', () => {
    const linked = PAGE_FILES.flatMap((file) =>
      Page.ofFile(file)
        .links()
        .map((link) => path.posix.join(path.posix.dirname(file), link.split('#')[0]!)),
    );

    expect(PAGE_FILES.filter((file) => file.startsWith('docs/') && !linked.includes(file))).toEqual([]);
  });
});

/** What is wrong with a line that starts a command of the project, by npm or of the package. */
function commandProblems(line: string): string[] {
  const [, runner, name = '', words = ''] =
    /^(npm run(?: --silent)?|npx secure-aks-openai) ([\w:-]+)([^#|;&]*)/.exec(line) ?? [];
  const command = COMMANDS[name];
  // The package has the commands, and what makes a folder ready for them.
  const isThere = runner === 'npx secure-aks-openai' ? (command ?? ['init', 'synth'].includes(name)) : scripts[name];
  if (!isThere) return [`${line}: no script ${name}`];
  const known = new Set([...(command?.options ?? []).map(({ long }) => long), '--help']);
  const flags = [...words.matchAll(/(?<= )--[a-z-]+/g)].map(([flag]) => flag);
  return command ? flags.filter((flag) => !known.has(flag)).map((flag) => `${line}: no flag ${flag}`) : [];
}

const isCommand = (line: string) => /^(?:npm run|npx secure-aks-openai) /.test(line);

/** What was true of a release is not rewritten. */
const TODAY = PAGE_FILES.filter((file) => file !== 'CHANGELOG.md');

/** Languages of code blocks: commands are read here, `ts` is compiled, a picture is generated or shows no more than words. */
const KINDS = new Set(['bash', 'powershell', 'ts', 'mermaid']);

describe('code blocks', () => {
  test.each(PAGE_FILES)('of %s are of a kind that a test reads', (file) => {
    expect(
      Page.ofFile(file)
        .languages()
        .filter((language) => !KINDS.has(language)),
    ).toEqual([]);
  });

  test.each(TODAY)('and lines of %s start commands and flags that there are', (file) => {
    const page = Page.ofFile(file);
    const lines = ['bash', 'powershell']
      .flatMap((language) => page.blocks(language))
      .flatMap((text) => text.split('\n'));

    expect([...lines, ...page.codes()].filter(isCommand).flatMap(commandProblems)).toEqual([]);
  });

  test('that start others are found', () => {
    expect(commandProblems('npm run deplo -- dev')).toEqual(['npm run deplo -- dev: no script deplo']);
    expect(commandProblems('npx secure-aks-openai lint')).toEqual(['npx secure-aks-openai lint: no script lint']);
    expect(commandProblems('npm run deploy -- dev --dry --from x')).toEqual([
      'npm run deploy -- dev --dry --from x: no flag --dry',
    ]);
  });
});

/** What bash says of a script that it only reads. */
const problemsOf = (script: string) => spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr;

describeWith('bash')('every block of bash', () => {
  const blocks = PAGE_FILES.flatMap((file) => Page.ofFile(file).blocks('bash'));

  test('is what bash can read', () => {
    // What a reader has to put in stands between angle brackets.
    const scripts = blocks.map((text) => text.replaceAll(/<[a-z][^<>\n]*>/g, 'x'));

    expect(scripts.length).toBeGreaterThan(20);
    expect(problemsOf(scripts.join('\n'))).toBe('');
    expect(problemsOf(`${scripts[0]}\necho 'a`)).toContain('unexpected EOF');
  });
});

describe('the page of troubleshooting', () => {
  test('has a row for each finding that a source of the preflight tells', () => {
    // GIVEN
    const told = sourceFiles('pipeline/preflight')
      .filter((file) => !file.endsWith('finding.ts'))
      .flatMap((file) => [...read(file).matchAll(/\b(?:problem|advise)\(/g)]);
    const handedOn = told.filter(({ input, index }) => /^\w+\((?:error\.message|line),/.test(input.slice(index)));

    // THEN
    const rows = findings().filter(({ file }) => !file.endsWith('finding.ts'));
    expect(handedOn).toHaveLength(3);
    expect(rows.length).toBeGreaterThanOrEqual(told.length - handedOn.length);
    expect(rows.filter(({ says, next }) => /^(?:<\w+>|…)$/.test(says) || next === '')).toEqual([]);
  });

  test('has every cause that a proof names', () => {
    const named = sourceFiles('pipeline/verify').flatMap((file) => [
      ...read(file).matchAll(/\bcause(?::| =)\s+['"`]/g),
    ]);

    expect(named.length).toBeGreaterThan(20);
    expect(causes()).toHaveLength(named.length);
  });
});

test('every property of the environment’s file says what it is', () => {
  expect(properties().length).toBeGreaterThan(100);
  expect(properties().filter(({ says, allowed }) => says === '' || allowed === '')).toEqual([]);
});
