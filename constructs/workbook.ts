import type { Panel, Signal, Station } from '../model';

/** Where a workbook's queries look. */
export interface WorkbookProps {
  /** What it shows, in order. */
  readonly stations: readonly Station[];
  /** Resource id of the Log Analytics workspace. */
  readonly logAnalyticsWorkspaceId: string;
  /** Resource id of the Azure Monitor workspace. */
  readonly monitorWorkspaceId: string;
}

/** The kinds of items, and the numbers of choices, of which the format has no words. */
const TEXT = 1;
const QUERY = 3;
const PARAMETERS = 9;
const METRICS = 10;
const LOG_ANALYTICS = 0;
const PROMETHEUS = 16;
const LINES = 2;
const AGGREGATION = { Total: 1, Average: 4 } as const;
const HOUR = 3_600_000;
const RANGES = [1, 4, 24, 168, 720].map((hours) => ({ durationMs: hours * HOUR }));
const TIME = 'TimeRange';

/**
 * The JSON of a workbook: a text and the panels of each station, under one range of time.
 *
 * @see https://github.com/microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json
 */
export function workbookJson(props: WorkbookProps): string {
  return JSON.stringify({
    version: 'Notebook/1.0',
    items: [timeRange(), ...props.stations.flatMap((station) => items(station, props))],
    fallbackResourceIds: [props.logAnalyticsWorkspaceId],
    $schema: 'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json',
  });
}

function timeRange(): object {
  return {
    type: PARAMETERS,
    name: 'time',
    content: {
      version: 'KqlParameterItem/1.0',
      style: 'pills',
      parameters: [
        {
          id: 'time-range',
          version: 'KqlParameterItem/1.0',
          name: TIME,
          label: 'Time',
          type: 4,
          isRequired: true,
          value: { durationMs: 4 * HOUR },
          typeSettings: { selectableValues: RANGES },
        },
      ],
    },
  };
}

function items({ title, tells, panels }: Station, props: WorkbookProps): object[] {
  return [
    { type: TEXT, name: title, content: { json: `## ${title}\n${tells}` } },
    ...panels.map((panel) => item(panel, props)),
  ];
}

function item({ id, title, signal }: Panel, props: WorkbookProps): object {
  const content = { title, size: 0, timeContext: { durationMs: 0 }, timeContextFromParameter: TIME };
  return {
    type: signal.from === 'metric' ? METRICS : QUERY,
    name: id,
    customWidth: '50',
    content: { ...content, ...source(id, signal, props) },
  };
}

function source(id: string, signal: Signal, { logAnalyticsWorkspaceId, monitorWorkspaceId }: WorkbookProps): object {
  switch (signal.from) {
    case 'metric': {
      const { resourceId, metric, splitBy, only } = signal;
      const type = metric.namespace.toLowerCase();
      return {
        version: 'MetricsItem/2.0',
        chartId: id,
        chartType: LINES,
        metricScope: 0,
        resourceType: type,
        resourceIds: [resourceId],
        metrics: [
          { namespace: type, metric: `${type}--${metric.name}`, aggregation: AGGREGATION[metric.aggregation], splitBy },
        ],
        ...(only ? { filters: [{ id: '1', key: splitBy, operator: 0, values: only }] } : {}),
      };
    }
    case 'logs':
      return {
        version: 'KqlItem/1.0',
        query: signal.query,
        queryType: LOG_ANALYTICS,
        resourceType: 'microsoft.operationalinsights/workspaces',
        crossComponentResources: [logAnalyticsWorkspaceId],
        visualization: 'timechart',
      };
    // Of Prometheus.
    default:
      return {
        version: 'KqlItem/1.0',
        query: JSON.stringify({
          version: 'PrometheusQueryProvider/1.0',
          queryText: signal.query,
          type: 'query_range',
        }),
        queryType: PROMETHEUS,
        resourceType: 'microsoft.monitor/accounts',
        crossComponentResources: [monitorWorkspaceId],
        visualization: 'timechart',
      };
  }
}
