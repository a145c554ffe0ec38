import { stepsOf, type Job, type WorkflowFile } from './workflows';

/** One rule over a workflow or an action: the problems it finds, none if it holds. */
export type WorkflowRule = (file: WorkflowFile) => string[];

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const LOGIN = /^(?:\.\/\.github\/actions\/azure-login$|azure\/login@)/i;

/** A tag can be moved to other code, a commit cannot. The comment says what a person reads. */
const pinned: WorkflowRule = (file) =>
  [...stepsOf(file), ...Object.values(file.content.jobs ?? {})].flatMap(({ uses }) => {
    if (uses === undefined || uses.startsWith('./')) return [];
    if (!PINNED.test(uses)) return [`${uses} is not pinned by a commit`];
    const comments = file.text.split(uses).slice(1);
    return comments.every((comment) => /^["']?\s+# v\d+\.\d+\.\d+(?:\n|$)/.test(comment))
      ? []
      : [`${uses} does not say its version in a comment`];
  });

const jobsOf = ({ content }: WorkflowFile): [string, Job][] => Object.entries(content.jobs ?? {});

/** Nothing by default, and each job what it needs. */
const leastPermissions: WorkflowRule = (file) => {
  if (file.content.jobs === undefined) return [];
  return [
    ...(isEmpty(file.content.permissions) ? [] : ['the workflow gives permissions to every job']),
    ...jobsOf(file).flatMap(([name, { permissions }]) =>
      typeof permissions === 'object' && permissions !== null ? [] : [`job ${name} does not list its permissions`],
    ),
  ];
};

/** Logins are federated, so there is no secret to read. */
const noSecrets: WorkflowRule = ({ text }) =>
  [...text.matchAll(/\bsecrets\s*(?:\.\s*(\w+)|\[[^\]]*\])|secrets:\s*inherit/g)]
    .filter(([, name]) => name !== 'GITHUB_TOKEN')
    .map(([expression]) => `reads ${expression}`);

/** A job can log in to Azure if, and only if, it does. */
const tokenWhereNeeded: WorkflowRule = (file) =>
  jobsOf(file).flatMap(([name, { permissions, steps = [] }]) => {
    const may = (permissions as Record<string, string> | undefined)?.['id-token'] === 'write';
    const does = steps.some(({ uses }) => LOGIN.test(uses ?? ''));
    if (may === does) return [];
    return [may ? `job ${name} may log in and does not` : `job ${name} logs in and may not`];
  });

/** Two runs for one thing wait for each other, or the older one goes. */
const concurrencySaid: WorkflowRule = ({ content }) =>
  content.jobs === undefined || content.concurrency !== undefined ? [] : ['no concurrency group'];

/** A step that hangs costs six hours otherwise. */
const timeouts: WorkflowRule = (file) =>
  jobsOf(file).flatMap(([name, job]) => (job['timeout-minutes'] === undefined ? [`job ${name} has no timeout`] : []));

/** What the checkout leaves behind could push. */
const noCredentialsLeft: WorkflowRule = (file) =>
  stepsOf(file)
    .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    .filter((step) => step.with?.['persist-credentials'] !== false)
    .map(() => 'a checkout leaves its credentials behind');

/** An expression in a script becomes part of the script, whatever it holds. */
const noExpressionInScripts: WorkflowRule = (file) =>
  stepsOf(file)
    .flatMap((step) => [step.run, step.with?.script])
    .filter((script) => script?.includes('${{'))
    .map((script) => `an expression in a script: ${/\$\{\{.*?\}\}/.exec(script ?? '')?.[0]}`);

/** That event hands the rights of the repository to the code of a fork. */
const noForeignCode: WorkflowRule = ({ content }) =>
  JSON.stringify(content.on ?? null).includes('pull_request_target') ? ['runs on pull_request_target'] : [];

/** Adding, renaming or deleting an environment is a matter of one file, and it is none of these. */
const noListOfEnvironments: WorkflowRule = ({ content, text }) => {
  const on = content.on as { workflow_dispatch?: { inputs?: Record<string, { type?: string }> } } | null | undefined;
  const inputs = Object.entries(on?.workflow_dispatch?.inputs ?? {});
  const matrices = Object.values(content.jobs ?? {}).map(({ strategy }) => strategy?.matrix?.['environment']);
  return [
    ...inputs.filter(([, { type }]) => type === 'choice').map(([name]) => `input ${name} is a list`),
    ...matrices.filter(Array.isArray).map((list) => `a matrix lists the environments ${list.join(', ')}`),
    ...(/environments\/[*\w]+\.ts/.test(text) ? ['a script reads the folder of the environments by itself'] : []),
  ];
};

/** Every rule by its name. */
export const WORKFLOW_RULES: Readonly<Record<string, WorkflowRule>> = {
  pinned,
  leastPermissions,
  noSecrets,
  tokenWhereNeeded,
  concurrencySaid,
  timeouts,
  noCredentialsLeft,
  noExpressionInScripts,
  noForeignCode,
  noListOfEnvironments,
};

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
