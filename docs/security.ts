import { parseEnvironment } from '../config';
import { RULES } from '../policy';
import { makeArtefacts } from '../synthesis';
import { doorsOf, type Door } from './doors';
import { table } from './page';

/** The shape that the page tells of: the default one, with somebody who administers and calls. */
const PERSON = '00000000-0000-0000-0000-000000000001';
const SHAPE = parseEnvironment({
  name: 'dev',
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  cluster: { admins: [{ objectId: PERSON }] },
  openAi: { operators: [{ objectId: PERSON }] },
  chatbots: [{ name: 'chat', deployment: 'gpt-5.4-mini' }],
});

/** What was thought of, what stands against it, and the rules that keep it so. */
const THREATS: readonly (readonly [threat: string, answer: string, rules: readonly string[]])[] = [
  [
    'A key of the account leaks',
    'There is none: the account takes tokens of Microsoft Entra alone, and no artefact, state or log holds a secret.',
    ['account-keys', 'account-subdomain', 'secrets', 'state'],
  ],
  [
    'Somebody on the internet calls the account',
    'Its network rules let in the subnet of the nodes alone, or a private endpoint.',
    [
      'account-default-deny',
      'account-bypass',
      'account-internet',
      'account-service-endpoint',
      'account-private-endpoint',
    ],
  ],
  [
    'Another pod takes the identity of a workload',
    'A credential trusts one ServiceAccount of one namespace, and each workload has its own.',
    ['credential-subject', 'service-account-credential', 'credential-audience', 'identity-sharing'],
  ],
  [
    'An identity that is taken over does more than its work',
    'Each role is granted on the resource that it is for, and none may grant roles.',
    ['role-broad', 'role-scope', 'role-principal-type', 'rbac-wildcard'],
  ],
  [
    'Somebody gets at the cluster itself',
    'No local account, no command through Azure; Microsoft Entra asks who it is, and Azure roles say what they may do.',
    ['cluster-local-accounts', 'cluster-run-command', 'cluster-entra', 'cluster-api-server', 'cluster-upgrades'],
  ],
  [
    'A workload is taken over by what it is sent',
    'It runs without root, capabilities, a disk to write to, a token of the API server and a way to others.',
    [
      'pod-non-root',
      'pod-capabilities',
      'pod-host',
      'pod-read-only-root',
      'pod-seccomp',
      'pod-limits',
      'pod-api-token',
      'namespace-pod-security',
      'network-default-deny',
      'network-reason',
    ],
  ],
  [
    'Somebody opens a port by mistake',
    'Subnets have security groups, and nothing comes in but what is published.',
    ['subnet-nsg', 'inbound-internet', 'alb-subnet'],
  ],
  [
    'Strangers use a page, on the tokens of its owner',
    'A page that anybody may open is told of, and so is one without TLS: a login, a firewall policy or a certificate closes it.',
    ['page-open', 'page-tls'],
  ],
  [
    'An image is exchanged under its name',
    'Images are pinned, by digest where the environment demands it, and come from registries that are known; one of its own has no password.',
    ['image-pinned', 'image-registry', 'registry-password'],
  ],
  [
    'Something breaks or goes',
    'What cannot be had again is protected; what is to be up has budgets, probes and zones, and what ends is told of.',
    ['protection', 'tags', 'disruption-budget', 'probes', 'cluster-zones', 'retired-api', 'model-end'],
  ],
  ['Nobody notices', 'Cluster, account and load balancer send their logs to a workspace.', ['diagnostics']],
];

/** What no artefact can say. */
const LEFT: readonly string[] = [
  'Who is in the groups that are granted a role, and whether their logins ask for a second factor.',
  'What a model is asked and what it answers: the content filters of the account are Azure’s defaults.',
  'What the images hold. They are named, not scanned.',
  'What a Helm release, a module or somebody by hand makes beside these artefacts.',
  'The way out: a pod that calls the model may reach every address of the internet on port 443, since Microsoft Entra has no fixed ones.',
  'The Secret of the store, which is made in the cluster and turned by whoever owns it.',
  'What every waiver covers, until its day.',
];

/** The page `docs/security.md`. */
export async function securityPage(): Promise<string> {
  const doors = doorsOf(await makeArtefacts(SHAPE));
  return [
    '# Security',
    '<!-- Written by "npm run docs": what is said here is read off the artefacts and the rules. -->',
    '## Who can reach what',
    'In the default shape, with one chatbot and one person who administers the cluster and calls the models. An artefact grants nothing else: what is not here is refused.',
    table(['who', 'what', 'with which credential', 'from where'], doors.map(rowOf)),
    '## Threats considered',
    table(
      ['threat', 'answer', 'rules'],
      THREATS.map(([threat, answer, rules]) => [threat, answer, rules.map(code).join(', ')]),
    ),
    '## What is left to you',
    LEFT.map((line) => `- ${line}`).join('\n'),
    '## The rules',
    '`npm run policy -- <env>` asks them, and so does every synthesis: an error keeps the files from being written. A finding that is meant is waived in the environment’s file, by rule and address, with a reason and a last day. `npm run policy -- --terraform FILE --manifests FILE` asks them about anybody’s artefacts.',
    table(
      ['rule', 'severity', 'what must hold', 'why', 'source'],
      RULES.map(({ id, severity, what, why, source }) => [code(id), severity, what, why, `<${source}>`]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The rules that the table of threats names. */
export const RULES_OF_THREATS = THREATS.flatMap(([, , rules]) => rules);

function rowOf({ who, what, credential, from }: Door): string[] {
  return [who, what, credential, from];
}

function code(text: string): string {
  return `\`${text}\``;
}
