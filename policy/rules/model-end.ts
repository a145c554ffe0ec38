import { textOf } from '../artefacts';
import type { Rule } from '../rule';

/** How long before its end a model is worth a warning: Azure tells its users that long before. */
const WARN_DAYS = 60;

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

export const rule: Rule = {
  id: 'model-end',
  severity: 'warning',
  reads: ['terraform'],
  what: 'No model is near its end.',
  why: 'On that day the model answers no more, and its successor answers otherwise.',
  source: 'https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements',
  fix: 'deploy its successor beside it, and move the workloads over',
  check({ terraform }, report, { models, today }) {
    for (const deployment of terraform.of('azurerm_cognitive_deployment')) {
      const [name, version] = ['name', 'version'].map((part) => terraform.read(deployment, 'model', part));
      const model = models.find((each) => each.name === name && each.version === version);
      if (model?.retires === undefined) {
        report.cannotTell(
          deployment.address,
          `no end of ${textOf(name)} ${typeof version === 'string' ? version : 'in the version that Azure chooses'} is known`,
        );
        continue;
      }
      const days = daysBetween(today, model.retires);
      report.look(deployment.address);
      if (days <= WARN_DAYS)
        report.find(
          deployment.address,
          `${model.name} ${model.version} retires on ${model.retires}`,
          days <= 0 ? 'error' : 'warning',
        );
    }
  },
};
