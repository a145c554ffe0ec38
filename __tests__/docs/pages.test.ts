import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { properties } from '../../docs/environment';
import { PARTS } from '../../docs/pages';
import { PICTURES } from '../../docs/pictures';
import { sourceFiles } from '../../docs/source-text';
import { causes, findings } from '../../docs/troubleshooting';
import { COMMANDS } from '../../pipeline';
import { PAGE_FILES, Page } from '../helpers/markdown';

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

/** What is wrong with a line that starts a command of the project. */
function commandProblems(line: string): string[] {
  const [, name = '', words = ''] = /^npm run ([\w:-]+)([^#|;&]*)/.exec(line) ?? [];
  if (scripts[name] === undefined) return [`${line}: no script ${name}`];
  const command = COMMANDS[name];
  const known = new Set([...(command?.options ?? []).map(({ long }) => long), '--help']);
  const flags = [...words.matchAll(/(?<= )--[a-z-]+/g)].map(([flag]) => flag);
  return command ? flags.filter((flag) => !known.has(flag)).map((flag) => `${line}: no flag ${flag}`) : [];
}

describe('code blocks', () => {
  test.each(PAGE_FILES)('of %s are of a kind that a test reads', (file) => {
    expect(
      Page.ofFile(file)
        .languages()
        .filter((language) => !KINDS.has(language)),
    ).toEqual([]);
  });

  test.each(PAGE_FILES)('of %s start commands and flags that there are', (file) => {
    const lines = ['bash', 'powershell']
      .flatMap((language) => Page.ofFile(file).blocks(language))
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.startsWith('npm run '));

    expect(lines.flatMap(commandProblems)).toEqual([]);
  });

  test('that start others are found', () => {
    expect(commandProblems('npm run deplo -- dev')).toEqual(['npm run deplo -- dev: no script deplo']);
    expect(commandProblems('npm run deploy -- dev --dry --from x')).toEqual([
      'npm run deploy -- dev --dry --from x: no flag --dry',
    ]);
  });
});

/** Languages of code blocks: commands are read here, `ts` is compiled, a picture is generated. */
const KINDS = new Set(['bash', 'powershell', 'ts', 'mermaid']);

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
