import { COMMANDS, runCommand } from '../../pipeline';
import { PLANTED_TOKEN } from '../fixtures/pipeline/secrets';
import { World } from '../helpers/pipeline-world';

const full = () => Promise.reject(new Error("ENOSPC: no space left on device, mkdir 'scratch'"));
const failing = () => Promise.reject(new Error(`Bearer ${PLANTED_TOKEN}`));
const world = new World();
afterAll(() => world.remove());

describe('the command line', () => {
  test('has these commands, by names that users and CI rely on', () => {
    expect(Object.keys(COMMANDS)).toEqual([
      'new',
      'validate',
      'policy',
      'rehearse',
      'plan',
      'deploy',
      'verify',
      'status',
      'upgrade',
      'destroy',
      'bootstrap',
      'mirror',
      'diagram',
      'report',
      'refresh',
    ]);
  });

  test.each([
    [
      'an unknown command',
      'deplooy',
      ['dev'],
      "unknown command 'deplooy' (Did you mean deploy?): allowed are new, validate, policy, rehearse, plan, deploy",
    ],
    [
      'an unknown flag',
      'deploy',
      ['dev', '--form', 'apply'],
      "unknown option '--form' (Did you mean --from?): allowed are --from, --prune-data, --allow-replace, --dry-run, --help",
    ],
    ['a flag of another command', 'verify', ['dev', '--yes'], "unknown option '--yes': allowed are --json, --help"],
    [
      'an unknown step',
      'deploy',
      ['dev', '--from', 'aply'],
      "option '--from <step>' argument 'aply' is invalid. Allowed choices are preflight, plan, load-balancer",
    ],
    ['a flag without its value', 'deploy', ['dev', '--from'], "option '--from <step>' argument missing"],
    [
      'a value too many',
      'destroy',
      ['dev', '--yes=no'],
      "unknown option '--yes=no' (Did you mean --yes?): allowed are --yes, --dry-run, --help",
    ],
    [
      'an unknown environment',
      'deploy',
      ['prod'],
      'there is no environment "prod": allowed are dev, managed\nnext: npm run new -- prod writes one',
    ],
    [
      'an environment whose name is mistyped',
      'deploy',
      ['mangaed'],
      'there is no environment "mangaed": allowed are dev, managed; did you mean managed?',
    ],
    [
      'several of them, of which one is not there',
      'validate',
      ['dev', 'nope'],
      'there is no environment "nope": allowed are dev, managed',
    ],
    [
      'a new one without its name',
      'new',
      [],
      "missing required argument 'name': it is that of its file too\nnext: npm run new -- --help",
    ],
    ['no environment', 'deploy', [], "missing required argument 'environment': there are dev, managed"],
    [
      'two environments',
      'destroy',
      ['dev', 'managed'],
      "too many arguments for 'destroy'. Expected 1 argument but got 2: there are dev, managed",
    ],
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

  test.each(
    Object.keys(COMMANDS).flatMap((command) => [
      [command, '--help'],
      [command, '-h'],
    ]),
  )('%s %s tells options and environments', async (command, flag) => {
    // WHEN
    const { code, stdout, stderr } = await world.run(command, [flag]);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { takes } = COMMANDS[command]!;
    const argument = {
      nothing: '[options]',
      'a new name': '<name>',
      'one environment': '<environment>',
      environments: '[environment...]',
      'environments or files': '[environment...]',
    };
    expect(stdout).toContain(`npm run ${command} -- ${argument[takes]}`);
    expect(stdout.includes('(choices: "dev", "managed")')).toBe(takes.includes('environment'));
    expect(stdout).toContain('-h, --help');
    for (const { long } of COMMANDS[command]!.options ?? []) expect(stdout).toContain(long);
  });

  test.each(['--help', '-h', 'help'])('%s alone names the commands', async (word) => {
    // WHEN
    const { code, stdout, stderr } = await world.run(word, []);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const named = [...stdout.matchAll(/^ {2}(\w+) .*(?:environment|\[options\])/gm)].map(([, name]) => name);
    expect(named).toEqual(Object.keys(COMMANDS));
  });

  test('masks even an error that nobody expected, and says how to see more', async () => {
    // GIVEN
    const spy = jest.spyOn(console, 'error').mockImplementation(() => {});

    // WHEN
    const code = await runCommand('verify', ['dev'], {
      environmentNames: () => ['dev'],
      loadEnvironment: failing,
      artefactsOf: failing,
    });
    const printed = spy.mock.calls.flat().join('\n');
    spy.mockRestore();

    // THEN
    expect(code).toBe(1);
    expect(printed).toBe('error: Bearer ***\nnext: this is not expected; DEBUG=1 shows where it comes from');
  });

  test('says what to do about a full disk, also where nobody expected it', async () => {
    // GIVEN
    const spy = jest.spyOn(console, 'error').mockImplementation(() => {});

    // WHEN
    const code = await runCommand('verify', ['dev'], {
      environmentNames: () => ['dev'],
      loadEnvironment: full,
      artefactsOf: failing,
    });
    const printed = spy.mock.calls.flat().join('\n');
    spy.mockRestore();

    // THEN
    expect(code).toBe(1);
    expect(printed).toMatch(
      /^error: ENOSPC: no space left on device, mkdir 'scratch'\nnext: the disk is full: make room/,
    );
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
