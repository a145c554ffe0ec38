import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { Testing } from 'cdktf';
import { parseEnvironment } from '../../config';
import { PlatformStack } from '../../constructs';
import { asLiterals } from '../../constructs/literals';
import { describeWith } from '../helpers/require-tool';
import { synthStack } from '../helpers/template';

/** What opens or closes something in a template of Terraform, or is a token to cdktf. */
const SPECIAL = [
  '${',
  '%{',
  '$${',
  '%%{',
  '$$${',
  '}',
  '$',
  '%',
  '~',
  '"',
  '\\',
  '\n',
  ' if ',
  'var.x',
  '${TfToken[TOKEN.0]}',
  '${TfToken[',
  '#{TfToken[TOKEN.1]}',
  '${"$"}{',
  '\u2028',
  '\u{1F600}',
  'é',
];

/** Text of what is special and of what is not. */
const text = fc
  .array(fc.oneof(fc.constantFrom(...SPECIAL), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

/** Terraform keeps every string in Unicode's composed form. */
function normalized(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).normalize('NFC'));
}

/** What Terraform reads where a value is written into its JSON. */
function readByTerraform(value: unknown): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'literals-'));
  const terraform = (...args: readonly string[]) =>
    execFileSync('terraform', [`-chdir=${folder}`, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ output: { read: { value } } }));
    terraform('apply', '-auto-approve', '-no-color');
    return JSON.parse(terraform('output', '-json', 'read'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWith('terraform')('Terraform, the real one,', () => {
  test('reads back just the strings that were written, and the names of fields', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 60, maxLength: 120 }), (texts) => {
        const map = Object.fromEntries(texts.map((each, index) => [`${index}${each}`, each]));
        const values = { list: texts, map };
        expect(readByTerraform(asLiterals(values))).toEqual(normalized(values));
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  test('reads the tags of an environment as they were written', () => {
    // GIVEN
    const tags = {
      owner: '${var.owner}',
      branch: '%{ if true }a%{ endif }',
      'cost ${center}': '$${kept} %%{kept} $$${kept} 100% of $5',
      token: '${TfToken[TOKEN.0]} and ${TfToken[TOKEN.999999]}',
    };
    const environment = parseEnvironment({ name: 'dev', subscriptionId: '11111111-1111-4111-8111-111111111111', tags });

    // WHEN
    const template = synthStack(new PlatformStack(Testing.app(), 'dev', { environment }));

    // THEN
    for (const type of ['azurerm_resource_group', 'azurerm_virtual_network', 'azurerm_kubernetes_cluster']) {
      expect(readByTerraform(template.single(type)['tags'])).toEqual({
        ...tags,
        environment: 'dev',
        project: 'secureai',
        'managed-by': 'cdktf',
      });
    }
  });
});
