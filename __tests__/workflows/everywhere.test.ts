import { readFileSync } from 'node:fs';
import path from 'node:path';
import { minVersion } from 'semver';
import { actions, workflows } from '../helpers/workflows';

const ROOT = path.join(__dirname, '..', '..');
const jobsOf = (name: string) =>
  workflows().find((file) => file.name === `.github/workflows/${name}.yml`)!.content.jobs!;
const scriptsOf = (name: string, job: string) => jobsOf(name)[job]!.steps!.map(({ run }) => run);

describe('the tests run everywhere', () => {
  const job = jobsOf('test')['everywhere']!;

  test('on every Node that package.json lets in, from the oldest on', () => {
    // GIVEN
    const { engines } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const oldest = minVersion(engines.node)!;

    // THEN
    expect(job.strategy!.matrix!['node']).toEqual([`${oldest.major}.${oldest.minor}`, '22', '24', '25']);
  });

  test('on Linux, macOS and Windows', () => {
    const systems = job.strategy!.matrix!['system'] as string[];

    expect(systems.map((system) => system.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
    expect(job).toMatchObject({ 'runs-on': '${{ matrix.system }}' });
  });

  test('as a user runs them', () => {
    expect(scriptsOf('test', 'everywhere').filter(Boolean)).toEqual([
      'npm run synth',
      'npx --no-install cdktf synth',
      'npm test',
      'npm run test:e2e',
    ]);
    expect(job.steps).toContainEqual({ uses: './.github/actions/node', with: { version: '${{ matrix.node }}' } });
  });
});

describe('the list of environments', () => {
  test('is printed by one action', () => {
    const scripts = actions().filter(({ text }) => text.includes('main.ts environments'));

    expect(scripts.map(({ name }) => name)).toEqual(['.github/actions/environments/action.yml']);
  });

  test.each([
    ['plan', 'plan'],
    ['test', 'rehearse'],
  ])('is what a job of %s is multiplied by', (workflow, job) => {
    const jobs = jobsOf(workflow);

    expect(jobs['environments']!.steps).toContainEqual({ id: 'list', uses: './.github/actions/environments' });
    expect(jobs['environments']).toMatchObject({ outputs: { names: '${{ steps.list.outputs.names }}' } });
    expect(jobs[job]).toMatchObject({ needs: 'environments' });
    expect(jobs[job]!.strategy!.matrix).toEqual({ environment: '${{ fromJSON(needs.environments.outputs.names) }}' });
  });

  test.each(['deploy', 'destroy'])('is the repository’s own where somebody starts %s by hand', (name) => {
    const { on } = workflows().find((file) => file.name === `.github/workflows/${name}.yml`)!.content;

    expect(on).toMatchObject({
      workflow_dispatch: { inputs: { environment: { type: 'environment', required: true } } },
    });
  });
});
