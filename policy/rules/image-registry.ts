import { UNKNOWN } from '../artefacts';
import { helmImages } from '../helm-images';
import { imageOf } from '../images';
import type { Rule } from '../rule';

/** Registries that publish what others have built, by their owners; and one's own in Azure. */
const PUBLIC_REGISTRIES = ['mcr.microsoft.com', 'ghcr.io', 'docker.io', 'quay.io', 'registry.k8s.io', '*.azurecr.io'];

function isOf(registry: string, allowed: string): boolean {
  return allowed.startsWith('*.') ? registry.endsWith(allowed.slice(1)) : registry === allowed;
}

export const rule: Rule = {
  id: 'image-registry',
  severity: 'error',
  reads: ['manifests', 'terraform'],
  what: 'Each image comes from a registry that is allowed, those too that the values of a Helm release name.',
  why: 'Whoever owns the registry decides what runs in the cluster.',
  source: 'https://learn.microsoft.com/azure/aks/operator-best-practices-container-image-management',
  fix: 'take it from a registry that the environment allows (policy.imageRegistries), or allow this one',
  check({ manifests, terraform }, report, { imageRegistries }) {
    const [allowed, severity] =
      imageRegistries.length > 0 ? [imageRegistries, 'error' as const] : [PUBLIC_REGISTRIES, 'warning' as const];
    const judge = (on: string, what: string, reference: unknown) => {
      report.look(on);
      if (reference === UNKNOWN) return report.cannotTell(on, `${what} is known to Azure alone`);
      const { registry } = imageOf(reference);
      if (allowed.some((each) => isOf(registry, each))) return;
      report.find(on, `${what} must come from ${allowed.join(', ')}, got ${registry}`, severity);
    };
    for (const { object, containers } of manifests.workloads) {
      report.look(object.address);
      for (const { name, fields } of containers) judge(object.address, `image of ${name}`, fields['image']);
    }
    for (const [address, { name, reference }] of helmImages(terraform, report)) judge(address, `'${name}'`, reference);
  },
};
