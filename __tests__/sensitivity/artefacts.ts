import { App } from 'cdk8s';
import { TerraformElement, Testing, type TerraformStack } from 'cdktf';
import { resolve as resolveTokens } from 'cdktf/lib/_tokens';
import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import { deepMerge } from 'cdktf/lib/util';
import { EnvironmentCharts } from '../../charts';
import type { EnvironmentInput } from '../../config';
import { resolve } from '../../config/resolve';
import { environmentSchema } from '../../config/schema/environment';
import { PlatformStack } from '../../constructs';
import { sampleContract } from '../../contract';
import { objectsOf } from '../helpers/charts';
import { objectPlaces, terraformPlaces, type Places } from './places';

/**
 * The JSON of a stack. To write it, cdktf resolves all of it once more, and orders it, which takes as long again.
 */
function jsonOf(stack: TerraformStack): Record<string, unknown> {
  invokeAspects(stack);
  stack.runAllValidations();
  const elements = stack.node.findAll().filter((each) => TerraformElement.isTerraformElement(each));
  const blocks = elements.map((element) => resolveTokens(stack, element.toTerraform()) as Record<string, unknown>);
  return blocks.reduce((json, block) => deepMerge(json, block), {});
}

/**
 * The places of both artefacts of an environment. The rules are left out: a value may be one that the schema takes and that
 * fits nothing beside it.
 */
export function placesOf(input: EnvironmentInput): Places {
  const environment = resolve(environmentSchema.parse(input));
  const stack = new PlatformStack(Testing.app(), environment.name, { environment });
  const app = new App();
  new EnvironmentCharts(app, environment.name, { environment, contract: sampleContract(environment) });
  return new Map([...terraformPlaces(jsonOf(stack)), ...objectPlaces(objectsOf(app))]);
}
