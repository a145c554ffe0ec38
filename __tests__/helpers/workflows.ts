import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const ROOT = path.join(__dirname, '..', '..');

/** A file of .github, as text and parsed. */
export interface WorkflowFile {
  /** Relative to the project. */
  readonly name: string;
  readonly text: string;
  readonly content: Workflow;
}

/** What is read of a workflow, or of an action with its steps under `runs`. */
export interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
  readonly runs?: { readonly steps?: readonly Step[] };
}

export interface Job {
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> };
  /** A workflow that stands for the whole job. */
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly script?: string; readonly 'persist-credentials'?: unknown };
}

export function workflowFile(name: string, text: string): WorkflowFile {
  return { name, text, content: parse(text) as Workflow };
}

/** The workflows of the project. */
export function workflows(): WorkflowFile[] {
  return filesOf('.github/workflows', (entry) => entry.endsWith('.yml') || entry.endsWith('.yaml'));
}

/** The actions of the project. */
export function actions(): WorkflowFile[] {
  return filesOf('.github/actions', (entry) => /^action\.ya?ml$/.test(path.basename(entry)));
}

/** Every step, of a workflow's jobs or of an action. */
export function stepsOf({ content }: WorkflowFile): Step[] {
  const jobs = Object.values(content.jobs ?? {});
  return [...jobs.flatMap(({ steps }) => steps ?? []), ...(content.runs?.steps ?? [])];
}

function filesOf(folder: string, isOne: (entry: string) => boolean): WorkflowFile[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((entry) => entry.replaceAll(path.sep, '/'))
    .filter(isOne)
    .toSorted()
    .map((entry) => workflowFile(`${folder}/${entry}`, readFileSync(path.join(ROOT, folder, entry), 'utf8')));
}
