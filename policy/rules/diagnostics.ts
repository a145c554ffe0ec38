import { UNKNOWN } from '../artefacts';
import { ACCOUNT, CLUSTER, LOAD_BALANCER } from '../azure';
import type { Rule } from '../rule';

const TARGETS = [CLUSTER, ACCOUNT, LOAD_BALANCER];
/** A dynamic block counts too: it is for categories that are listed elsewhere. */
const LOGS = ['enabled_log', 'dynamic'];

export const rule: Rule = {
  id: 'diagnostics',
  severity: 'warning',
  reads: ['terraform'],
  what: 'Cluster, account and load balancer tell a log what is asked of them.',
  why: 'Without a log nobody sees who tried, and after an incident nobody can say what was reached.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-logging-threat-detection',
  fix: 'send its logs to a workspace by an azurerm_monitor_diagnostic_setting',
  check({ terraform }, report) {
    const targets = terraform
      .of('azurerm_monitor_diagnostic_setting')
      .filter((setting) => LOGS.some((block) => terraform.blocks(setting, block).length > 0))
      .map(({ args }) => terraform.target(args['target_resource_id'], ...TARGETS));
    for (const resource of terraform.of(...TARGETS)) {
      if (targets.includes(resource)) report.look(resource.address);
      else if (targets.includes(UNKNOWN))
        report.cannotTell(resource.address, 'the target of a setting is known to Azure alone');
      else report.find(resource.address, 'must have a diagnostic setting with logs, and has none');
    }
  },
};
