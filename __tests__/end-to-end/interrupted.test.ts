import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { World } from '../helpers/pipeline-world';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

describeWith('terraform')('with the real cdktf, terraform and cdk8s', () => {
  test('a deploy waits for whoever holds the lock of the state, and goes on once it is free', async () => {
    // GIVEN an environment that is deployed, and a Terraform of somebody else at work on its state
    const world = new World({ standIns: false });
    expect((await world.spawn('deploy', ['dev'])).code).toBe(0);
    const colleague = await holdLock(path.join(world.project, 'terraform.dev.tfstate'));
    const left = once(colleague, 'exit');

    // WHEN
    const outcome = await world.spawn('deploy', ['dev'], {
      text: 'Acquiring state lock',
      react: () => colleague.stdin.end(),
    });

    // THEN it came to its end, which it could not have before the other one had
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('Acquiring state lock');
    expect(outcome.stdout).toContain('No changes. Your infrastructure matches the configuration');
    expect(await left).toEqual([0, null]);
    world.remove();
  });

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
    expect((await world.spawn('deploy', ['dev', '--from', 'infrastructure'])).stdout).toContain(
      'No changes. Your infrastructure matches the configuration',
    );
    world.remove();
  });
});

/** A Terraform that holds the lock of a state until its stdin is closed. */
async function holdLock(state: string): Promise<ChildProcessByStdio<Writable, null, null>> {
  const terraform = spawn('terraform', ['console', `-state=${state}`], {
    cwd: scratchFolder(),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const lock = path.join(path.dirname(state), `.${path.basename(state)}.lock.info`);
  while (!existsSync(lock) && terraform.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
  expect(terraform.exitCode).toBeNull();
  return terraform;
}
