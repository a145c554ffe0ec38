import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What is used of a terminal; the package declares its types under its own name alone. */
interface Terminal {
  onData(listen: (data: string) => void): void;
  onExit(listen: (event: { readonly exitCode: number }) => void): void;
}

const ROOT = path.join(__dirname, '..', '..');
const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly name?: string; readonly resolved?: string }>>;
};

describe('the terminal that cdktf runs Terraform in', () => {
  test('runs a command on this Node, with no install script run', async () => {
    // GIVEN
    const { spawn } = jest.requireActual<{ spawn: (file: string, args: readonly string[], size: object) => Terminal }>(
      '@cdktf/node-pty-prebuilt-multiarch',
    );

    // WHEN
    const terminal = spawn(process.execPath, ['--print', '"h" + "ello"'], { cols: 80, rows: 24 });
    let said = '';
    // The last words may come after the end.
    const hello = new Promise<void>((resolve) => {
      terminal.onData((data) => {
        said += data;
        if (said.includes('hello')) resolve();
      });
    });
    const exitCode = await new Promise((resolve) => terminal.onExit((event) => resolve(event.exitCode)));
    await hello;

    // THEN
    expect(exitCode).toBe(0);
  });

  test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'])(
    'is there for %s, as a package of its own',
    (platform) => {
      expect(lock.packages).toHaveProperty([`node_modules/@lydell/node-pty-${platform}`]);
    },
  );

  test('is one for all who load it', () => {
    const copies = Object.keys(lock.packages).filter((place) => place.endsWith('node-pty-prebuilt-multiarch'));

    expect(copies).toEqual(['node_modules/@cdktf/node-pty-prebuilt-multiarch']);
    expect(lock.packages[copies[0]!]!.name).toBe('@lydell/node-pty');
  });
});

test('no script needs a shell of its own kind', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };

  // Words, and && between commands, are all that cmd.exe and every other shell agree on.
  for (const script of Object.values(scripts)) expect(script).toMatch(/^(?:(?:[\w:./-]+|&&)(?: |$))+$/);
});

test('the lock file names no registry', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
