import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Option } from 'commander';
import { COMMANDS, UsageError } from '../../pipeline';
import { refuseSwallowedFlags } from '../../pipeline/swallowed-flags';
import { World } from '../helpers/pipeline-world';
import { scratchFolder } from '../helpers/scratch';

type Variables = Record<string, string>;

const allOptions = Object.values(COMMANDS).flatMap(({ options = [] }) => options);
const FLAGS = [...new Set(allOptions.map(({ long }) => long!))];

/** What a command that npm has started with these variables is told; `undefined` where it may run. */
function refusal(
  command: string,
  argv: readonly string[],
  variables: Variables,
  platform: NodeJS.Platform = 'linux',
): UsageError | undefined {
  const options = COMMANDS[command]!.options ?? [];
  try {
    refuseSwallowedFlags({
      command,
      argv,
      options,
      allOptions,
      variables: { npm_lifecycle_event: command, ...variables },
      platform,
    });
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

/** The line after the first that a refusal says to type. */
function toType(error: UsageError | undefined): string | undefined {
  return /^write flags after "--": (.*)$/m.exec(error?.next ?? '')?.[1];
}

const variableOf = ({ long }: Pick<Option, 'long'>) => `npm_config_${long!.slice(2).replaceAll('-', '_')}`;

test.each(Object.keys(COMMANDS).flatMap((command) => FLAGS.map((flag) => [command, flag])))(
  '%s refuses to run where npm took %s',
  (command, flag) => {
    // WHEN
    const error = refusal(command, ['dev'], { [variableOf({ long: flag })]: 'true' });

    // THEN
    expect(error?.message).toBe(
      `npm took ${flag} for a flag of its own, and "${command}" was not told: nothing was done`,
    );
    expect(toType(error)).toContain(`npm run ${command} -- dev`);
    const isOwn = (COMMANDS[command]!.options ?? []).some(({ long }) => long === flag);
    expect(toType(error)!.includes(flag)).toBe(isOwn);
    expect(error!.next.includes(`${command} has no ${flag}: leave it out`)).toBe(!isOwn);
  },
);

test.each<[string, string[], Variables, string]>([
  ['deploy', ['dev'], { npm_config_dry_run: 'true' }, 'npm run deploy -- dev --dry-run'],
  ['deploy', ['dev'], { npm_config_dryrun: 'true' }, 'npm run deploy -- dev --dry-run'],
  // npm 10 keeps the value with the flag; npm 11 leaves it among the words.
  ['deploy', ['dev'], { npm_config_from: 'apply' }, 'npm run deploy -- dev --from apply'],
  ['deploy', ['apply', 'dev'], { npm_config_from: 'true' }, 'npm run deploy -- dev --from apply'],
  ['deploy', ['dev'], { npm_config_from: 'true' }, 'npm run deploy -- dev --from <step>'],
  [
    'new',
    ['mine'],
    { npm_config_shape: 'prod', npm_config_region: 'westeurope' },
    'npm run new -- mine --region westeurope --shape prod',
  ],
  ['verify', ['dev'], { npm_config_json: 'true' }, 'npm run verify -- dev --json'],
  ['destroy', ['dev'], { npm_config_yes: 'true' }, 'npm run destroy -- dev --yes'],
])('%s %j with %j says how to type it', (command, argv, variables, line) => {
  expect(toType(refusal(command, argv, variables))).toBe(line);
});

test('tells of every flag in one breath', () => {
  const error = refusal('destroy', ['dev'], { npm_config_yes: 'true', npm_config_dry_run: 'true' });

  expect(error?.message).toContain('npm took --dry-run, --yes for flags of its own');
});

test('tells a PowerShell that drops the hyphens how to keep them', () => {
  const [windows, linux] = (['win32', 'linux'] as const).map((platform) =>
    refusal('deploy', ['dev'], { npm_config_dry_run: 'true' }, platform),
  );

  expect(windows?.next).toContain("put them in quotes: '--'");
  expect(linux?.next).not.toContain('PowerShell');
});

describe('lets a command run', () => {
  test.each<[string, string[], Variables]>([
    ['with its flags where they belong', ['dev', '--dry-run'], { npm_config_dry_run: 'true' }],
    ['with a value behind an equals sign', ['dev', '--from=apply'], { npm_config_from: 'apply' }],
    ['with a flag that is switched off', ['dev'], { npm_config_dry_run: '', npm_config_json: 'false' }],
    ['with what npm always tells', ['dev'], { npm_config_prefix: '/usr', npm_config_user_agent: 'npm/11' }],
    [
      'from a script that was started with that flag',
      ['dev'],
      { npm_config_json: 'true', npm_lifecycle_event: 'test' },
    ],
  ])('%s', (_, argv, variables) => {
    expect(refusal('deploy', argv, variables)).toBeUndefined();
  });

  test.each(['npm_config_userconfig', 'npm_config_globalconfig', 'npm_config_local_prefix'])(
    'where the flag stands in a file of settings, that of %s',
    (variable) => {
      // GIVEN
      const folder = scratchFolder();
      const file = path.join(folder, '.npmrc');
      writeFileSync(file, 'fund=false\nyes = true\n');
      const place = { [variable]: variable.endsWith('prefix') ? folder : file };

      // THEN
      expect(refusal('deploy', ['dev'], { npm_config_yes: 'true', ...place })).toBeUndefined();
      expect(refusal('deploy', ['dev'], { npm_config_json: 'true', ...place })?.message).toContain('--json');
    },
  );
});

test('never deploys where --dry-run stands in a file of settings', () => {
  // GIVEN
  const file = path.join(scratchFolder(), '.npmrc');
  writeFileSync(file, 'dry-run=true\n');

  // THEN
  const error = refusal('deploy', ['dev'], { npm_config_dry_run: 'true', npm_config_userconfig: file });
  expect(error?.next).toContain("take it out of npm's settings: npm_config_dry_run");
});

test('the npm of this machine tells of every flag that it takes', () => {
  // GIVEN a script that writes down what it is told
  const folder = scratchFolder();
  const scripts = { deploy: 'node told.js' };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'told', scripts }));
  writeFileSync(
    path.join(folder, 'told.js'),
    "require('fs').writeFileSync('told.json', JSON.stringify([process.argv.slice(2), process.env]))",
  );

  // WHEN
  const flags = allOptions.map(({ long, required }) => (required ? `${long}=value` : long!));
  execFileSync('npm', ['run', 'deploy', 'dev', ...flags], { cwd: folder, shell: true, stdio: 'ignore' });
  const [argv, variables] = JSON.parse(readFileSync(path.join(folder, 'told.json'), 'utf8')) as [string[], Variables];

  // THEN
  expect(argv).toEqual(['dev']);
  for (const option of allOptions) {
    const only = Object.entries(variables).filter(
      ([name]) => !name.startsWith('npm_config_') || name === variableOf(option),
    );
    expect(refusal('deploy', argv, Object.fromEntries(only))?.message).toContain(`npm took ${option.long} `);
  }
});

test('a deploy with a swallowed --dry-run does nothing', async () => {
  // GIVEN
  const world = (await new World().prepare('dev'))
    .variable('npm_lifecycle_event', 'deploy')
    .variable('npm_config_dry_run', 'true');

  // WHEN
  const { code, stdout, stderr } = await world.run('deploy', ['dev']);
  const [calls, files] = [world.calls(), world.files()];
  world.remove();

  // THEN
  expect({ code, stdout, calls, files }).toEqual({ code: 1, stdout: '', calls: [], files: [] });
  expect(stderr).toContain('error: npm took --dry-run for a flag of its own');
  expect(stderr).toContain('next: write flags after "--": npm run deploy -- dev --dry-run');
});
