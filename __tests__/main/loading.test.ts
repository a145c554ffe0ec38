import { ProjectCopy } from '../helpers/project-copy';

const project = new ProjectCopy();
afterAll(() => project.remove());

/** The packages that one run has loaded. */
function packagesLoadedBy(variables: Record<string, string>): string[] {
  project.write(
    'report-modules.cjs',
    `process.on('exit', () => {
       const packages = Object.keys(require.cache).flatMap((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(file.replaceAll('\\\\', '/'))?.[1] ?? []);
       require('node:fs').writeFileSync('modules.json', JSON.stringify([...new Set(packages)]));
     });`,
  );
  const { status } = project.main({ ...variables, PREVIEW: '1' }, { nodeFlags: ['--require', './report-modules.cjs'] });
  expect(status).toBe(0);
  return JSON.parse(project.read('modules.json')) as string[];
}

describe('main.ts loads', () => {
  test('no cdk8s for the infrastructure', () => {
    const packages = packagesLoadedBy({ CDKTF_OUTDIR: 'out' });

    expect(packages).toEqual(expect.arrayContaining(['cdktf', '@cdktf/provider-azurerm', '@cdktf/provider-helm']));
    expect(packages.filter((name) => name.startsWith('cdk8s'))).toEqual([]);
  });

  test('no cdktf for the charts', () => {
    const packages = packagesLoadedBy({ CDK8S_OUTDIR: 'out' });

    expect(packages).toEqual(expect.arrayContaining(['cdk8s', 'cdk8s-plus-28']));
    expect(packages.filter((name) => name.includes('cdktf'))).toEqual([]);
  });
});
