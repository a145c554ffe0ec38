import { ApiObject, App as Cdk8sApp, JsonPatch } from 'cdk8s';
import { Aspects, TerraformElement, Testing, type TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { EnvironmentCharts, synthesizeObjects } from '../../charts';
import { PlatformStack } from '../../constructs';
import { RULES, judge, type ParsedArtefacts } from '../../policy';
import { ENVIRONMENTS, documentsEnvironment } from '../fixtures/environments';
import { generatedEnvironments } from '../../compare/environments';
import { parseEnvironment, policyFacts, type Environment } from '../../config';
import { deployedContract } from '../helpers/outputs';
import { Project } from '../helpers/project';

const TODAY = '2026-11-27';
const environment = ENVIRONMENTS.dev;

/** Both artefacts, with what somebody adds to the stack and to the charts. */
function artefactsWith({
  stack: addToStack,
  charts: addToCharts,
  of = environment,
}: {
  readonly stack?: (stack: PlatformStack) => void;
  readonly charts?: (charts: EnvironmentCharts) => void;
  readonly of?: Environment;
}): ParsedArtefacts {
  const stack = new PlatformStack(Testing.app(), of.name, { environment: of });
  addToStack?.(stack);
  const charts = new EnvironmentCharts(new Cdk8sApp(), of.name, { environment: of, contract: deployedContract(of) });
  addToCharts?.(charts);
  stack.ensureBackendExists();
  return { terraform: JSON.parse(Testing.synth(stack, true)), manifests: synthesizeObjects(charts) };
}

function errorsOf(artefacts: ParsedArtefacts, of = environment): string[] {
  const { results } = judge(artefacts, { facts: policyFacts(TODAY, of.policy), waivers: of.policy.waivers });
  return results.flatMap(({ rule, findings }) =>
    findings.flatMap(({ severity, on }) =>
      severity === 'error' ? [`${rule.id} ${on.replace(/_[0-9A-F]{8}$/, '')}`] : [],
    ),
  );
}

/** The first resource of a type. */
function resourceOf(stack: PlatformStack, type: string): TerraformResource {
  const found = stack.node
    .findAll()
    .filter((each) => TerraformElement.isTerraformElement(each))
    .filter((each) => (each as TerraformResource).terraformResourceType === type);
  return found[0] as TerraformResource;
}

function objectOf(charts: EnvironmentCharts, kind: string, name: string): ApiObject {
  return charts.node
    .findAll()
    .filter((each: IConstruct) => ApiObject.isApiObject(each))
    .find((each) => each.kind === kind && each.name === name)!;
}

describe('what the constructs make', () => {
  const others: readonly (readonly [string, Environment])[] = [
    [
      'the least that can be said',
      parseEnvironment({ name: 'least', subscriptionId: documentsEnvironment.subscriptionId }),
    ],
    ...Object.entries(ENVIRONMENTS),
    ...generatedEnvironments(7, 30)
      .slice(-2)
      .map(({ input, choices }) => [choices.join(', '), parseEnvironment(input)] as const),
  ];

  test.each(others)('breaks no rule: %s', (_, each) => {
    expect(errorsOf(artefactsWith({ of: each }), each)).toEqual([]);
  });
});

/** Makes an owner of everybody. */
const visit = (node: IConstruct) => {
  const type = (node as Partial<TerraformResource>).terraformResourceType;
  if (type === 'azurerm_role_assignment') (node as TerraformResource).addOverride('role_definition_name', 'Owner');
};

describe('an escape hatch is seen', () => {
  test('an override', () => {
    const artefacts = artefactsWith({
      stack: (stack) => {
        resourceOf(stack, 'azurerm_cognitive_account').addOverride('local_auth_enabled', true);
        resourceOf(stack, 'azurerm_cognitive_account').addOverride('network_acls.bypass', 'AzureServices');
        resourceOf(stack, 'azurerm_kubernetes_cluster').addOverride('local_account_disabled', false);
      },
    });

    expect(errorsOf(artefacts)).toEqual([
      'account-bypass azurerm_cognitive_account.openai',
      'account-keys azurerm_cognitive_account.openai',
      'cluster-local-accounts azurerm_kubernetes_cluster.cluster',
    ]);
  });

  test('an Aspect', () => {
    const errors = errorsOf(artefactsWith({ stack: (stack) => Aspects.of(stack).add({ visit }) }));

    expect(errors.length).toBeGreaterThan(5);
    expect(errors.filter((error) => !/^role-(?:broad|scope) /.test(error))).toEqual([]);
  });

  test('a patch of an object', () => {
    const artefacts = artefactsWith({
      charts: (charts) => {
        const pod = '/spec/template/spec';
        objectOf(charts, 'Deployment', 'ai-service').addJsonPatch(
          JsonPatch.remove(`${pod}/securityContext/runAsNonRoot`),
          JsonPatch.add(`${pod}/hostNetwork`, true),
          JsonPatch.replace(`${pod}/containers/0/image`, 'ghcr.io/azure-samples/aks-store-demo/ai-service:latest'),
        );
        objectOf(charts, 'NetworkPolicy', 'deny-all').addJsonPatch(JsonPatch.add('/spec/ingress', [{}]));
      },
    });

    expect(errorsOf(artefacts)).toEqual([
      'image-pinned Deployment/dev/ai-service',
      'network-default-deny Namespace/dev',
      'pod-host Deployment/dev/ai-service',
      'pod-non-root Deployment/dev/ai-service',
    ]);
  });
});

test('an object by hand is seen, and judged by the dated tables', () => {
  const budget = { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'old' } };
  const artefacts = artefactsWith({
    charts: (charts) => void new ApiObject(objectOf(charts, 'Deployment', 'ai-service'), 'old', budget),
  });

  expect(errorsOf(artefacts)).toEqual(['retired-api PodDisruptionBudget/old']);
});

const count = ({ stderr }: { stderr: string }) => Number(/^policy for \w+: (\d+) warnings/m.exec(stderr)?.[1]);

describe('a synthesis', () => {
  const project = new Project();
  afterAll(() => project.remove());
  afterEach(() => {
    project.clean();
    for (const name of ['strict', 'half', 'counted', 'late', 'kept']) project.forget(name);
  });
  const write = (name: string, policy: object) =>
    project.write(
      `environments/${name}.ts`,
      `export default ${JSON.stringify({ ...documentsEnvironment, name, policy })};`,
    );
  const zones = {
    rule: 'cluster-zones',
    on: 'azurerm_kubernetes_cluster.cluster_611F8AFF',
    reason: 'the region has none',
    until: '2099-12-31',
  };

  test.each<[string, Readonly<Record<string, string>>]>([
    ['of both', { PREVIEW: '1' }],
    ['of the objects', { PREVIEW: '1', CDK8S_OUTDIR: 'dist', ENVIRONMENT: 'strict' }],
  ])('%s that breaks a rule writes nothing, and tells of all at once', async (_, variables) => {
    // GIVEN
    write('strict', { imageDigests: true, imageRegistries: ['mcr.microsoft.com'] });

    // WHEN
    const { status, stdout, stderr } = await project.run(variables);

    // THEN
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('error: environments/strict.ts breaks what must hold:\n  - ');
    expect(stderr.match(/\(image-pinned, https/g)?.length).toBeGreaterThan(10);
    expect(stderr.match(/\(image-registry, https/g)?.length).toBeGreaterThan(10);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(project.written()).toEqual([]);
  });

  test('of the stack alone does not miss what waives a finding of the objects', async () => {
    write('half', { waivers: [zones, { ...zones, rule: 'page-tls', on: 'Gateway/dev/none' }] });

    const alone = await project.run({ CDKTF_OUTDIR: 'out', ENVIRONMENT: 'half' });
    const both = await project.run({ PREVIEW: '1', ENVIRONMENT: 'half' });

    expect(alone.status).toBe(0);
    expect(both.stderr).toContain(
      'policy.waivers.1: the waiver of page-tls on Gateway/dev/none covers nothing: take it out',
    );
    expect(project.written()).toContain('out/stacks/half/cdk.tf.json');
    expect(project.written().filter((file) => file.startsWith('dist'))).toEqual([]);
  });

  test('counts the warnings that nothing waives', async () => {
    write('counted', { waivers: [zones] });

    const [plain, waived] = [await project.run({}, ['synth', 'dev']), await project.run({}, ['synth', 'counted'])];

    expect(count(plain)).toBeGreaterThan(5);
    expect(count(waived)).toBe(count(plain) - 1);
    expect(plain.stderr).toContain('warnings: npm run policy -- dev\n');
  });

  test('refuses a waiver that is past its day', async () => {
    write('late', { waivers: [{ ...zones, until: '2026-01-31' }] });

    const { status, stderr } = await project.run({ PREVIEW: '1' });

    expect(status).toBe(1);
    expect(stderr).toContain(
      'environments/late.ts breaks what must hold:\n  - policy.waivers.0.until: the waiver of cluster-zones',
    );
    expect(project.written()).toEqual([]);
  });

  test('for a destroy does not ask whether things are protected', async () => {
    write('kept', { waivers: [{ ...zones, rule: 'protection', on: 'azurerm_resource_group.resource-group' }] });
    const variables = { CDKTF_OUTDIR: 'out', ENVIRONMENT: 'kept' };

    expect((await project.run({ ...variables, PROTECT: 'false' })).status).toBe(0);
    expect((await project.run(variables)).stderr).toContain('covers nothing');
  });

  test('is judged by npm run policy too, which writes nothing', async () => {
    const { status, stdout } = await project.run({}, ['policy', 'dev', '--json']);

    expect(status).toBe(0);
    const { judged } = JSON.parse(stdout) as {
      judged: { name: string; rules: { id: string; lookedAt: string[] }[] }[];
    };
    expect(judged.map(({ name }) => name)).toEqual(['dev']);
    expect(judged[0]!.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(judged[0]!.rules.find(({ id }) => id === 'account-keys')!.lookedAt).toHaveLength(1);
    expect(project.written()).toEqual([]);
  });
});

test('the rules are through fifty workloads in time', () => {
  // GIVEN
  const of = parseEnvironment({
    ...documentsEnvironment,
    workloads: Array.from({ length: 50 }, (_, index) => ({
      name: `app-${index}`,
      image: 'example.azurecr.io/app:1.0.0',
      port: 8080,
      deployment: 'gpt-5.4-mini',
      dialect: 'langchain' as const,
    })),
  });
  const artefacts = artefactsWith({ of });
  const facts = policyFacts(TODAY);
  judge(artefacts, { facts });

  // WHEN
  const runs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    judge(artefacts, { facts });
    return process.cpuUsage(before).user / 1000;
  });

  // THEN the fastest of five: what else the machine does is no part of it
  expect(artefacts.manifests!.length).toBeGreaterThan(200);
  expect(Math.min(...runs)).toBeLessThan(200);
});
