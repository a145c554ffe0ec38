import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockFromMirror } from '../../../pipeline/terraform';
import { World } from '../../helpers/pipeline-world';
import { describeWith } from '../../helpers/require-tool';
import { scratchFolder } from '../../helpers/scratch';

/** The variable that names a CLI configuration of this text. */
function configured(text: string): { TF_CLI_CONFIG_FILE: string } {
  const file = path.join(scratchFolder(), 'terraform.tfrc');
  writeFileSync(file, text);
  return { TF_CLI_CONFIG_FILE: file };
}

test.each<[string, string, string | undefined]>([
  [
    'a folder',
    'provider_installation {\n  filesystem_mirror {\n    path = "/opt/mirror"\n  }\n}\n',
    '-fs-mirror=/opt/mirror',
  ],
  [
    'a folder, in one line',
    'provider_installation { filesystem_mirror { path = "/opt/mirror" } }',
    '-fs-mirror=/opt/mirror',
  ],
  [
    'a folder of Windows, with a space',
    'provider_installation {\r\n  filesystem_mirror {\r\n    path = "C:\\\\my mirror"\r\n  }\r\n}\r\n',
    String.raw`-fs-mirror='C:\my mirror'`,
  ],
  [
    'a server',
    'provider_installation {\n  network_mirror {\n    url = "https://mirror.example.com/providers/"\n  }\n}\n',
    '-net-mirror=https://mirror.example.com/providers/',
  ],
  [
    'a folder for some, the registry for the rest',
    'provider_installation {\n  filesystem_mirror {\n    path    = "/opt/mirror"\n    include = ["registry.terraform.io/*/*"]\n  }\n  direct {\n    exclude = ["registry.terraform.io/*/*"]\n  }\n}\n',
    '-fs-mirror=/opt/mirror',
  ],
  [
    'the first of two',
    'provider_installation {\n  network_mirror {\n    url = "https://a.example.com/"\n  }\n  filesystem_mirror {\n    path = "/b"\n  }\n}\n',
    '-net-mirror=https://a.example.com/',
  ],
  [
    'none beside the registry itself',
    'provider_installation {\n  filesystem_mirror {\n    path = "/opt/mirror"\n  }\n  direct {}\n}\n',
    undefined,
  ],
  ['none', 'plugin_cache_dir = "/opt/cache"\n', undefined],
  [
    'none, but in a comment',
    '# filesystem_mirror { path = "/a" }\n// network_mirror { url = "https://a" }\n/* filesystem_mirror {\n path = "/b" } */\n',
    undefined,
  ],
  ['one without a path', 'provider_installation { filesystem_mirror { } }', undefined],
])('a configuration that names %s', (_, text, flag) => {
  expect(lockFromMirror(configured(text))).toBe(flag);
});

test('no configuration names none, nor does a file that is not there', () => {
  expect(lockFromMirror({})).toBeUndefined();
  expect(lockFromMirror({ TF_CLI_CONFIG_FILE: '' })).toBeUndefined();
  expect(lockFromMirror({ TF_CLI_CONFIG_FILE: '/nowhere/terraform.tfrc' })).toBeUndefined();
});

test.each([
  ['HOME', '.terraformrc', 'linux'],
  ['HOME', '.terraformrc', 'darwin'],
  ['APPDATA', 'terraform.rc', 'win32'],
] as const)('that of the user, in %s as %s, counts on %s where none is named', (variable, name, platform) => {
  // GIVEN
  const folder = scratchFolder();
  writeFileSync(path.join(folder, name), 'provider_installation { filesystem_mirror { path = "/opt/own" } }');
  const named = configured('provider_installation { filesystem_mirror { path = "/opt/named" } }');
  const own = { [variable]: folder, TF_CLI_CONFIG_FILE: '' };

  // THEN
  expect(lockFromMirror(own, platform)).toBe('-fs-mirror=/opt/own');
  expect(lockFromMirror({ ...own, ...named }, platform)).toBe('-fs-mirror=/opt/named');
  expect(lockFromMirror(own, platform === 'win32' ? 'linux' : 'win32')).toBeUndefined();
});

/** What a deploy in this process would give cdktf for the lock. */
async function lockOf(variables: Record<string, string>): Promise<string | undefined> {
  const world = new World();
  for (const [name, value] of Object.entries(variables)) world.variable(name, value);
  const { stdout } = await world.run('deploy', ['dev', '--dry-run']);
  world.remove();
  const [, lock] = /^\$ (?:\S+ )*?TF_CLI_ARGS_providers_lock=(\S+) .*cdktf deploy /m.exec(stdout) ?? [];
  expect(stdout).toContain(' cdktf deploy dev ');
  return lock;
}

describe('a deploy', () => {
  const { TF_CLI_CONFIG_FILE } = configured('provider_installation { filesystem_mirror { path = "/opt/mirror" } }');

  test('locks the providers by the mirror', async () => {
    await expect(lockOf({ TF_CLI_CONFIG_FILE })).resolves.toBe('-fs-mirror=/opt/mirror');
  });

  test('leaves it to the user who says where from', async () => {
    const own = { TF_CLI_CONFIG_FILE, TF_CLI_ARGS_providers_lock: '-fs-mirror=/mine' };
    await expect(lockOf(own)).resolves.toBeUndefined();
  });

  test('leaves it alone without a mirror', async () => {
    const nobody = { HOME: scratchFolder(), APPDATA: scratchFolder() };
    await expect(lockOf({ TF_CLI_CONFIG_FILE: '', ...nobody })).resolves.toBeUndefined();
  });
});

describeWith('terraform')('with the real terraform', () => {
  test('the flag sends the lock to the mirror, in a folder with a space and a quote', () => {
    // GIVEN a stack whose provider is in no registry, and an empty mirror
    const folder = scratchFolder();
    const mirror = path.join(folder, "it's empty");
    const stack = { terraform: { required_providers: { none: { source: 'nowhere.invalid/none/none' } } } };
    writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(stack));
    const lock = lockFromMirror(
      configured(`provider_installation { filesystem_mirror { path = ${JSON.stringify(mirror)} } }`),
    )!;

    // WHEN
    const { status, stderr } = spawnSync('terraform', ['providers', 'lock', '-platform=linux_amd64'], {
      cwd: folder,
      env: { ...process.env, TF_CLI_ARGS_providers_lock: lock },
      encoding: 'utf8',
    });

    // THEN it looked there, and asked no network
    expect(status).toBe(1);
    expect(stderr).toMatch(/it's empty/);
    expect(stderr).not.toMatch(/nowhere\.invalid.*(?:no such host|lookup|connect)/s);
  });
});
