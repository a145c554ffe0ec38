import { App } from 'cdk8s';
import { Testing } from 'cdktf';
import { EnvironmentCharts } from '../../charts';
import type { EnvironmentInput } from '../../config';
import { resolve } from '../../config/resolve';
import { environmentSchema } from '../../config/schema/environment';
import { PlatformStack } from '../../constructs';
import { sampleContract } from '../../contract';
import { objectsOf } from '../helpers/charts';
import { objectPlaces, terraformPlaces, type Places } from './places';

/**
 * The places of both artefacts of an environment. The rules are left out: a value may be one that the schema takes and that
 * fits nothing beside it.
 */
export function placesOf(input: EnvironmentInput): Places {
  const environment = resolve(environmentSchema.parse(input));
  const stack = new PlatformStack(Testing.app(), environment.name, { environment });
  const app = new App();
  new EnvironmentCharts(app, environment.name, { environment, contract: sampleContract(environment) });
  return new Map([
    ...terraformPlaces(JSON.parse(Testing.synth(stack, true)) as Record<string, unknown>),
    ...objectPlaces(objectsOf(app)),
  ]);
}
