import { parseAllDocuments } from 'yaml';
import { ENVIRONMENTS } from '../fixtures/environments';
import { deployedContract, outputsFile } from '../helpers/outputs';
import { Project } from '../helpers/project';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
  readonly spec?: { readonly hostnames?: string[] };
}

const project = new Project();
afterAll(() => project.remove());
afterEach(() => project.clean());

function readObjects(file: string): KubernetesObject[] {
  return parseAllDocuments(project.read(file)).map((document) => document.toJS() as KubernetesObject);
}

function routeHostnames(file: string): (string[] | undefined)[] {
  return readObjects(file)
    .filter(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'store-admin-route')
    .map(({ spec }) => spec?.hostnames);
}

/** What the stack of dev says of the protection of each resource. */
async function protection(variables: Readonly<Record<string, string>>): Promise<(string | undefined)[]> {
  await project.run({ CDKTF_OUTDIR: 'cdktf.out', ENVIRONMENT: 'dev', ...variables });
  const json = project.read('cdktf.out/stacks/dev/cdk.tf.json');
  return [...json.matchAll(/"prevent_destroy": (\w+)/g)].map(([, word]) => word);
}

/** What of the two artefacts of `dev` is about deployments, for a value of KEEP_DEPLOYMENTS. */
async function deploymentsBy(kept: string) {
  await project.run({ PREVIEW: '1', KEEP_DEPLOYMENTS: kept });
  const stack = JSON.parse(project.read('cdktf.out/stacks/dev/cdk.tf.json')) as {
    resource: Record<string, Record<string, { name: string; model: object; sku: object }>>;
    output: { openai_deployments: { value: unknown[] } };
  };
  return {
    deployments: Object.values(stack.resource['azurerm_cognitive_deployment']!),
    outputs: stack.output.openai_deployments.value.length,
    yaml: project.read('dist/dev/dev.k8s.yaml'),
  };
}

describe('main.ts', () => {
  test('writes both artefacts of every environment and says what to do next', async () => {
    // WHEN
    const { status, stdout } = await project.run({ PREVIEW: '1' });

    // THEN
    expect(status).toBe(0);
    for (const name of Object.keys(ENVIRONMENTS)) {
      for (const file of [`cdktf.out/stacks/${name}/cdk.tf.json`, `dist/${name}/${name}.k8s.yaml`]) {
        expect(project.written()).toContain(file);
        expect(stdout).toContain(`wrote ${file}`);
      }
    }
    for (const name of Object.keys(ENVIRONMENTS)) expect(stdout).toContain(`npm run deploy -- ${name}`);
  });

  test('says in a line each which pages anybody on the internet can open', async () => {
    // WHEN
    const { stderr } = await project.run({ PREVIEW: '1', ENVIRONMENT: 'dev' });

    // THEN
    const open = [...stderr.matchAll(/^advice for dev: (\S+) is open to anybody who finds its address: /gm)];
    expect(open.map(([, page]) => page)).toEqual(['store-admin', 'store-front', 'gradio-aks', 'gradio-aks-luna']);
  });

  test('protects nothing where PROTECT=false says so, and for that run alone', async () => {
    const [open, closed] = [await protection({ PROTECT: 'false' }), await protection({ PROTECT: '' })];
    expect(open.length).toBeGreaterThan(6);
    expect(new Set(open)).toEqual(new Set(['false']));
    expect(closed).toEqual(open.map(() => 'true'));
  });

  test('keeps a deployment beside those of the environment where KEEP_DEPLOYMENTS says so, in the stack alone', async () => {
    // GIVEN
    const old = { name: 'old', model: 'gpt-4o', version: '2024-11-20', sku: 'Standard', capacity: 7 };

    // WHEN
    const [without, kept] = [await deploymentsBy(''), await deploymentsBy(JSON.stringify([old]))];

    // THEN
    expect(kept.deployments.filter(({ name }) => name !== 'old')).toEqual(without.deployments);
    expect(kept.deployments.find(({ name }) => name === 'old')).toMatchObject({
      model: { name: 'gpt-4o', version: '2024-11-20' },
      sku: { name: 'Standard', capacity: 7 },
    });
    expect(kept.outputs).toBe(without.outputs + 1);
    expect(kept.yaml).toBe(without.yaml);
  });

  test('says on every object of a preview that it is one, and on none of a deploy', async () => {
    // GIVEN
    await project.run({ PREVIEW: '1' });
    const preview = readObjects('dist/dev/dev.k8s.yaml');
    project.write('outputs/dev.json', outputsFile(deployedContract(ENVIRONMENTS.dev)));

    // WHEN
    await project.run({ CDK8S_OUTDIR: 'dist', ENVIRONMENT: 'dev' });
    const deployed = readObjects('dist/dev/dev.k8s.yaml');

    // THEN
    expect(preview.length).toBeGreaterThan(5);
    expect(deployed).toHaveLength(preview.length);
    for (const { metadata } of preview)
      expect(metadata.annotations?.['secure-aks-openai/preview']).toMatch(/not for kubectl apply/);
    for (const { metadata } of deployed)
      expect(metadata.annotations ?? {}).not.toHaveProperty('secure-aks-openai/preview');
  });

  test('serves cdktf alone where cdktf asks', async () => {
    const { status } = await project.run({ CDKTF_OUTDIR: 'out' });

    expect(status).toBe(0);
    expect(project.written()).toEqual(
      expect.arrayContaining(['out/stacks/dev/cdk.tf.json', 'out/stacks/workshop/cdk.tf.json']),
    );
    expect(project.written().filter((file) => file.endsWith('.yaml'))).toEqual([]);
  });

  test('serves cdk8s alone where cdk8s asks, one environment at a time', async () => {
    // GIVEN
    const contract = deployedContract(ENVIRONMENTS.dev);
    project.write('elsewhere/dev.json', outputsFile(contract));

    // WHEN
    const { status } = await project.run({ CDK8S_OUTDIR: 'out', OUTPUTS_FILE: 'elsewhere/dev.json' });

    // THEN
    expect(status).toBe(0);
    expect(project.written().filter((file) => file.startsWith('out'))).toEqual(['out/dev/dev.k8s.yaml']);
    const text = project.read('out/dev/dev.k8s.yaml');
    expect(text).toContain('abcdef00-1234-4321-8888-0123456789ab');
    expect(text).toContain('https://oai-real.openai.azure.com/');
    expect(text).not.toMatch(/TfToken|\$\{|undefined/);
  });

  test('reads only its own stack of a file that holds several', async () => {
    project.write('outputs/all.json', outputsFile(...Object.values(ENVIRONMENTS).map(deployedContract)));

    const { status } = await project.run({ OUTPUTS_FILE: 'outputs/all.json' });

    expect(status).toBe(0);
    expect(project.written()).toEqual(
      expect.arrayContaining(['dist/dev/dev.k8s.yaml', 'dist/workshop/workshop.k8s.yaml']),
    );
  });

  test('leaves the host name out in managed mode until it is given', async () => {
    project.write('outputs/workshop.json', outputsFile(deployedContract(ENVIRONMENTS.workshop)));
    const synth = { CDK8S_OUTDIR: 'dist', ENVIRONMENT: 'workshop' };

    await project.run(synth);
    const before = routeHostnames('dist/workshop/workshop.k8s.yaml');
    await project.run({ ...synth, GATEWAY_HOSTNAME: 'abc.fz01.alb.azure.com' });
    const after = routeHostnames('dist/workshop/workshop.k8s.yaml');

    expect(before).toEqual([undefined]);
    expect(after).toEqual([['abc.fz01.alb.azure.com']]);
  });

  test('writes the same text again', async () => {
    await project.run({ PREVIEW: '1' });
    const first = ['cdktf.out/stacks/dev/cdk.tf.json', 'dist/dev/dev.k8s.yaml'].map((file) => project.read(file));

    await project.run({ PREVIEW: '1' });

    expect(['cdktf.out/stacks/dev/cdk.tf.json', 'dist/dev/dev.k8s.yaml'].map((file) => project.read(file))).toEqual(
      first,
    );
  });

  test('writes no path of this machine', async () => {
    await project.run({ PREVIEW: '1' });

    for (const file of project.written()) expect(project.read(file)).not.toContain(project.dir);
  });
});
