import type { Panel, Signal, Station } from '../model';

/** Where the panels of a dashboard look. */
export interface DashboardProps {
  /** Name of the environment. */
  readonly environment: string;
  readonly stations: readonly Station[];
  /** Resource id of the Log Analytics workspace. */
  readonly logAnalyticsWorkspaceId: string;
}

/** Data sources that a Grafana of Azure has by itself, each chosen by its type. */
const AZURE = { name: 'azure', type: 'grafana-azure-monitor-datasource' };
const PROMETHEUS = { name: 'prometheus', type: 'prometheus' };

/** A dashboard is 24 wide. */
const WIDTH = 12;
const HEIGHT = 8;

/**
 * The JSON of a dashboard: a text and the panels of each station, two beside each other.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 * @see https://github.com/grafana/grafana/blob/main/public/app/plugins/datasource/azuremonitor/dataquery.cue
 */
export function grafanaDashboard({ environment, stations, logAnalyticsWorkspaceId }: DashboardProps): string {
  let y = 0;
  const panels = stations.flatMap((station) => {
    const top = y;
    y += 2 + Math.ceil(station.panels.length / 2) * HEIGHT;
    return [
      text(station, top),
      ...station.panels.map((panel, index) => ({
        ...chart(panel, logAnalyticsWorkspaceId),
        gridPos: { x: (index % 2) * WIDTH, y: top + 2 + Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
      })),
    ];
  });
  const dashboard = {
    // Written anew in its place, and not beside it.
    uid: `way-of-a-request-${environment}`,
    title: `${environment}: the way of a request`,
    editable: true,
    refresh: '1m',
    time: { from: 'now-4h', to: 'now' },
    templating: { list: [AZURE, PROMETHEUS].map(({ name, type }) => ({ name, type: 'datasource', query: type })) },
    panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function text({ title, tells }: Station, y: number): object {
  return {
    type: 'text',
    title,
    options: { mode: 'markdown', content: tells },
    gridPos: { x: 0, y, w: 2 * WIDTH, h: 2 },
  };
}

function chart({ title, signal }: Panel, workspaceId: string): object {
  const { name, type } = signal.from === 'prometheus' ? PROMETHEUS : AZURE;
  const datasource = { type, uid: `$\{${name}}` };
  return {
    type: 'timeseries',
    title,
    datasource,
    targets: [{ refId: 'A', datasource, ...target(signal, workspaceId) }],
  };
}

function target(signal: Signal, workspaceId: string): object {
  switch (signal.from) {
    case 'metric': {
      const { metric, resourceId, splitBy, only = [] } = signal;
      const [, , subscription, , resourceGroup] = resourceId.split('/');
      return {
        queryType: 'Azure Monitor',
        subscription,
        azureMonitor: {
          metricNamespace: metric.namespace.toLowerCase(),
          metricName: metric.name,
          aggregation: metric.aggregation,
          timeGrain: 'auto',
          dimensionFilters: splitBy === undefined ? [] : [{ dimension: splitBy, operator: 'eq', filters: only }],
          resources: [{ subscription, resourceGroup, resourceName: resourceId.split('/').at(-1) }],
        },
      };
    }
    case 'logs':
      return {
        queryType: 'Azure Log Analytics',
        azureLogAnalytics: {
          query: signal.query,
          resources: [workspaceId],
          resultFormat: 'time_series',
          dashboardTime: true,
          timeColumn: 'TimeGenerated',
        },
      };
    // Of Prometheus.
    default:
      return { expr: signal.query };
  }
}
