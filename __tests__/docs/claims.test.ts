import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Testing } from 'cdktf';
import { parseEnvironment } from '../../config';
import {
  AlbGateway,
  Monitoring,
  PlatformStack,
  PrivateOpenAi,
  PrivateRegistry,
  SecureVnet,
  WorkloadIdentity,
  WorkloadIdentityCluster,
} from '../../constructs';
import * as exported from '../../constructs';
import { sampleContract, toSnakeFields, type Outputs } from '../../contract';
import { COMMANDS } from '../../pipeline';
import { TOOLS } from '../../pipeline/run';
import { SCRATCH } from '../../pipeline/scratch';
import { PROOFS } from '../../pipeline/verify';
import { Project } from '../helpers/project';
import { synthStack } from '../helpers/template';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
/** A page in one line, so that a sentence is found wherever it is broken. */
const said = (file: string) => read(file).replaceAll(/\s+/g, ' ');
const readme = said('README.md');
const operations = said('docs/operations.md');
const ofAnEnvironment = said('docs/describe-an-environment.md');
const asALibrary = said('docs/use-as-a-library.md');
const manifest = JSON.parse(read('package.json')) as { engines: { node: string } };
const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
const environment = parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION });

/** The rows of the table of a page whose first column has this head, cell by cell. */
function table(file: string, head: string): string[][] {
  const lines = read(file).split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\| ${head} +\\|`).test(line));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backquotes, without what a call has behind its name. */
function codes(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replace(/\(\)$/, ''));
}

/** The oldest version of a tool, as a sentence says it. */
function version(tool: keyof typeof TOOLS): string {
  return TOOLS[tool].minimum.replace(/\.0$/, '');
}

/** The name of a command, of the line that runs it. */
function nameOf(line: string): string {
  return line.replace(/^npm run (\w+).*/, '$1');
}

describe('what is needed', () => {
  test('Node is the oldest that package.json lets in', () => {
    expect(readme).toContain(`With Node ${manifest.engines.node.replace('>=', '')} or newer`);
  });

  test('the tools are those that a preflight asks for, in these versions', () => {
    expect(readme).toContain(
      `You need Terraform ${version('terraform')}, Azure CLI ${version('az')}, kubectl ${version('kubectl')} and kubelogin, or newer,`,
    );
    expect(Object.keys(TOOLS)).toEqual(['terraform', 'az', 'kubectl', 'kubelogin']);
  });
});

describe('the table of commands', () => {
  const rows = table('docs/operations.md', 'command').map(([command, does]) => ({
    command: codes(command!)[0]!,
    does: does!,
  }));

  test('has every command once', () => {
    expect(rows.map(({ command }) => nameOf(command)).toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
  });

  test.each(rows)('$command takes what it is shown with', ({ command, does }) => {
    const { takes, options = [] } = COMMANDS[nameOf(command)]!;

    expect(command.includes(' -- <env>')).toBe(['one environment', 'a new name'].includes(takes));
    const flags = [...does.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag);
    expect(options.map(({ long }) => long)).toEqual(expect.arrayContaining(flags));
  });

  test('names as many proofs as there are, in their order', () => {
    const verify = rows.find(({ command }) => command.includes('verify'))!.does;

    expect(/proves it: ([^;]+)/.exec(verify)?.[1]?.split(', ')).toEqual([
      'no key',
      'identity injected',
      'closed outside',
      'works inside',
      'page answers',
      'logs arrive',
    ]);
    expect(PROOFS.map(({ id }) => id)).toEqual(['keyless', 'identity', 'outside', 'inside', 'gateway', 'logs']);
  });
});

describe('what is written where', () => {
  test('synth of one environment writes its artefacts alone', async () => {
    // GIVEN
    const project = new Project();

    // WHEN
    const { status, stderr } = await project.run({}, ['synth', 'dev']);
    const written = project.written();
    project.remove();

    // THEN
    expect({ status, error: /^error/m.test(stderr) }).toEqual({ status: 0, error: false });
    expect(written).toEqual(expect.arrayContaining(['cdktf.out/stacks/dev/cdk.tf.json', 'dist/dev/dev.k8s.yaml']));
    expect(written.filter((file) => file.includes('workshop'))).toEqual([]);
  });

  test('what validate and rehearse make lies in a folder that no commit takes', () => {
    expect(operations).toContain(`What they make lies in \`${SCRATCH}/\``);
    expect(read('.gitignore').split('\n')).toContain(`${SCRATCH}/`);
  });

  test('the outputs hold what the lines by hand read of them', () => {
    // GIVEN
    const outputs: unknown = { dev: toSnakeFields<Outputs>(sampleContract(environment)) };
    const paths = [...read('docs/operations.md').matchAll(/jq -r (\.[\w.]+) outputs\/dev\.json/g)].map(([, at]) => at!);

    // THEN
    expect(new Set(paths)).toEqual(new Set(['.dev.resource_group_name', '.dev.cluster_name', '.dev.gateway.fqdn']));
    for (const at of paths) expect(outputs).toHaveProperty(at.slice(1));
  });
});

test('the subnet of the load balancer alone has no network security group', () => {
  // GIVEN
  expect(operations).toContain('The subnet of the load balancer has no network security group');
  const whole = parseEnvironment({
    name: 'dev',
    subscriptionId: SUBSCRIPTION,
    openAi: { access: 'private-endpoint' },
  });

  // WHEN
  const template = synthStack(new PlatformStack(Testing.app(), 'dev', { environment: whole }));

  // THEN
  const associations = Object.values(template.resources('azurerm_subnet_network_security_group_association'));
  const guarded = associations.map((association) => /network_([a-z-]+)_/.exec(String(association['subnet_id']))?.[1]);
  expect(new Set(guarded)).toEqual(new Set(['aks-subnet', 'private-endpoint-subnet']));
  const subnets = Object.keys(template.resources('azurerm_subnet')).map((id) => /network_([a-z-]+)_/.exec(id)?.[1]);
  expect(new Set(subnets)).toEqual(new Set(['aks-subnet', 'alb-subnet', 'private-endpoint-subnet']));
});

describe('the network', () => {
  test('is asked by no test', async () => {
    expect(readme).toContain('The second is the test suite; it needs no network.');

    await expect(fetch('https://registry.example.com/')).rejects.toMatchObject({
      cause: { message: 'no test asks the network, and this one asks for registry.example.com' },
    });
  });
});

describe('what is said of the defaults', () => {
  test.each<[string, unknown]>([
    ['`gateway.mode` `bring-your-own` (default)', environment.gateway.mode === 'bring-your-own'],
    [
      "By default the nodes' subnet is let in by its service endpoint",
      environment.openAi.access === 'service-endpoint',
    ],
    ['at `http://<gateway>/<name>/`', publishOf({ name: 'chat' })],
    ['It restarts every 50 minutes', restartOf({ name: 'chat' }) === 50 * 60],
    ["leaves its state's resource group, `rg-state-…`", environment.names.stateResourceGroup.startsWith('rg-state-')],
  ])('%s', (claim, holds) => {
    expect(`${ofAnEnvironment} ${operations}`).toContain(claim);
    expect(holds).toBe(true);
  });

  test('latest is refused', () => {
    expect(ofAnEnvironment).toContain('`latest` is refused');
    const images = { 'store-front': { tag: 'latest' } };
    expect(() => parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, images })).toThrow(
      'images.store-front.tag: ',
    );
  });
});

function chatbotOf(chatbot: { name: string }) {
  const chatbots = [{ ...chatbot, deployment: 'gpt-5.4-mini' }];
  return parseEnvironment({ name: 'dev', subscriptionId: SUBSCRIPTION, chatbots }).workloads.find(
    ({ name }) => name === chatbot.name,
  )!;
}

function publishOf(chatbot: { name: string }): boolean {
  const { publish } = chatbotOf(chatbot);
  return publish.by === 'path' && publish.path === `/${chatbot.name}`;
}

/** The age at which the kubelet restarts it, in seconds, as its probe says. */
function restartOf(chatbot: { name: string }): number {
  return Math.max(...(JSON.stringify(chatbotOf(chatbot).livenessProbe).match(/\d{4,}/g) ?? []).map(Number));
}

describe('the table of constructs', () => {
  const rows = table('docs/use-as-a-library.md', 'construct');
  const stack = new PlatformStack(Testing.app(), 'dev', {
    environment: parseEnvironment({
      name: 'dev',
      subscriptionId: SUBSCRIPTION,
      openAi: { access: 'private-endpoint' },
      monitoring: {},
      registry: {},
    }),
  });
  const made: Readonly<Record<string, readonly [type: object, instance: object]>> = {
    SecureVnet: [SecureVnet, stack.vnet],
    WorkloadIdentityCluster: [WorkloadIdentityCluster, stack.cluster],
    WorkloadIdentity: [WorkloadIdentity, Object.values(stack.identities)[0]!],
    PrivateOpenAi: [PrivateOpenAi, stack.openAi],
    PrivateRegistry: [PrivateRegistry, stack.registry!],
    AlbGateway: [AlbGateway, stack.gateway],
    Monitoring: [Monitoring, stack.monitoring!],
  };

  test('has every construct that is exported beside the stack', () => {
    const classes = Object.keys(exported).filter((name) => !['PlatformStack', 'InvalidProps'].includes(name));
    expect(new Set(rows.map(([name]) => codes(name!)[0]))).toEqual(new Set(classes));
  });

  test.each(rows.map(([name, , says, standsIn]) => [codes(name!)[0]!, codes(says!), codes(standsIn!)]))(
    '%s says %j and stands for what exists by %j',
    (name, members, statics) => {
      const [type, instance] = made[name]!;

      expect(instance).toBeInstanceOf(type);
      expect(members.length).toBeGreaterThan(1);
      for (const member of members) expect(instance).toHaveProperty(member);
      // What there is to watch by is handed in by its id.
      expect(statics).toHaveLength(name === 'Monitoring' ? 0 : 1);
      for (const member of statics) expect(type).toHaveProperty(member);
    },
  );

  test('what the stack makes is there to build on', () => {
    const sentence = /What it makes is there to build on, as ([^;]+);/.exec(asALibrary)?.[1] ?? '';
    const members = codes(sentence).map((code) => code.replace('stack.', ''));

    expect(members).toEqual(['resourceGroup', 'vnet', 'cluster', 'openAi', 'gateway', 'monitoring', 'identities']);
    for (const member of members) expect(stack).toHaveProperty(member);
  });
});

describe('the folders and workflows', () => {
  test('every folder of the project has a row', () => {
    // GIVEN
    const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
    const folders = new Set(
      files.filter((file) => file.includes('/') && !file.startsWith('.')).map((file) => `${file.split('/')[0]}/`),
    );
    // What the tools write into it is of no commit.
    folders.delete('outputs/');

    // THEN
    const rows = table('CONTRIBUTING.md', 'folder').map(([name]) => codes(name!)[0]!);
    expect(rows).toEqual(expect.arrayContaining([...folders]));
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  });

  test('every workflow that is named is there', () => {
    const named = new Set(operations.match(/\b[a-z]+\.yml\b/g));

    expect(named.size).toBeGreaterThan(4);
    for (const file of named) expect(existsSync(path.join(ROOT, '.github/workflows', file))).toBe(true);
  });

  test('refresh runs each month, for the environment that a variable of the repository names', () => {
    const workflow = read('.github/workflows/refresh.yml');

    expect(operations).toContain(
      'Once the variable `REFRESH_ENVIRONMENT` of the repository names one of the GitHub environments',
    );
    expect(workflow).toContain('environment: ${{ vars.REFRESH_ENVIRONMENT }}');
    expect(workflow).toMatch(/cron: '\d+ \d+ \d+ \* \*'/);
  });

  test('no workflow lists the environments', () => {
    expect(
      readdirSync(path.join(ROOT, '.github/workflows')).filter((file) =>
        read(`.github/workflows/${file}`).includes('workshop'),
      ),
    ).toEqual([]);
  });
});
