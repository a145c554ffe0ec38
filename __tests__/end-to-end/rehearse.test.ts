import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseContract } from '../../contract';
import { Runner } from '../../pipeline';
import { rehearse } from '../../pipeline/rehearse';
import { quickCdktf } from '../fixtures/pipeline/quick-tools';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

const FIXTURE = path.join(__dirname, '..', 'fixtures', 'rehearsal');

describeWith('terraform')('with terraform', () => {
  test('goes from the sources to the YAML by the real cdktf, terraform and cdk8s', async () => {
    // GIVEN
    const directory = scratchFolder();
    cpSync(FIXTURE, directory, { recursive: true });
    const lines: string[] = [];

    // WHEN
    await rehearse(new Runner({ directory, print: (line) => lines.push(line), start: quickCdktf }), 'dev');

    // THEN
    const outputs = readFileSync(path.join(directory, 'scratch/dev/outputs/dev.json'), 'utf8');
    const { workloadIdentities, openaiEndpoint } = parseContract(outputs, 'dev', 'dev.json');
    expect(openaiEndpoint).toBe('https://oai-fixture.openai.azure.com/');
    const clientId = workloadIdentities['ai-service']!.clientId;
    expect(clientId).toMatch(/^[0-9a-f-]{36}$/);
    const yaml = readFileSync(path.join(directory, 'scratch/dev/charts/dev/dev.k8s.yaml'), 'utf8');
    expect(yaml).toContain(`azure.workload.identity/client-id: ${clientId}`);

    expect(lines.slice(0, 3)).toEqual([
      'applied 2 against mocked providers, in this order:',
      '  1. made terraform_data.identity (construct dev/identity)',
      '  2. made terraform_data.account (construct dev/account)',
    ]);
    expect(lines).toContain(`  workload_identities.ai-service.client_id = "${clientId}"`);
    expect(lines).toContain(`  ${path.join('scratch', 'dev', 'charts', 'dev', 'dev.k8s.yaml')}`);
    // A rehearsal leaves nothing where a deploy looks.
    expect(existsSync(path.join(directory, 'outputs'))).toBe(false);
    expect(existsSync(path.join(directory, 'dist'))).toBe(false);
    expect(existsSync(path.join(directory, 'cdktf.out'))).toBe(false);
  });
});
