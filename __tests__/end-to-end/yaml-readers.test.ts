import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { array, assert, constantFrom, dictionary, oneof, property, sample, string, stringMatching } from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { toObjects, yamlOf } from '../../charts/to-yaml';
import { describeWith } from '../helpers/require-tool';

type Data = Readonly<Record<string, string>>;

/** The YAML of a ConfigMap for each. */
function textOf(...all: readonly Data[]): string {
  const chart = new Chart(new App(), 'chart');
  for (const [index, data] of all.entries()) {
    const metadata = { name: `map-${index}` };
    new ApiObject(chart, metadata.name, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  }
  return yamlOf(toObjects(App.of(chart)));
}

const numbered = (texts: readonly string[]): Data =>
  Object.fromEntries(texts.map((value, index) => [`value_${index}`, value]));

/** What one reader or another takes for something else than the text it is. */
const WORDS = [
  [
    '',
    ' ',
    '  x',
    'x ',
    '\t',
    'a\tb',
    '\ta',
    'a\t',
    '\n',
    'a\n',
    '\na',
    'a\n\nb\n',
    'a\r\nb',
    '\r',
    ' \n ',
    'a\n  b\n c',
  ],
  [
    'on',
    'off',
    'ON',
    'y',
    'Y',
    'n',
    'yes',
    'No',
    'true',
    'FALSE',
    'null',
    'Null',
    '~',
    '.inf',
    '-.INF',
    '.nan',
    '<<',
    '=',
  ],
  [
    '0',
    '00',
    '007',
    '08',
    '-0',
    '+1',
    '1_000',
    '0x1F',
    '0X1f',
    '-0x1',
    '0o17',
    '0O17',
    '+0o7',
    '0b11',
    '0B1',
    '1:30',
    '190:20:30',
  ],
  ['1e3', '1E3', '1e+3', '1.', '.5', '1.5e-7', '+.5', '1__0', '0x', '0x_1', '1_', '_1', '12e03', '0.0', '-1e3'],
  [
    '2026-11-22',
    '2026-11-22T10:00:00Z',
    '2001-12-14 21:59:43.10 -5',
    '=',
    '!x',
    '&a',
    '*a',
    '%x',
    '@x',
    '`x',
    '? x',
    '- x',
    '-',
  ],
  [
    '#',
    'a #b',
    'a: b',
    'a:',
    ': b',
    '{',
    '}',
    '[',
    ']',
    ',',
    '|',
    '>',
    '---',
    '...',
    '--- a',
    "'",
    '"',
    '\\',
    '\\n',
    "'a'",
    '"a"',
  ],
  [
    '\u2028',
    'a\u2028b',
    '\u2029',
    '\u0085',
    'a\u0085b',
    '\u00A0',
    '\uFEFF',
    'a\uFEFF',
    '\u007F',
    '\u0080',
    '\u009F',
    '\u0000',
    '\u0007',
    '\u001B',
  ],
  [
    '\u{1F600}',
    'a\u{1F600}b',
    '\u{10FFFF}',
    '\u{10000}',
    '\uE000',
    '\uFFFD',
    '\uFFFE',
    '\uFFFF',
    'é',
    'e\u0301',
    '漢字',
  ],
  ['x'.repeat(300), 'x '.repeat(200), `${'x '.repeat(100)}\n${'y '.repeat(100)}`, `a${' '.repeat(90)}b`],
].flat();

const text = oneof(
  constantFrom(...WORDS),
  string({ unit: 'binary', maxLength: 40 }),
  string({ unit: 'binary', maxLength: 40 }),
  array(constantFrom(...WORDS, ' ', ': ', ' #', '\n', '\t'), { maxLength: 6 }).map((parts) => parts.join('')),
);
/** Names of variables, which are keys of a ConfigMap. */
const name = oneof(
  constantFrom('on', 'y', 'N', 'no', 'True', 'null', 'e1', 'NaN', 'Infinity', '_', '__1', 'off', 'x'),
  stringMatching(/^[A-Za-z_]\w{0,9}$/),
);

const READERS: Readonly<Record<string, (yaml: string) => readonly unknown[]>> = {
  'YAML 1.1': (yaml) => parseAllDocuments(yaml, { version: '1.1' }).map((document) => document.toJS()),
  'YAML 1.2': (yaml) => parseAllDocuments(yaml, { version: '1.2' }).map((document) => document.toJS()),
  cdk8s: (yaml) => {
    const file = path.join(folder, 'read.yaml');
    writeFileSync(file, yaml);
    return Yaml.load(file);
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'to-yaml-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(READERS))('by the reader of %s', (_name, read) => {
  const dataOf = (yaml: string) => (read(yaml) as readonly { data: Data }[]).map(({ data }) => data);

  test('what is known to be misread comes back the same', () => {
    expect(dataOf(textOf(numbered(WORDS)))).toEqual([numbered(WORDS)]);
  });

  // Many at once: cdk8s reads in a process of its own.
  test('any text under any name comes back the same', () => {
    const datas = array(dictionary(name, text, { maxKeys: 20, noNullPrototype: true }), {
      minLength: 10,
      maxLength: 10,
    });
    assert(
      property(datas, (all) => {
        expect(dataOf(textOf(...all))).toEqual(all);
      }),
      { numRuns: 3, seed: 20_261_126 },
    );
  });
});

/** As much of an API server as kubectl asks before it reads an object. */
const DISCOVERY: Readonly<Record<string, object>> = {
  '/api': { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [
      { name: 'configmaps', singularName: '', namespaced: true, kind: 'ConfigMap', verbs: ['create', 'get'] },
    ],
  },
};

describeWith('kubectl')('by kubectl create --dry-run=client', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = DISCOVERY[new URL(request.url ?? '/', 'http://localhost').pathname];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  /** What kubectl would send. */
  async function read(data: Data): Promise<Data> {
    const file = path.join(folder, 'create.yaml');
    writeFileSync(file, textOf(data));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const flags = ['--dry-run=client', '--validate=false', '--output', 'json', '--server', address];
    const kubeconfig = path.join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, '{}');
    const caches = ['--cache-dir', folder, '--kubeconfig', kubeconfig];
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile('kubectl', ['create', '--filename', file, ...flags, ...caches], (error, out) =>
        error ? reject(error) : resolve(out),
      );
    });
    return (JSON.parse(stdout) as { data: Data }).data;
  }

  test('what is known to be misread comes back the same', async () => {
    expect(await read(numbered(WORDS))).toEqual(numbered(WORDS));
  });

  test('any text comes back the same', async () => {
    const texts = sample(text, { numRuns: 500, seed: 20_261_126 });

    expect(await read(numbered(texts))).toEqual(numbered(texts));
  });

  test('any name comes back the same', async () => {
    const names = Object.fromEntries(sample(name, { numRuns: 300, seed: 20_261_126 }).map((key) => [key, key]));

    expect(await read(names)).toEqual(names);
  });
});
