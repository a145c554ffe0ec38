import { helmImages } from '../helm-images';
import { imageOf } from '../images';
import type { Rule } from '../rule';

/** Tags that are set anew with each release. */
const MOVING = new Set(['latest', 'main', 'master', 'edge', 'nightly', 'dev', 'stable']);

export const rule: Rule = {
  id: 'image-pinned',
  severity: 'error',
  reads: ['manifests', 'terraform'],
  what: 'Each image is pinned: by a tag that does not move, or by its digest where the environment demands it.',
  why: 'A tag that moves puts into the cluster tomorrow what nobody has looked at today.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-devops-security',
  fix: 'name the tag of a release, or sha256:… behind an @',
  check({ manifests, terraform }, report, { imageDigests }) {
    const demand = imageDigests ? 'named by its digest' : 'pinned';
    const isPinned = (reference: unknown, tagOfChart?: string) => {
      const { tag = tagOfChart, digest } = imageOf(reference);
      return digest !== undefined || (!imageDigests && tag !== undefined && !MOVING.has(tag));
    };
    for (const { object, containers } of manifests.workloads) {
      for (const { name, fields } of containers) {
        report.judge(object.address, `image of ${name}`, fields['image'], (image) => isPinned(image), demand);
      }
    }
    for (const [address, { name, reference }] of helmImages(terraform, report)) {
      // Without a tag it is that of the chart's version.
      report.judge(address, name, reference, (image) => isPinned(image, 'the chart’s'), demand);
    }
  },
};
