import { workbookJson } from '../../constructs/workbook';
import { METRICS, wayOfARequest, type Panel } from '../../model';
import { grafanaDashboard } from '../../pipeline/grafana-dashboard';

const GROUP = '/subscriptions/s/resourceGroups/rg/providers';
const props = {
  clusterId: `${GROUP}/Microsoft.ContainerService/managedClusters/aks`,
  clusterName: 'aks',
  accountId: `${GROUP}/Microsoft.CognitiveServices/accounts/oai`,
  loadBalancerId: `${GROUP}/Microsoft.ServiceNetworking/trafficControllers/alb`,
  namespaces: ['apps', 'data'],
};
const logAnalyticsWorkspaceId = `${GROUP}/Microsoft.OperationalInsights/workspaces/log`;
const monitorWorkspaceId = `${GROUP}/Microsoft.Monitor/accounts/amw`;
const stations = wayOfARequest({ ...props, hasProvisioned: true });
const panels = stations.flatMap((station) => station.panels);

interface Item {
  readonly type: number;
  readonly name: string;
  readonly content: {
    readonly title?: string;
    readonly query?: string;
    readonly resourceIds?: readonly string[];
    readonly crossComponentResources?: readonly string[];
    readonly metrics?: readonly { metric: string; aggregation: number; splitBy?: string }[];
    readonly filters?: readonly { key: string; values: readonly string[] }[];
  };
}

interface Target {
  readonly expr?: string;
  readonly azureMonitor?: {
    readonly metricName: string;
    readonly aggregation: string;
    readonly dimensionFilters: readonly { dimension: string; filters: readonly string[] }[];
    readonly resources: readonly { resourceName: string }[];
  };
  readonly azureLogAnalytics?: { readonly query: string; readonly resources: readonly string[] };
}

const { items } = JSON.parse(workbookJson({ stations, logAnalyticsWorkspaceId, monitorWorkspaceId })) as {
  items: Item[];
};
const dashboard = JSON.parse(grafanaDashboard({ environment: 'dev', stations, logAnalyticsWorkspaceId })) as {
  uid: string;
  panels: {
    id: number;
    type: string;
    title: string;
    targets?: Target[];
    gridPos: { x: number; y: number; w: number; h: number };
  }[];
  templating: { list: { name: string; query: string }[] };
};

/** What a panel asks, whatever it is drawn by. */
function asked({ signal }: Panel): object {
  return signal.from === 'metric'
    ? {
        resource: signal.resourceId.split('/').at(-1),
        metric: signal.metric.name,
        aggregation: signal.metric.aggregation,
        splitBy: signal.splitBy,
        only: signal.only ?? [],
      }
    : { query: signal.query };
}

describe('the way of a request', () => {
  test('leads from the load balancer to the model', () => {
    expect(stations.map(({ title }) => title)).toEqual([
      '1. Load balancer',
      '2. Backends',
      '3. Pods',
      '4. Identity and network',
      '5. Model',
    ]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  test('begins at the pods where the controller makes the load balancer', () => {
    const { loadBalancerId: _, ...rest } = props;
    const managed = wayOfARequest(rest);

    expect(managed.map(({ title }) => title)).toEqual(['1. Pods', '2. Identity and network', '3. Model']);
    expect(JSON.stringify(managed)).not.toContain('trafficControllers');
  });

  test('shows PTUs where there are some', () => {
    const shown = [true, false].map((hasProvisioned) =>
      JSON.stringify(wayOfARequest({ ...props, hasProvisioned })).includes(METRICS.MODEL_UTILIZATION.name),
    );

    expect(shown).toEqual([true, false]);
  });

  test('looks at nothing of another cluster, account, load balancer or namespace', () => {
    for (const { id, signal } of panels) {
      const owner = Object.values(props).find(
        (value) => typeof value === 'string' && JSON.stringify(signal).includes(value),
      );
      expect({ id, owner }).toEqual({ id, owner: expect.any(String) });
    }
    const queries = panels.flatMap(({ signal }) => (signal.from === 'prometheus' ? [signal.query] : []));
    expect(queries).toHaveLength(2);
    for (const query of queries) expect(query).toContain('cluster="aks", namespace=~"apps|data"');
    const logs = panels.filter(({ signal }) => JSON.stringify(signal).includes(props.clusterId));
    expect(logs).toHaveLength(2);
    for (const { signal } of logs) expect(JSON.stringify(signal)).toContain("amespace in ('apps', 'data')");
  });

  test('looks at every metric that there is a name for', () => {
    const shown = panels.flatMap(({ signal }) => (signal.from === 'metric' ? [signal.metric.name] : []));

    expect([...new Set(shown)].toSorted()).toEqual(
      Object.values(METRICS)
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});

describe('the workbook', () => {
  test('has the text and the panels of each station, in order', () => {
    expect(items.slice(1).map(({ name }) => name)).toEqual(
      stations.flatMap(({ title, panels: own }) => [title, ...own.map(({ id }) => id)]),
    );
  });

  test('asks what the description says', () => {
    const AGGREGATIONS: Readonly<Record<number, string>> = { 1: 'Total', 4: 'Average' };
    const drawn = items
      .filter(({ type }) => type === 3 || type === 10)
      .map(({ content }) => {
        const [metric] = content.metrics ?? [];
        const [filter] = content.filters ?? [];
        if (metric === undefined) {
          const isPrometheus = content.crossComponentResources![0] === monitorWorkspaceId;
          return {
            query: isPrometheus ? (JSON.parse(content.query!) as { queryText: string }).queryText : content.query,
          };
        }
        return {
          resource: content.resourceIds![0]!.split('/').at(-1),
          metric: metric.metric.split('--')[1],
          aggregation: AGGREGATIONS[metric.aggregation],
          splitBy: metric.splitBy,
          only: filter?.values ?? [],
        };
      });

    expect(drawn).toEqual(panels.map(asked));
  });
});

describe('the dashboard of Grafana', () => {
  test('is one of its environment, with data sources that a Grafana of Azure has', () => {
    expect(dashboard.uid).toBe('way-of-a-request-dev');
    expect(dashboard.templating.list.map(({ name, query }) => [name, query])).toEqual([
      ['azure', 'grafana-azure-monitor-datasource'],
      ['prometheus', 'prometheus'],
    ]);
  });

  test('has the same panels as the workbook, and asks the same', () => {
    const drawn = dashboard.panels.filter(({ type }) => type === 'timeseries');

    expect(drawn.map(({ title }) => title)).toEqual(panels.map(({ title }) => title));
    const asks = drawn.map(({ targets = [] }) => {
      const [{ expr, azureMonitor, azureLogAnalytics } = {} as Target] = targets;
      if (azureMonitor === undefined) return { query: expr ?? azureLogAnalytics?.query };
      const [dimension] = azureMonitor.dimensionFilters;
      return {
        resource: azureMonitor.resources[0]!.resourceName,
        metric: azureMonitor.metricName,
        aggregation: azureMonitor.aggregation,
        splitBy: dimension?.dimension,
        only: dimension?.filters ?? [],
      };
    });
    expect(asks).toEqual(panels.map(asked));
    const logs = drawn.flatMap(({ targets = [] }) => targets[0]!.azureLogAnalytics?.resources ?? []);
    expect(new Set(logs)).toEqual(new Set([logAnalyticsWorkspaceId]));
  });

  test('lays no panel over another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(dashboard.panels.map(({ id }) => id)).toEqual(dashboard.panels.map((_, index) => index + 1));
  });
});
