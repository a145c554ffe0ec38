import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { World } from '../helpers/pipeline-world';
import { describeWith } from '../helpers/require-tool';

describeWith('terraform')('with the real cdktf, terraform and cdk8s', () => {
  test('a deploy that was killed while Terraform was at work goes on to the same end', async () => {
    // GIVEN a Terraform that has begun, and is let go on once nobody listens to it any more
    const world = new World({ standIns: false }).variable('SLOW_APPLY', 'applies');
    const applies = path.join(world.project, 'applies');
    const killed = await world.spawn('deploy', ['dev'], { text: 'Creating...', react: (run) => run.kill('SIGKILL') });
    expect(killed.code).toBeNull();
    writeFileSync(`${applies}.go`, '');

    // WHEN
    const outcome = await world.spawn('deploy', ['dev']);

    // THEN
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(applies, 'utf8')).toMatch(/^(?:made\n)+$/);
    const plan = spawnSync('terraform', ['-chdir=cdktf.out/stacks/dev', 'plan', '-detailed-exitcode'], {
      cwd: world.project,
    });
    expect(plan.status).toBe(0);
    world.remove();
  });
});
