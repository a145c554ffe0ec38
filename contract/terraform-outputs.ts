import { TerraformOutput, type TerraformStack } from 'cdktf';
import { contractSchema, type Contract } from './schema';

/**
 * Declares the contract as outputs of a stack, one a field, under the names the parser expects. A field without a value
 * does not compile, and neither does a value without a field.
 */
export function declareContract(stack: TerraformStack, values: Contract): void {
  for (const name of Object.keys(contractSchema.shape) as (keyof Contract)[]) {
    new TerraformOutput(stack, name, { value: values[name] });
  }
}
