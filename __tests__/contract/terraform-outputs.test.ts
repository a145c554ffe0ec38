import { TerraformStack, Testing } from 'cdktf';
import { outputsSchema, parseContract, type Contract } from '../../contract';
import { declareContract } from '../../contract/terraform-outputs';
import { SAMPLES } from './samples';

interface Output {
  readonly value: unknown;
  readonly sensitive?: boolean;
}

/** The outputs a stack with this contract declares, as Terraform reads them. */
function outputsOf(contract: Contract): Record<string, Output> {
  const stack = new TerraformStack(Testing.app(), contract.environment);
  declareContract(stack, contract);
  return (JSON.parse(Testing.synth(stack, true)) as { output: Record<string, Output> }).output;
}

describe.each(Object.entries(SAMPLES))('declareContract, %s', (_mode, sample) => {
  test('declares the schema’s fields, all of them and no other, under their own names', () => {
    expect(Object.keys(outputsOf(sample)).toSorted()).toEqual(Object.keys(outputsSchema.shape).toSorted());
  });

  test('marks none as a secret, so that each stands in the outputs file', () => {
    for (const output of Object.values(outputsOf(sample))) expect(Object.keys(output)).toEqual(['value']);
  });

  test('what it declares comes back out of the parser', () => {
    // GIVEN the file that a deploy writes: the value of each output by its name
    const outputs = Object.fromEntries(Object.entries(outputsOf(sample)).map(([name, { value }]) => [name, value]));

    // WHEN
    const contract = parseContract(JSON.stringify({ dev: outputs }), 'dev', 'outputs/dev.json');

    // THEN
    expect(contract).toEqual(sample);
  });
});
