import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Artefacts } from '../pictures';
import { filesOf, type Context } from './context';
import { PipelineError } from './run';

/** Both artefacts of an environment as they lie there, and where. */
export interface ReadArtefacts {
  readonly artefacts: Artefacts;
  /** Their paths, relative to the project. */
  readonly sources: readonly string[];
}

/**
 * Reads what was synthesized last, for whoever looks at it: nothing is made anew.
 *
 * @throws {PipelineError} if one of the two is not there, or cannot be read
 */
export function readArtefacts({ environment, runner }: Context): ReadArtefacts {
  const { name } = environment;
  const { manifests } = filesOf(environment);
  const folder = runner.path(manifests);
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.yaml'))
        .toSorted()
    : [];
  const stack = `cdktf.out/stacks/${name}/cdk.tf.json`;
  const sources = [stack, ...(files.length > 0 ? files : [`${name}.k8s.yaml`]).map((file) => `${manifests}/${file}`)];
  const next = `npm run synth -- ${name} writes both artefacts, without an account`;
  const [terraform = '', ...yaml] = sources.map((source) => {
    const text = runner.read(source);
    if (text === undefined) throw new PipelineError(`${source} does not exist`, next);
    return text;
  });
  try {
    return { artefacts: Artefacts.parse(terraform, yaml.join('\n---\n')), sources };
  } catch (error) {
    throw new PipelineError(`${sources.join(' or ')} cannot be read: ${(error as Error).message}`, next);
  }
}

/** Writes files beside the YAML of an environment, and says so. */
export function writeBeside({ environment, runner }: Context, texts: ReadonlyMap<string, string>): void {
  for (const [file, text] of texts) {
    const target = `${filesOf(environment).manifests}/${file}`;
    mkdirSync(path.dirname(runner.path(target)), { recursive: true });
    writeFileSync(runner.path(target), text);
    runner.print(`wrote ${target}`);
  }
}
