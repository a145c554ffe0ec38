import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { parseEnvironment } from '../../config';
import { sampleContract, toSnakeFields, type Outputs } from '../../contract';
import { scratchFolder } from '../helpers/scratch';

const ROOT = path.join(__dirname, '..', '..');
const CLIENT_ID = '33333333-3333-4333-8333-333333333333';
const ACCOUNT = 'https://oai-summaries-7f3a.openai.azure.com/';

/** The Terraform JSON of a stack, as far as it is read here. */
interface Stack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** A Kubernetes object, as far as it is read here. */
interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** What one example wrote into a folder of its own, in which the outputs of a deploy lay. */
class Example {
  private readonly dir = scratchFolder();

  public constructor(name: string, outputs: Readonly<Record<string, unknown>> = {}) {
    mkdirSync(path.join(this.dir, 'outputs'));
    for (const [stack, values] of Object.entries(outputs)) {
      writeFileSync(path.join(this.dir, 'outputs', `${stack}.json`), JSON.stringify({ [stack]: values }));
    }
    const before = process.cwd();
    process.chdir(this.dir);
    try {
      jest.requireActual(path.join(ROOT, 'examples', name));
    } finally {
      process.chdir(before);
    }
  }

  public stack(name: string): Stack {
    return JSON.parse(readFileSync(path.join(this.dir, 'cdktf.out/stacks', name, 'cdk.tf.json'), 'utf8')) as Stack;
  }

  /** The objects of every YAML file, or of those of one folder. */
  public objects(folder = 'dist'): KubeObject[] {
    const dir = path.join(this.dir, folder);
    if (!existsSync(dir)) return [];
    return readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .toSorted()
      .flatMap((file) => parseAllDocuments(readFileSync(path.join(dir, file), 'utf8')))
      .map((document) => document.toJS() as KubeObject);
  }
}

/** The only resource of a type, or the error that there are others. */
function only(resources: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined) {
  expect(Object.keys(resources ?? {})).toHaveLength(1);
  return Object.values(resources!)[0]!;
}

/** How many resources of each type there are. */
function counts({ resource }: Stack): Record<string, number> {
  return Object.fromEntries(Object.entries(resource).map(([type, byId]) => [type, Object.keys(byId).length]));
}

test('every example has a row, and a test here', () => {
  const files = readdirSync(path.join(ROOT, 'examples')).filter((file) => file.endsWith('.ts'));
  const rows = readFileSync(path.join(ROOT, 'examples/README.md'), 'utf8').matchAll(/^\| `([\w-]+\.ts)`/gm);
  const tests = readFileSync(__filename, 'utf8').matchAll(/^describe\('([\w-]+\.ts)'/gm);

  expect([...rows].map(([, file]) => file!).toSorted()).toEqual(files.toSorted());
  expect([...tests].map(([, file]) => file!).toSorted()).toEqual(files.toSorted());
});

describe('constructs-only.ts', () => {
  test('makes network, cluster and account, and lets one ServiceAccount call the models', () => {
    const stack = new Example('constructs-only').stack('team');

    expect(counts(stack)).toMatchObject({
      azurerm_virtual_network: 1,
      azurerm_kubernetes_cluster: 1,
      azurerm_cognitive_account: 1,
      azurerm_cognitive_deployment: 1,
    });
    expect(only(stack.resource['azurerm_federated_identity_credential'])).toMatchObject({
      subject: 'system:serviceaccount:team:summaries',
    });
    expect(only(stack.resource['azurerm_cognitive_account'])).toMatchObject({ local_auth_enabled: false });
  });
});

describe('bring-your-own-cluster.ts', () => {
  test('makes neither cluster nor network, and lets the nodes that are there call the account', () => {
    const example = new Example('bring-your-own-cluster');

    const stack = example.stack('team');
    expect(counts(stack)).toEqual({
      azurerm_cognitive_account: 1,
      azurerm_cognitive_deployment: 1,
      azurerm_federated_identity_credential: 1,
      azurerm_role_assignment: 1,
      azurerm_user_assigned_identity: 1,
    });
    expect(only(stack.resource['azurerm_cognitive_account'])).toMatchObject({
      network_acls: {
        default_action: 'Deny',
        virtual_network_rules: [
          { subnet_id: expect.stringMatching(/virtualNetworks\/vnet-hub\/subnets\/snet-nodes$/) },
        ],
      },
    });
    expect(example.objects()).toEqual([]);
  });

  test('once it is deployed, runs the pods under the ServiceAccount that the credential names', () => {
    jest.resetModules();
    const example = new Example('bring-your-own-cluster', { team: { client_id: CLIENT_ID, endpoint: ACCOUNT } });

    const credential = only(example.stack('team').resource['azurerm_federated_identity_credential']);
    const account = example.objects().find(({ kind }) => kind === 'ServiceAccount')!;
    expect(credential['subject']).toBe(`system:serviceaccount:summaries:${account.metadata.name}`);
    expect(account.metadata.annotations).toMatchObject({ 'azure.workload.identity/client-id': CLIENT_ID });
    expect(JSON.stringify(example.objects())).toContain(ACCOUNT);
  });
});

describe('workload-in-another-stack.ts', () => {
  test('grants the use of an account that it only looks up', () => {
    // GIVEN
    const platform = parseEnvironment({ name: 'dev', subscriptionId: '11111111-1111-4111-8111-111111111111' });
    const dev = toSnakeFields<Outputs>(sampleContract(platform));

    // WHEN
    const example = new Example('workload-in-another-stack', { dev, search: { client_id: CLIENT_ID } });

    // THEN
    const stack = example.stack('search');
    expect(counts(stack)).toEqual({
      azurerm_federated_identity_credential: 1,
      azurerm_resource_group: 1,
      azurerm_role_assignment: 1,
      azurerm_user_assigned_identity: 1,
    });
    expect(only(stack.data!['azurerm_cognitive_account'])).toMatchObject({ name: 'oai-preview' });
    expect(only(stack.resource['azurerm_role_assignment'])).toMatchObject({
      scope: '${data.azurerm_cognitive_account.found-account.id}',
    });
    const account = example.objects().find(({ kind }) => kind === 'ServiceAccount')!;
    expect(only(stack.resource['azurerm_federated_identity_credential'])).toMatchObject({
      issuer: '${data.azurerm_kubernetes_cluster.found-cluster.oidc_issuer_url}',
      subject: `system:serviceaccount:search:${account.metadata.name}`,
    });
  });
});

describe('gitops.ts', () => {
  const environment = parseEnvironment({
    name: 'team',
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    store: { enabled: false },
    chatbots: [{ name: 'assistant', deployment: 'gpt-5.4-mini' }],
  });
  const example = () => new Example('gitops', { team: toSnakeFields<Outputs>(sampleContract(environment)) });

  test('leads Argo CD and Flux to the folder that the YAML lies in, which holds no Secret', () => {
    const written = example();

    const kinds = written.objects('dist/team').map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['Namespace', 'Deployment', 'Gateway', 'HTTPRoute']));
    expect(kinds).not.toContain('Secret');
    const delivery = Object.fromEntries(written.objects('dist/delivery').map(({ kind, spec }) => [kind, spec]));
    expect(Object.keys(delivery).toSorted()).toEqual(['Application', 'GitRepository', 'Kustomization']);
    expect(delivery['Application']).toMatchObject({
      source: { path: 'dist/team' },
      syncPolicy: { automated: { prune: true } },
    });
    expect(delivery['Kustomization']).toMatchObject({ path: './dist/team', prune: true });
  });
});

describe('two-regions-behind-one-name.ts', () => {
  test('gives each region a stack of its own, and the profile the host name of each gateway that is deployed', () => {
    // GIVEN one of the two is deployed
    const west = parseEnvironment({ name: 'store-west', subscriptionId: '00000000-0000-0000-0000-000000000000' });

    // WHEN
    const example = new Example('two-regions-behind-one-name', {
      'store-west': toSnakeFields<Outputs>(sampleContract(west)),
    });

    // THEN
    const regions = ['store-west', 'store-north'].map((name) =>
      only(example.stack(name).resource['azurerm_resource_group']),
    );
    expect(regions.map(({ location }) => location)).toEqual(['westeurope', 'northeurope']);
    expect(only(example.stack('store-global').resource['azurerm_traffic_manager_external_endpoint'])).toMatchObject({
      name: 'store-west',
      target: 'preview.fz00.alb.azure.com',
      endpoint_location: 'westeurope',
    });
  });
});
