import { parseEnvironment, type EnvironmentInput } from '../../config';
import { Artefacts } from '../../pictures';
import { documentsEnvironment, workshopEnvironment } from '../fixtures/environments';
import { FULL } from '../fixtures/full-environment';
import { Synthesized, type KubernetesObject } from './artefacts';
import { MINIMAL } from './environment';
import type { Template } from './template';

const many = Array.from({ length: 9 }, (_, index) => ({
  name: `summaries-${index}`,
  image: 'registry.example.com/summaries:1.0.0',
  port: 8080,
  deployment: index % 2 === 0 ? 'gpt-5.4' : 'gpt-5.4-mini',
  dialect: 'store' as const,
  ...(index % 3 === 0 && { publish: { by: 'path' as const } }),
  ...(index % 3 === 1 && { calledBy: [`summaries-${index - 1}`] }),
}));

/** Environments of every shape that a picture has to bear. */
export const PICTURED = {
  documents: documentsEnvironment,
  workshop: workshopEnvironment,
  full: FULL,
  private: {
    ...MINIMAL,
    openAi: { access: 'private-endpoint' },
    cluster: { authorizedIpRanges: ['203.0.113.0/24'], admins: [{ objectId: MINIMAL.subscriptionId }] },
  },
  bare: { ...MINIMAL, store: { enabled: false } },
  large: {
    ...MINIMAL,
    openAi: { deployments: [{ name: 'gpt-5.4-mini' }, { name: 'gpt-5.4' }] },
    workloads: many,
    chatbots: Array.from({ length: 5 }, (_, index) => ({ name: `bot-${index}`, deployment: 'gpt-5.4' })),
  },
} satisfies Record<string, EnvironmentInput>;

/** What both artefacts of an environment hold. */
export interface Content {
  readonly json: Template['json'];
  readonly objects: readonly KubernetesObject[];
}

/** Synthesizes one of them. */
export function contentOf(name: keyof typeof PICTURED): Content {
  const { terraform, objects } = new Synthesized(parseEnvironment(PICTURED[name]));
  return { json: terraform.json, objects };
}

export function artefactsOf({ json, objects }: Content): Artefacts {
  return new Artefacts(json, objects);
}
