/**
 * The test files that start processes, with how many at most, and why a function will not do. `npm test` waits for each;
 * those of `end-to-end/`, which it leaves out, may start what they like.
 */
export const MAY_START_PROCESSES: Readonly<Record<string, readonly [atMost: number, why: string]>> = {
  'config/workloads/younger-than.test.ts': [2, 'the probe of a container is a script of Python'],
  'docs/claims.test.ts': [1, 'git says which folders there are'],
  'docs/operations.test.ts': [1, 'the script for the Secret is run as it stands there'],
  'docs/pages.test.ts': [2, 'bash says whether it can read what the pages tell people to type'],
  'environments/layout.test.ts': [2, 'linter and formatter meet an environment of other habits'],
  'lint/layers.test.ts': [6, 'the linter judges each wrong import'],
  'lint/processes.test.ts': [7, 'what notes processes has some to note'],
  'pipeline/bootstrap/repository.test.ts': [4, 'git tells its remote'],
  'pipeline/rehearse/apply.test.ts': [9, 'Terraform applies a mocked stack'],
  'pipeline/run-steps.test.ts': [2, 'lines of two tools at once are told apart'],
  'pipeline/runner.test.ts': [1, 'what a signal does to a process'],
  'pipeline/start.test.ts': [10, 'how processes of this machine start and end'],
  'pipeline/swallowed-flags.test.ts': [1, 'npm tells which flags it took'],
  'pipeline/terraform/mirror.test.ts': [1, 'Terraform says where it looks for plugins'],
  'pipeline/verify-inside.test.ts': [4, 'the Job runs a script of Python'],
  'workflows/refresh.test.ts': [23, 'the scripts of a workflow run in bash, on git'],
  'workflows/scripts.test.ts': [15, 'the scripts of a workflow run in bash'],
};
