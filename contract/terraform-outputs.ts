import { TerraformOutput, type TerraformStack } from 'cdktf';
import { outputsSchema, type Contract, type Outputs } from './schema';
import { toSnakeFields } from './spelling';

/**
 * Declares the contract as outputs of a stack, one a field, under the names the parser expects. A field without a value
 * does not compile, and neither does a value without a field.
 */
export function declareContract(stack: TerraformStack, contract: Contract): void {
  const outputs = toSnakeFields<Outputs>(contract);
  for (const name of Object.keys(outputsSchema.shape) as (keyof Outputs)[]) {
    new TerraformOutput(stack, name, { value: outputs[name] });
  }
}
