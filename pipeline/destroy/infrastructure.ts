import { terraformOptions } from '../steps/infrastructure';
import type { Step } from '../run-steps';

/** Everything Terraform made. */
export const infrastructureGone: Step = {
  id: 'infrastructure',
  title: 'cdktf destroy',
  async run(context) {
    await context.runner.run(
      'cdktf',
      ['destroy', context.environment.name, '--auto-approve', '--no-color'],
      terraformOptions(context),
    );
  },
};
