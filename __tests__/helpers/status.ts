import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLUSTER, DEPLOYMENTS } from '../fixtures/pipeline/well';
import { World, type WorldProps } from './pipeline-world';

/** A world as a deploy of `dev` leaves it, without the deploy. */
export async function deployedWorld(props: WorldProps = {}): Promise<World> {
  const made = await new World(props).prepare('dev');
  for (const thing of ['infrastructure', 'applied', 'gateway']) made.make(thing, '');
  made
    .make('cluster', JSON.stringify(CLUSTER))
    .make('deployments', JSON.stringify(DEPLOYMENTS))
    .make('chart', '1.13.0');
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(made.project, file)), { recursive: true });
    writeFileSync(path.join(made.project, file), text);
  };
  write('outputs/dev.json', made.read('outputs.json'));
  write('outputs/kubeconfig-dev', '# converted\n');
  write('terraform.dev.tfstate', '{}');
  const time = new Date('2026-11-20T08:00:00Z');
  utimesSync(path.join(made.project, 'terraform.dev.tfstate'), time, time);
  return made;
}
