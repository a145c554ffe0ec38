import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ProjectCopy } from '../helpers/project-copy';

const project = new ProjectCopy();
afterAll(() => project.remove());
afterEach(() => project.clean());

describe('main.ts, in a process of its own,', () => {
  test('writes what is asked for, says so and ends well', () => {
    // WHEN
    const { status, stdout, stderr } = project.main({}, ['synth', 'dev']);

    // THEN
    expect(status).toBe(0);
    expect(project.written()).toEqual(
      expect.arrayContaining(['cdktf.out/stacks/dev/cdk.tf.json', 'dist/dev/dev.k8s.yaml']),
    );
    expect(stdout).toContain('wrote dist/dev/dev.k8s.yaml\n');
    expect(stderr).not.toMatch(/^error/m);
  });

  test('says a mistake on stderr alone, without a stack, writes nothing and ends with 1', () => {
    // WHEN
    const { status, stdout, stderr } = project.main({ ENVIRONMENT: 'dev', CDK8S_OUTDIR: 'dist' });

    // THEN
    expect({ status, stdout, written: project.written() }).toEqual({ status: 1, stdout: '', written: [] });
    expect(stderr).toMatch(/^error: outputs\/dev\.json does not exist/);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('minds nobody who stops reading', async () => {
    // GIVEN something that is written straight to the stream, as a library may: console.log minds nobody by itself
    project.write('last-word.cjs', "process.once('beforeExit', () => process.stdout.write('x'));\n");
    const args = ['--require', './last-word.cjs', 'launch.cjs', 'main.ts', 'deploy', '--help'];
    const run = spawn(process.execPath, args, { cwd: project.dir });
    let stderr = '';
    run.stderr.on('data', (data: Buffer) => (stderr += data.toString()));

    // WHEN
    run.stdout.destroy();
    const [status] = (await once(run, 'close')) as [number];

    // THEN
    expect(stderr).not.toContain('EPIPE');
    expect(status).toBe(0);
  });
});
