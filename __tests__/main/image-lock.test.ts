import { parseEnvironment, type EnvironmentInput, type ImageLock } from '../../config';
import { SUBSCRIPTION } from '../fixtures/pipeline/environments';
import { outputsFile, deployedContract } from '../helpers/outputs';
import { Project } from '../helpers/project';

const project = new Project();
afterAll(() => project.remove());
afterEach(() => project.clean());

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const SOURCE = 'ghcr.io/acme/bot:1.0.0';
const bot = (said: object) => ({ chatbots: [{ name: 'bot', deployment: 'gpt-5.4-mini', ...said }] });
const inputOf = (name: string, said: object) =>
  ({ name, subscriptionId: SUBSCRIPTION, store: { enabled: false }, registry: {}, ...said }) as EnvironmentInput;

/** Writes an environment with a registry, and its lock where there is one. */
function write(name: string, said: object, images?: Record<string, string>) {
  const environment = parseEnvironment(inputOf(name, said));
  project.write(`environments/${name}.ts`, `export default ${JSON.stringify(inputOf(name, said))};\n`);
  const lock: ImageLock = { registry: environment.registry!.loginServer, images: images ?? {}, builds: {} };
  if (images) project.write(`environments/${name}.images.json`, JSON.stringify(lock));
  return environment;
}

const NEXT = (name: string) => `npm run mirror -- ${name} brings them into `;

test('the lock beside an environment is read with it, and is none', async () => {
  // GIVEN
  write('locked', bot({ image: SOURCE }), { [SOURCE]: DIGEST });

  // WHEN
  const { status } = await project.run({ PREVIEW: '1', ENVIRONMENT: 'locked' });
  const { stdout } = await project.run({}, ['environments']);

  // THEN
  expect(status).toBe(0);
  expect(project.read('dist/locked/locked.k8s.yaml')).toMatch(
    new RegExp(`image: cr\\w+\\.azurecr\\.io/acme/bot@${DIGEST}\\n`),
  );
  expect(JSON.parse(stdout)).toContain('locked');
  expect(stdout).not.toContain('images');
});

test('without a lock a preview names images by tag, and says so', async () => {
  write('fresh', bot({ image: SOURCE }));
  const { status, stderr } = await project.run({ PREVIEW: '1', ENVIRONMENT: 'fresh' });

  expect(status).toBe(0);
  expect(project.read('dist/fresh/fresh.k8s.yaml')).toMatch(/image: cr\w+\.azurecr\.io\/acme\/bot:1\.0\.0\n/);
  expect(stderr).toContain('advice for fresh: environments/fresh.images.json is not there');
});

test.each([
  [
    'stale',
    bot({ image: SOURCE }),
    { 'ghcr.io/acme/bot:0.9.0': DIGEST },
    'environments/stale.images.json does not say the digest of',
  ],
  [
    'unbuilt',
    bot({ build: { context: 'apps/bot' } }),
    undefined,
    'environments/unbuilt.images.json is not there, to say the digest of the build of apps/bot',
  ],
])(
  '%s: a lock that does not fit is refused by the command, and nothing is written',
  async (name, said, images, message) => {
    write(name, said, images);
    const { status, stdout, stderr } = await project.run({ PREVIEW: '1', ENVIRONMENT: name });

    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain(NEXT(name));
    expect(stdout).toBe('');
    expect(project.written()).toEqual([]);
  },
);

/** Writes an environment without a lock, and what its infrastructure has said. */
function outputsOf(name: string): void {
  const environment = write(name, bot({ image: SOURCE }));
  project.write(`outputs/${name}.json`, outputsFile(deployedContract(environment)));
}

describe('of a deploy', () => {
  test('the infrastructure needs no lock: the registry is part of it', async () => {
    outputsOf('first');
    const { status } = await project.run({ CDKTF_OUTDIR: 'cdktf.out', ENVIRONMENT: 'first' });

    expect(status).toBe(0);
    expect(project.read('cdktf.out/stacks/first/cdk.tf.json')).toContain('"azurerm_container_registry"');
  });

  test('the charts do, but for a rehearsal', async () => {
    outputsOf('second');
    const charts = { CDK8S_OUTDIR: 'dist', ENVIRONMENT: 'second' };
    const refused = await project.run(charts);
    const rehearsed = await project.run({ ...charts, REHEARSAL: '1' });

    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(NEXT('second'));
    expect(rehearsed.status).toBe(0);
  });
});
