import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environmentNames } from '../environments';

/**
 * How long main.ts takes for one target, as a multiple of what importing that target's libraries alone takes. Both are
 * measured in turns within one run, so that the machine's speed and load cancel out.
 */

interface Target {
  readonly name: string;
  /** The variable by which a command line tool asks for this target. */
  readonly outdir: 'CDKTF_OUTDIR' | 'CDK8S_OUTDIR';
  /** The libraries it cannot do without. */
  readonly libraries: readonly string[];
}

const BOUND = 1.5;
const ROUNDS = 7;
const ROOT = path.join(__dirname, '..');

const TARGETS: readonly Target[] = [
  {
    name: 'infrastructure',
    outdir: 'CDKTF_OUTDIR',
    libraries: [
      'zod',
      'ipaddr.js',
      'cdktf',
      '@cdktf/provider-helm/lib/provider',
      '@cdktf/provider-helm/lib/release',
      ...[
        'application-load-balancer',
        'application-load-balancer-frontend',
        'application-load-balancer-security-policy',
        'application-load-balancer-subnet-association',
        'cognitive-account',
        'cognitive-deployment',
        'data-azurerm-client-config',
        'federated-identity-credential',
        'kubernetes-cluster',
        'network-security-group',
        'network-security-rule',
        'private-dns-zone',
        'private-dns-zone-virtual-network-link',
        'private-endpoint',
        'provider',
        'resource-group',
        'role-assignment',
        'role-definition',
        'subnet',
        'subnet-network-security-group-association',
        'user-assigned-identity',
        'virtual-network',
      ].map((resource) => `@cdktf/provider-azurerm/lib/${resource}`),
    ],
  },
  {
    name: 'charts',
    outdir: 'CDK8S_OUTDIR',
    libraries: ['zod', 'ipaddr.js', 'yaml', 'cdk8s', 'cdk8s-plus-28'],
  },
];

const HELP = `Usage: npm run bench

How long main.ts takes for either artefact, as a multiple of what importing its libraries alone takes: at most ${BOUND}.`;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'loading-'));
try {
  if (process.argv.slice(2).some((word) => word === '-h' || word === '--help')) console.log(HELP);
  else judge();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function judge(): void {
  const slow = TARGETS.filter((target) => measure(target) >= BOUND);
  for (const { name } of slow) console.error(`error: ${name} takes ${BOUND} times its libraries or more`);
  process.exitCode = slow.length > 0 ? 1 : 0;
}

function measure({ name, outdir, libraries }: Target): number {
  const [environment = ''] = environmentNames();
  const importing = libraries.map((library) => `require(${JSON.stringify(library)});`).join('');
  const alone: number[] = [];
  const whole: number[] = [];
  // The first round fills the cache of compiled sources and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    const times = [
      time(['--import', 'tsx', '--eval', importing], {}),
      time(['--import', 'tsx', 'main.ts'], {
        [outdir]: path.join(scratch, name),
        ENVIRONMENT: environment,
        PREVIEW: '1',
      }),
    ] as const;
    if (round > 0) {
      alone.push(times[0]);
      whole.push(times[1]);
    }
  }
  const ratio = median(whole) / median(alone);
  console.log(
    `${name}: main.ts ${median(whole).toFixed(0)} ms, its libraries alone ${median(alone).toFixed(0)} ms, ` +
      `ratio ${ratio.toFixed(2)} (bound ${BOUND}, medians of ${ROUNDS})`,
  );
  return ratio;
}

function time(args: readonly string[], variables: Readonly<Record<string, string>>): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
