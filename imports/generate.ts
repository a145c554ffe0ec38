import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Regenerates the classes of one API group: `node launch.cjs imports/generate.ts <group> <file or URL> <origin>`.
 * cdk8s writes the file; this adds where it came from, since the generated text does not say.
 */
const [group, source, origin] = process.argv.slice(2);

const HELP = `Usage: npm run import -- <group> <file or URL of the CRDs> <origin>

Regenerates the classes of one API group in imports/. imports/README.md has the lines of those that are there.`;

if (group === '-h' || group === '--help') {
  console.log(HELP);
} else if (group === undefined || source === undefined || origin === undefined) {
  console.error(
    'error: expected three arguments, <group> <file or URL of the CRDs> <origin>, for example\n' +
      '  node launch.cjs imports/generate.ts gateway.networking.k8s.io <file> "Gateway API v1.6.1, standard channel"',
  );
  process.exitCode = 1;
} else {
  // launch.cjs gives a bundle a `require` that resolves nothing.
  const { resolve } = createRequire(__filename);
  const cli = path.join(path.dirname(resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  const flags = ['--language', 'typescript', '--output', __dirname, '--no-save', '--check-upgrade=false'];
  execFileSync(process.execPath, [cli, 'import', source, ...flags], { stdio: 'inherit' });
  const file = path.join(__dirname, `${group}.ts`);
  const header = `// Generated from the CRDs of ${origin}. Not edited by hand: see imports/README.md.\n`;
  writeFileSync(file, header + readFileSync(file, 'utf8'));
}
