import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { policyFacts } from '../../config';
import { isRefused, judge, sarifOf, tableOf, type Judged } from '../../policy';
import type { ArtefactsCommand, CommandOptions, Synthesized } from '../command';
import { jsonOf, readTerraform, readManifests } from '../policy';
import { PipelineError, type Runner } from '../run';

/** What must hold of artefacts, and whether it does. */
export const command: ArtefactsCommand = {
  summary:
    'Judge artefacts by the rules of policy/: those of environments, with their waivers, or any files. Exit code 1 on an error.',
  takes: 'environments or files',
  options: [
    new Option('--terraform <file>', 'judge this Terraform configuration in JSON, whoever made it'),
    new Option('--manifests <file>', 'judge these Kubernetes objects in YAML, whoever made them'),
    new Option('--sarif <file>', 'write a report for code scanning, in SARIF 2.1.0'),
    new Option('--json', 'print the result as JSON on stdout, and the table on stderr'),
  ],
  run(synthesized, runner, options) {
    const today = new Date().toISOString().slice(0, 10);
    const judged =
      synthesized.length > 0
        ? synthesized.map((each) => ofEnvironment(each, today))
        : [ofFiles(runner, options, today)];
    for (const { name, verdict } of judged) {
      runner.print(`${name}:`);
      for (const line of tableOf(verdict)) runner.print(line);
    }
    if (options.json) console.log(runner.masker.mask(JSON.stringify(jsonOf(judged), null, 2)));
    if (options.sarif !== undefined) {
      writeSarif(
        path.resolve(runner.directory, options.sarif),
        runner.masker.mask(`${JSON.stringify(sarifOf(judged), null, 2)}\n`),
      );
      runner.print(`wrote ${options.sarif}`);
    }
    return Promise.resolve(judged.some(({ verdict }) => isRefused(verdict)) ? 1 : 0);
  },
};

function writeSarif(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new PipelineError(
      `the report cannot be written: ${(error as Error).message}`,
      'name a file in a folder that is there',
    );
  }
}

function ofEnvironment({ environment: { name, policy }, artefacts }: Synthesized, today: string): Judged {
  const verdict = judge(artefacts, { facts: policyFacts(today, policy), waivers: policy.waivers });
  return { name, file: `environments/${name}.ts`, verdict };
}

function ofFiles(runner: Runner, { terraform, manifests }: CommandOptions, today: string): Judged {
  const files = [terraform, manifests].filter((file) => file !== undefined);
  const artefacts = {
    terraform: terraform === undefined ? undefined : readTerraform(runner, terraform),
    manifests: manifests === undefined ? undefined : readManifests(runner, manifests),
  };
  return { name: files.join(' and '), file: files[0]!, verdict: judge(artefacts, { facts: policyFacts(today) }) };
}
