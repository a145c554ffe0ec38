import { writeFileSync } from 'node:fs';
import { isProvisioned, namespacesOf, wayOfARequest } from '../../model';
import { AzureCli } from '../azure';
import { ensureFolderOf, readOutputs, type Context } from '../context';
import { deployedIds } from '../deployed-ids';
import { grafanaDashboard } from '../grafana-dashboard';
import type { Step } from '../run-steps';

/** Puts the dashboard into Grafana. The workbook, which shows the same, is a resource of the stack. */
export const dashboard: Step = {
  id: 'dashboard',
  title: 'the dashboard of Grafana',
  skip({ environment: { monitoring } }) {
    return Promise.resolve(monitoring?.grafana ? undefined : 'the environment has no Grafana');
  },
  async run(context) {
    const { environment, runner } = context;
    const { subscriptionId, resourceGroupName } = readOutputs(context);
    const file = `outputs/grafana-${environment.name}.json`;
    ensureFolderOf(file, context);
    runner.change(`(dashboard) > ${file}`, () => writeFileSync(runner.path(file), dashboardOf(context)));
    await new AzureCli(runner, subscriptionId).writeDashboard(environment.names.grafana, resourceGroupName, file);
    runner.report(`the dashboard is in the Grafana ${environment.names.grafana}, and in ${file}`);
  },
};

function dashboardOf(context: Context): string {
  const { environment } = context;
  const outputs = readOutputs(context);
  const { clusterId, accountId, loadBalancerId, logAnalyticsWorkspaceId } = deployedIds(environment, outputs);
  return grafanaDashboard({
    environment: environment.name,
    stations: wayOfARequest({
      clusterId,
      clusterName: outputs.clusterName,
      accountId,
      loadBalancerId,
      namespaces: namespacesOf(environment).map(({ name }) => name),
      hasProvisioned: environment.openAi.deployments.some(({ sku }) => isProvisioned(sku)),
    }),
    logAnalyticsWorkspaceId,
  });
}
