import { terraformOptions } from '../steps/infrastructure';
import type { Step } from '../tasks';

/** Everything Terraform made. */
export const infrastructureGone: Step = {
  id: 'infrastructure',
  title: 'cdktf destroy',
  async run(deployment) {
    await deployment.runner.run(
      'cdktf',
      ['destroy', deployment.environment.name, '--auto-approve', '--no-color'],
      terraformOptions(deployment),
    );
  },
};
