import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { World, type Outcome } from '../helpers/pipeline-world';
import { describeWith } from '../helpers/require-tool';
import { scratchFolder } from '../helpers/scratch';

describeWith('terraform')('with the real cdktf, terraform and cdk8s', () => {
  const world = new World({ standIns: false }).variable('SLOW_APPLY', 'applies');
  const applies = path.join(world.project, 'applies');
  afterAll(() => world.remove());

  let killed: Outcome;
  let outcome: Outcome;
  beforeAll(async () => {
    // A Terraform that has begun, and is let go on once nobody listens to it any more.
    killed = await world.spawn('deploy', ['dev'], { text: 'Creating...', react: (run) => run.kill('SIGKILL') });
    writeFileSync(`${applies}.go`, '');
    outcome = await world.spawn('deploy', ['dev']);
  });

  test('a deploy that was killed while Terraform was at work goes on to the same end', () => {
    expect(killed.code).toBeNull();
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(applies, 'utf8')).toMatch(/^(?:made\n)+$/);
    const plan = spawnSync('terraform', ['-chdir=cdktf.out/stacks/dev', 'plan', '-detailed-exitcode'], {
      cwd: world.project,
    });
    expect(plan.status).toBe(0);
  });

  test('a deploy waits for whoever holds the lock of the state, and goes on once it is free', async () => {
    // GIVEN a Terraform of somebody else at work on the state
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
