import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Project } from '../helpers/project';
import { Page } from '../helpers/markdown';

const ROOT = path.join(__dirname, '..', '..');
const readme = Page.ofFile('README.md');

describe('the README', () => {
  const project = new Project();
  afterAll(() => project.remove());

  test('describes an environment that this project takes', async () => {
    // GIVEN
    project.write('environments/prod.ts', readme.blocks('ts')[0]!);

    // WHEN
    const { status, stderr } = await project.run({ ENVIRONMENT: 'prod', PREVIEW: '1' });

    // THEN
    expect(stderr).not.toContain('error');
    expect(status).toBe(0);
    expect(project.written()).toContain('cdktf.out/stacks/prod/cdk.tf.json');
  });

  test('is short, and names what destroys by hand', () => {
    const text = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

    expect(text.split('\n').length).toBeLessThan(200);
    expect(text).toMatch(/the variable `PROTECT=false` of\s+`npx cdktf destroy mine`/);
  });
});
