import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseContract } from '../../contract';
import type { Runner } from '../run';
import { emptyScratch } from '../scratch';
import { formatDiagnostic, readStack, stackResources, synthesizeStack, terraformInit } from '../terraform';
import { mockedApply } from './apply';
import { synthesizeCharts } from './charts';
import { addedBlocks, mockedValues } from './mocks';
import { describeApply, describeOutputs } from './report';

/**
 * The way from sources to YAML without Azure: synthesizes the stack, applies it against mocked providers, and makes the
 * charts from the outputs. Everything lands in the scratch folder, so that a rehearsal never passes for a deploy.
 *
 * @throws {PipelineError} at the first step that fails
 */
export async function rehearse(runner: Runner, environment: string): Promise<void> {
  const stackFolder = await synthesizeStack(runner, environment);
  const stack = await readStack(stackFolder);
  const resources = stackResources(stack);
  const values = mockedValues(resources);

  await terraformInit(runner, stackFolder, environment);
  const { state, diagnostics } = await mockedApply(runner, stackFolder, environment, stack, {
    values,
    blocks: addedBlocks(resources),
  });
  for (const diagnostic of diagnostics) runner.print(`${diagnostic.severity}: ${formatDiagnostic(diagnostic, stack)}`);
  runner.print(`applied ${state.resources.length} against mocked providers, in this order:`);
  for (const line of describeApply(state.resources, stack)) runner.print(line);

  const outputsFile = path.join(await emptyScratch(runner, environment, 'outputs'), `${environment}.json`);
  const outputs = `${JSON.stringify({ [environment]: state.outputs }, undefined, 2)}\n`;
  await writeFile(outputsFile, outputs);
  runner.print(`outputs, in ${relative(runner, outputsFile)}:`);
  for (const line of describeOutputs(state.outputs, values)) runner.print(line);
  parseContract(outputs, environment, outputsFile);

  const files = await synthesizeCharts(runner, environment, outputsFile);
  runner.print('charts made from them:');
  for (const file of files) runner.print(`  ${relative(runner, file)}`);
  runner.print('this was a rehearsal: its ids are made up, and nothing of it is to be applied to a cluster');
}

function relative({ directory }: Runner, file: string): string {
  return path.relative(directory, file);
}
