import { COMMANDS, runCommand } from '../../pipeline';
import { PLANTED_TOKEN, World } from '../helpers/pipeline-world';

const failing = () => Promise.reject(new Error(`Bearer ${PLANTED_TOKEN}`));
const world = new World();
afterAll(() => world.remove());

describe('the command line', () => {
  test('has these commands, by names that users and CI rely on', () => {
    expect(COMMANDS).toEqual(['validate', 'rehearse', 'deploy', 'verify', 'destroy', 'bootstrap']);
  });

  test.each([
    ['an unknown command', 'deplooy', ['dev'], 'unknown command "deplooy": allowed are validate, rehearse, deploy'],
    ['an unknown flag', 'deploy', ['dev', '--form', 'apply'], 'unknown flag "--form" of deploy: allowed are --from, '],
    [
      'a flag of another command',
      'verify',
      ['dev', '--yes'],
      'unknown flag "--yes" of verify: allowed are --json, --help',
    ],
    ['an unknown step', 'deploy', ['dev', '--from', 'aply'], '"--from" must be one of preflight, infrastructure'],
    ['a flag without its value', 'deploy', ['dev', '--from'], '"--from" needs a value'],
    ['a value too many', 'destroy', ['dev', '--yes=no'], '"--yes" takes no value (got "no")'],
    ['an unknown environment', 'deploy', ['prod'], 'unknown environment "prod": there are dev, managed'],
    ['no environment', 'deploy', [], 'deploy takes one environment (got none): there are dev, managed'],
    ['two environments', 'destroy', ['dev', 'managed'], 'destroy takes one environment (got dev, managed)'],
  ])('refuses %s with what is allowed and what to do', async (_, command, argv, message) => {
    // WHEN
    const { code, stdout, stderr } = await world.run(command, argv);

    // THEN
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toMatch(/\nnext: npm run /);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(world.calls()).toEqual([]);
  });

  test.each(['deploy', 'verify', 'destroy'])('%s --help tells flags and environments', async (command) => {
    // WHEN
    const { code, stdout, stderr } = await world.run(command, ['--help']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`npm run ${command} -- <environment>`);
    expect(stdout).toContain('environments: dev, managed');
    expect(stdout).toContain('--help');
  });

  test('--help alone names the commands', async () => {
    expect(await world.run('--help', [])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(COMMANDS.join(', ')) as string,
    });
  });

  test('masks even an error that nobody expected, and says how to see more', async () => {
    // GIVEN
    const spy = jest.spyOn(console, 'error').mockImplementation(() => {});

    // WHEN
    const code = await runCommand('verify', ['dev'], { environmentNames: () => ['dev'], loadEnvironment: failing });
    const printed = spy.mock.calls.flat().join('\n');
    spy.mockRestore();

    // THEN
    expect(code).toBe(1);
    expect(printed).toBe('error: Bearer ***\nnext: this is not expected; DEBUG=1 shows where it comes from');
  });

  test('DEBUG=1 shows where an error comes from', async () => {
    // GIVEN
    process.env['DEBUG'] = '1';

    // WHEN
    const { stderr } = await world.run('deploy', ['prod']);
    delete process.env['DEBUG'];

    // THEN
    expect(stderr).toMatch(/^ +at /m);
  });
});
