import { randomBytes } from 'node:crypto';
import { aiServiceOf } from '../../model';
import type { Context } from '../context';
import { create, kubectl, kubectlCommand, kubectlJson } from '../kubectl';
import { LIMITS } from '../limits';
import { waitUntil } from '../run';
import { likelyCause } from './causes';
import { oneLine } from './http';
import { DESCRIPTION_URL, verifyJob, type JobReply } from './job';
import type { Proof, Verdict } from './proof';

const EXPECTED = `200 and a description from ${DESCRIPTION_URL}`;

/** From inside, the service writes a description: identity, role, network and model work together. */
export const worksInside: Proof = {
  id: 'inside',
  title: 'from inside the service writes a description',
  patienceMs: LIMITS.rolePropagation,
  notFor: (environment) =>
    aiServiceOf(environment) ? undefined : 'the environment runs no ai-service (store.enabled, store.ai)',
  async prove(context) {
    const reply = await askFromInside(context);
    return judge(reply, reply.status === 200 ? '' : await serviceLog(context));
  },
};

/** Judges what the Job has seen. */
export function judge(reply: JobReply, log: string): Verdict {
  const seen = reply.error ?? `${reply.status} ${oneLine(reply.body ?? '')}`;
  if (reply.status === 200 && describes(reply.body)) return { passed: true, expected: EXPECTED, seen };
  if (reply.status === 200) {
    return { passed: false, expected: EXPECTED, seen, cause: 'something else than ai-service answers under its name' };
  }
  const last = log.split('\n').findLast((line) => /error|denied|AADSTS|exception/i.test(line));
  return {
    passed: false,
    expected: EXPECTED,
    seen: last ? `${seen}; its log: ${oneLine(last)}` : seen,
    ...likelyCause(`${log}\n${reply.error ?? ''}\n${reply.body ?? ''}`),
  };
}

function describes(body: string | undefined): boolean {
  try {
    const { description } = JSON.parse(body ?? '') as { description?: unknown };
    return typeof description === 'string' && description.trim() !== '';
  } catch {
    return false;
  }
}

async function askFromInside(context: Context): Promise<JobReply> {
  const { environment, runner } = context;
  const scope = ['--namespace', environment.namespace];
  const name = `verify-${randomBytes(4).toString('hex')}`;
  await create(context, `Job ${name}`, verifyJob(name, aiServiceOf(environment)!));
  try {
    await waitUntil(runner, {
      what: `Job ${name} to finish`,
      look: kubectlCommand(context, ...scope, 'describe pods --selector', `job-name=${name}`),
      timeoutMs: LIMITS.verifyJob,
      intervalMs: 3_000,
      check: async () => {
        const { status } = await kubectlJson<JobObject>(context, ['get', 'job', name, ...scope]);
        return status?.succeeded || status?.failed
          ? { done: true }
          : { seen: status?.active ? 'its pod has not finished' : 'its pod has not started' };
      },
    });
    const { stdout } = await kubectl(context, ['logs', `job/${name}`, ...scope]);
    return parse(stdout);
  } finally {
    // Even where the run is being stopped nothing is lost: a finished Job goes by itself.
    if (!runner.signal.aborted) {
      await kubectl(context, ['delete', 'job', name, ...scope, '--ignore-not-found', '--wait=false'], {
        allowFailure: true,
      });
    }
  }
}

interface JobObject {
  readonly status?: { readonly active?: number; readonly succeeded?: number; readonly failed?: number };
}

function parse(stdout: string): JobReply {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as JobReply;
  } catch {
    return { error: `the Job said no JSON: ${oneLine(stdout)}` };
  }
}

async function serviceLog(context: Context): Promise<string> {
  const { stdout } = await kubectl(
    context,
    ['logs', 'deployment/ai-service', '--namespace', context.environment.namespace, '--tail=200', '--since=5m'],
    { allowFailure: true },
  );
  return context.runner.masker.mask(stdout);
}
