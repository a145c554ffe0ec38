import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { STORE_SECRET, storeSecretsOf } from '../../model';
import { Project } from '../helpers/project';
import { parsed } from '../helpers/environment';

const ROOT = path.join(__dirname, '..', '..');
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** The code blocks of a language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);
}

describe('the README', () => {
  const project = new Project();
  afterAll(() => project.remove());

  test('describes an environment that this project takes', async () => {
    // GIVEN
    project.write('environments/production.ts', blocks('ts')[0]!);

    // WHEN
    const { status, stderr } = await project.run({ ENVIRONMENT: 'production', PREVIEW: '1' });

    // THEN
    expect(stderr).not.toContain('error');
    expect(status).toBe(0);
    expect(project.written()).toContain('cdktf.out/stacks/production/cdk.tf.json');
  });

  test('makes the Secret that the charts refer to', () => {
    // GIVEN
    const script = blocks('bash').flatMap((block) => /node -e '([^']+)'/.exec(block)?.[1] ?? []);
    expect(script).toHaveLength(1);

    // WHEN
    const { items } = JSON.parse(execFileSync(process.execPath, ['--eval', script[0]!], { encoding: 'utf8' }));
    const [own, ofDatabase] = items as { metadata: object; stringData: Record<string, string> }[];

    // THEN
    const needed = storeSecretsOf(parsed().store);
    expect(items.map(({ metadata }: { metadata: object }) => metadata)).toEqual(
      needed.map(({ namespace }) => ({ name: STORE_SECRET.name, namespace })),
    );
    expect([own, ofDatabase].map((secret) => Object.keys(secret!.stringData))).toEqual(needed.map(({ keys }) => keys));
    expect(own!.stringData).toMatchObject(ofDatabase!.stringData);
    expect(own!.stringData['broker-password']).not.toBe(own!.stringData['database-password']);
  });

  test('says the way by hand in PowerShell too, command by command', () => {
    // GIVEN
    const words = ['npx cdktf deploy', 'az aks get-credentials', 'kubelogin convert-kubeconfig', 'npx cdk8s synth'];
    const [posix, powershell] = [blocks('bash'), blocks('powershell')].map((texts) =>
      texts.find((text) => text.includes(words[0]!))!.split('\n'),
    );

    // THEN
    for (const word of words) {
      const [inPosix, inPowershell] = [posix, powershell].map((lines) => lines!.find((line) => line.includes(word)));
      // But for variables, what is typed is the same.
      expect(inPowershell?.match(/(?<= )--[a-z-]+|apply|login/g)).toEqual(
        inPosix?.match(/(?<= )--[a-z-]+|apply|login/g),
      );
    }
    expect(powershell!.join('\n')).not.toMatch(/\bexport |\$\(|jq /);
  });

  test('finds the folder that cdktf writes outputs to, which cdktf does not make', () => {
    expect(readme).toContain('npx cdktf deploy dev --outputs-file outputs/dev.json');
    expect(existsSync(path.join(ROOT, 'outputs', '.gitignore'))).toBe(true);
  });

  test('names commands and folders that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const commands = [...readme.matchAll(/npm run ([a-z]+(?:-[a-z]+)*)/g)].map((match) => match[1]!);
    const folders = [...readme.matchAll(/^\| `([a-z_-]+\/)`/gm)].map((match) => match[1]!);

    expect(commands.length).toBeGreaterThan(6);
    for (const command of commands) expect(scripts).toHaveProperty(command);
    expect(folders.length).toBeGreaterThan(6);
    expect(folders.filter((folder) => !existsSync(path.join(ROOT, folder)))).toEqual([]);
  });
});
