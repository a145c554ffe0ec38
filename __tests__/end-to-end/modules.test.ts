import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EACH_SOURCE, ProjectCopy } from '../helpers/project-copy';

const project = new ProjectCopy();
afterAll(() => project.remove());

const REPORT = `process.on('exit', () => {
  const files = Object.keys(require.cache).map((file) => file.replaceAll('\\\\', '/'));
  require('node:fs').writeFileSync('modules.json', JSON.stringify(files));
});`;

/** The files that one run has loaded, as they are without a bundle: its code is run for the same ones. */
function filesLoadedBy(variables: Record<string, string>): string[] {
  project.write('report-modules.cjs', REPORT);
  const args = [...EACH_SOURCE, '--require', './report-modules.cjs', 'main.ts'];
  expect(project.node(args, { ...variables, PREVIEW: '1' })).toMatchObject({ status: 0 });
  return JSON.parse(project.read('modules.json')) as string[];
}

/** What a pattern's group finds in each, once each. */
function found(files: readonly string[], pattern: RegExp): string[] {
  return [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))].toSorted();
}

const packagesOf = (files: readonly string[]) => found(files, /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/);

describe('main.ts loads', () => {
  const infrastructure = filesLoadedBy({ CDKTF_OUTDIR: 'out' });
  const charts = filesLoadedBy({ CDK8S_OUTDIR: 'out' });

  test('no cdk8s for the infrastructure', () => {
    const packages = packagesOf(infrastructure);

    expect(packages).toEqual(expect.arrayContaining(['cdktf', '@cdktf/provider-azurerm', '@cdktf/provider-helm']));
    expect(packages.filter((name) => name.startsWith('cdk8s'))).toEqual([]);
  });

  test('no cdktf for the charts', () => {
    const packages = packagesOf(charts);

    expect(packages).toEqual(expect.arrayContaining(['cdk8s', 'cdk8s-plus-28']));
    expect(packages.filter((name) => name.includes('cdktf'))).toEqual([]);
  });

  test('nothing of the commands for either', () => {
    for (const files of [infrastructure, charts]) {
      expect(packagesOf(files)).not.toEqual(expect.arrayContaining([expect.stringMatching(/commander|execa|listr2/)]));
      expect(found(files, /project-\w+\/(pipeline\/[\w/-]+)/)).toEqual([]);
    }
  });

  test('of the provider, whose index holds a thousand classes, only those of our constructs', () => {
    // GIVEN
    const folder = path.join(__dirname, '../../constructs');
    const imported = readdirSync(folder).flatMap((file) => project.read(`constructs/${file}`).split('\n'));

    // THEN
    const bindings = found(infrastructure, /provider-azurerm\/lib\/([\w-]+)\//);
    expect(bindings).toEqual(found(imported, /^import (?!type).*'@cdktf\/provider-azurerm\/lib\/([\w-]+)'/));
    expect(bindings.length).toBeGreaterThan(15);
  });
});
