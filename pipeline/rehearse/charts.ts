import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PipelineError, type Runner } from '../run';
import { emptyScratch } from '../scratch';

/**
 * Runs `cdk8s synth` for one environment from an outputs file, into the scratch folder.
 *
 * @returns the files of YAML
 * @throws {PipelineError} if it writes none
 */
export async function synthesizeCharts(runner: Runner, environment: string, outputsFile: string): Promise<string[]> {
  const folder = await emptyScratch(runner, environment, 'charts');
  await runner.run('cdk8s', ['synth', '--output', folder, '--check-upgrade=false'], {
    env: { ENVIRONMENT: environment, OUTPUTS_FILE: outputsFile, PREVIEW: '', REHEARSAL: '1' },
    next: 'fix what it names in environments/ or charts/, and rehearse again',
  });
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.yaml')).toSorted();
  if (files.length === 0) {
    throw new PipelineError(`cdk8s synth wrote no YAML into ${folder}`, 'see what main.ts does with CDK8S_OUTDIR');
  }
  return files.map((file) => path.join(folder, file));
}
