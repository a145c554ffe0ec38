import { imageOf } from '../images';
import type { Rule } from '../rule';

/** Tags that are set anew with each release. */
const MOVING = new Set(['latest', 'main', 'master', 'edge', 'nightly', 'dev', 'stable']);

export const rule: Rule = {
  id: 'image-pinned',
  severity: 'error',
  reads: ['manifests'],
  what: 'Each image is pinned: by a tag that does not move, or by its digest where the environment demands it.',
  why: 'A tag that moves puts into the cluster tomorrow what nobody has looked at today.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-devops-security',
  fix: 'name the tag of a release, or sha256:… behind an @',
  check({ manifests }, report, { imageDigests }) {
    for (const { object, containers } of manifests.workloads) {
      for (const { name, fields } of containers) {
        const { tag, digest } = imageOf(fields['image']);
        const isFine = digest !== undefined || (!imageDigests && tag !== undefined && !MOVING.has(tag));
        report.judge(
          object.address,
          `image of ${name}`,
          fields['image'],
          () => isFine,
          imageDigests ? 'named by its digest' : 'pinned',
        );
      }
    }
  },
};
