import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratchFolder } from '../helpers/scratch';
import { scriptOf } from '../helpers/script-of';

const operations = readFileSync(path.join(__dirname, '../../docs/operations.md'), 'utf8').replaceAll(/\s+/g, ' ');

test('cdk8s synth replaces the whole of dist, and asks for a newer release unless told not to', () => {
  // GIVEN
  expect(operations).toContain(
    '`npx cdk8s synth` replaces the whole of `dist/`, and asks the network for a newer release of itself unless told `--check-upgrade=false`',
  );
  const folder = scratchFolder();
  const cdk8s = (...argv: string[]) =>
    execFileSync(process.execPath, [scriptOf('cdk8s', 'cdk8s-cli'), ...argv, '--check-upgrade=false'], {
      cwd: folder,
      encoding: 'utf8',
    });
  mkdirSync(path.join(folder, 'dist/other'), { recursive: true });
  writeFileSync(path.join(folder, 'dist/other/other.k8s.yaml'), 'kind: List');
  const app = [
    `const { mkdirSync, writeFileSync } = require('node:fs');`,
    `const folder = process.env.CDK8S_OUTDIR + '/dev';`,
    `mkdirSync(folder, { recursive: true });`,
    `writeFileSync(folder + '/dev.k8s.yaml', 'kind: List');`,
  ];
  writeFileSync(path.join(folder, 'app.cjs'), app.join('\n'));

  // WHEN
  cdk8s('synth', '--app', 'node app.cjs');

  // THEN
  expect(readdirSync(path.join(folder, 'dist'))).toEqual(['dev']);
  expect(cdk8s('--help')).toMatch(/--check-upgrade\s.*\[default: true\]/);
});
