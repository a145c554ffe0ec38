import { WORKFLOW_RULES } from '../helpers/workflow-rules';
import { actions, workflowFile, workflows } from '../helpers/workflows';

const SHA = 'de0fac2e4500dabe0009e67214ff5f5447ce83dd';
const files = [...workflows(), ...actions()];

/** A workflow that holds every rule, but for what is given. */
function workflow({ head = '', job = '', steps = '- run: echo', permissions = '{}' } = {}) {
  return `
on: push
permissions: {}
concurrency: one
${head}
jobs:
  job:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: ${permissions}
    ${job}
    steps:
      ${steps}
`;
}

describe.each(files.map((file) => [file.name, file] as const))('%s', (_name, file) => {
  test.each(Object.entries(WORKFLOW_RULES))('holds %s', (_rule, rule) => {
    expect(rule(file)).toEqual([]);
  });
});

test.each(Object.entries(WORKFLOW_RULES))('a workflow that holds every rule holds %s', (_rule, rule) => {
  expect(rule(workflowFile('good.yml', workflow()))).toEqual([]);
});

/** One broken workflow, or more, for each rule. */
const BROKEN: Readonly<Record<keyof typeof WORKFLOW_RULES, readonly (readonly [string, string])[]>> = {
  pinned: [
    [workflow({ steps: '- uses: actions/checkout@v6' }), 'actions/checkout@v6 is not pinned by a commit'],
    [workflow({ steps: `- uses: actions/checkout@${SHA.slice(0, 39)}` }), 'is not pinned by a commit'],
    [workflow({ steps: `- uses: "actions/checkout@main" # v6.0.2` }), 'is not pinned by a commit'],
    [workflow({ steps: '- { uses: actions/checkout@v6 }' }), 'actions/checkout@v6 is not pinned by a commit'],
    [workflow({ job: 'uses: octo/shop/.github/workflows/x.yml@main' }), 'is not pinned by a commit'],
    [workflow({ steps: '- uses: docker://alpine:3' }), 'docker://alpine:3 is not pinned by a commit'],
    [workflow({ steps: `- uses: actions/checkout@${SHA}` }), 'does not say its version in a comment'],
    [
      workflow({ steps: `- uses: actions/checkout@${SHA} # v6.0.2\n      - uses: actions/checkout@${SHA}` }),
      'does not say its version in a comment',
    ],
  ],
  leastPermissions: [
    [workflow().replace('permissions: {}\n', ''), 'the workflow gives permissions to every job'],
    [workflow().replace('permissions: {}\n', 'permissions: write-all\n'), 'the workflow gives permissions'],
    [workflow().replace('    permissions: {}\n', ''), 'job job does not list its permissions'],
    [workflow({ permissions: 'write-all' }), 'job job does not list its permissions'],
  ],
  noSecrets: [
    [workflow({ job: 'env: { KEY: "${{ secrets.AZURE_CREDENTIALS }}" }' }), 'reads secrets.AZURE_CREDENTIALS'],
    [workflow({ job: `env: { KEY: "\${{ secrets['KEY'] }}" }` }), "reads secrets['KEY']"],
    [workflow({ job: 'secrets: inherit' }), 'reads secrets: inherit'],
  ],
  tokenWhereNeeded: [
    [workflow({ permissions: '{ id-token: write }' }), 'job job may log in and does not'],
    [workflow({ steps: '- uses: ./.github/actions/azure-login' }), 'job job logs in and may not'],
    [workflow({ steps: `- uses: Azure/login@${SHA} # v3.0.0` }), 'job job logs in and may not'],
  ],
  concurrencySaid: [[workflow().replace('concurrency: one\n', ''), 'no concurrency group']],
  timeouts: [[workflow().replace('    timeout-minutes: 5\n', ''), 'job job has no timeout']],
  noCredentialsLeft: [
    [workflow({ steps: `- uses: actions/checkout@${SHA} # v6.0.2` }), 'a checkout leaves its credentials behind'],
  ],
  noExpressionInScripts: [
    [workflow({ steps: '- run: echo ${{ inputs.name }}' }), 'an expression in a script: ${{ inputs.name }}'],
    [
      workflow({ steps: `- uses: actions/github-script@${SHA} # v8.0.0\n        with: { script: "x('\${{ a }}')" }` }),
      'an expression in a script: ${{ a }}',
    ],
  ],
  noForeignCode: [
    [workflow().replace('on: push', 'on: pull_request_target'), 'runs on pull_request_target'],
    [workflow().replace('on: push', 'on: { pull_request_target: { types: [opened] } }'), 'runs on pull_request_target'],
  ],
  noListOfEnvironments: [
    [
      workflow().replace(
        'on: push',
        'on: { workflow_dispatch: { inputs: { environment: { type: choice, options: [dev] } } } }',
      ),
      'input environment is a list',
    ],
    [
      workflow({ job: 'strategy: { matrix: { environment: [dev, prod] } }' }),
      'a matrix lists the environments dev, prod',
    ],
    [workflow({ steps: '- run: for file in environments/*.ts; do echo $file; done' }), 'reads the folder'],
    [workflow({ steps: '- run: cat environments/dev.ts' }), 'reads the folder'],
  ],
};

test('every rule has a workflow that breaks it', () => {
  expect(Object.keys(BROKEN)).toEqual(Object.keys(WORKFLOW_RULES));
});

test.each(
  Object.entries(BROKEN).flatMap(([rule, cases]) => cases.map(([text, problem]) => [rule, problem, text] as const)),
)('%s finds: %s', (rule, problem, text) => {
  expect(WORKFLOW_RULES[rule]!(workflowFile('bad.yml', text))).toContainEqual(expect.stringContaining(problem));
});

test('GITHUB_TOKEN is no secret of the project', () => {
  const text = workflow({ job: 'env: { TOKEN: "${{ secrets.GITHUB_TOKEN }}" }' });
  expect(WORKFLOW_RULES['noSecrets']!(workflowFile('good.yml', text))).toEqual([]);
});
