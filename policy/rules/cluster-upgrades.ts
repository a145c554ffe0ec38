import { UNKNOWN } from '../artefacts';
import { CLUSTER } from '../azure';
import type { Rule } from '../rule';

/** Channels that bring a new version of Kubernetes before the old one is out of support. */
const CHANNELS: readonly unknown[] = ['patch', 'stable', 'rapid'];

export const rule: Rule = {
  id: 'cluster-upgrades',
  severity: 'error',
  reads: ['terraform'],
  what: 'The cluster is upgraded by itself, or has a version that is supported.',
  why: 'A version without support gets no fix for a hole that everybody knows.',
  source: 'https://learn.microsoft.com/azure/aks/auto-upgrade-cluster',
  fix: 'set automatic_upgrade_channel to patch or stable, or kubernetes_version to one that is supported',
  check({ terraform }, report, { kubernetesVersions, today }) {
    for (const cluster of terraform.of(CLUSTER)) {
      const { address } = cluster;
      const channel = terraform.read(cluster, 'automatic_upgrade_channel');
      const version = terraform.read(cluster, 'kubernetes_version');
      report.look(address);
      if (CHANNELS.includes(channel)) continue;
      if (channel === UNKNOWN || typeof version !== 'string') {
        report.cannotTell(address, 'which version it has is known to Azure alone');
        continue;
      }
      const minor = /^\d+\.\d+/.exec(version)?.[0] ?? '';
      const row = Object.hasOwn(kubernetesVersions, minor) ? kubernetesVersions[minor] : undefined;
      if (!row) report.cannotTell(address, `no end of version ${version} is known`);
      else if (row.endOfLife !== undefined && row.endOfLife < today.slice(0, 7)) {
        report.find(address, `no channel upgrades it, and support of version ${version} ended in ${row.endOfLife}`);
      }
    }
  },
};
