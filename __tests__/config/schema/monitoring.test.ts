import { advice, parseEnvironment, type EnvironmentInput } from '../../../config';
import { resourceProvidersOf } from '../../../model';
import { EXISTING, inputWith } from '../../fixtures/existing';
import { MINIMAL, parsed, problemsOf } from '../../helpers/environment';

const { logAnalyticsWorkspaceId, monitorWorkspaceId } = EXISTING;
const watched = (monitoring: object) => parsed({ monitoring }).monitoring;
const told = (input: EnvironmentInput) =>
  advice(parseEnvironment(input), '2026-11-22').filter((line) => /agent|sent to/.test(line));
const problemsWith = (monitoring: object) => problemsOf({ ...MINIMAL, monitoring });

const providersWith = (azurePolicy: boolean) => resourceProvidersOf(parsed({ cluster: { azurePolicy } }));

describe('monitoring', () => {
  test('is off where nothing is said of it', () => {
    expect(parsed().monitoring).toBeUndefined();
  });

  test('is all of it by {}', () => {
    expect(watched({})).toEqual({
      retentionDays: 90,
      alertEmails: [],
      alerts: { throttledRequests: 10, deniedRequests: 5, responseMs: 10_000, quotaPercent: 80 },
      grafana: false,
      workbookName: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    });
  });

  test('has a workbook of its own in each environment, the same on every machine', () => {
    const [one, same, other] = ['dev', 'dev', 'test'].map(
      (name) => parsed({ name, monitoring: {} }).monitoring!.workbookName,
    );

    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  test('takes workspaces that exist, in the case that the provider takes', () => {
    const { existing, names } = parsed({
      monitoring: {},
      existing: {
        logAnalyticsWorkspaceId: logAnalyticsWorkspaceId.toLowerCase(),
        monitorWorkspaceId: monitorWorkspaceId.replace('Microsoft.Monitor', 'microsoft.monitor'),
      },
    });

    expect(existing).toEqual({ logAnalyticsWorkspaceId, monitorWorkspaceId });
    expect(names).toMatchObject({ logAnalyticsWorkspace: 'log-hub', monitorWorkspace: 'amw-hub' });
  });

  test.each([
    [
      { logAnalyticsWorkspaceId },
      'logAnalyticsWorkspaceId: is called existing.logAnalyticsWorkspaceId now: say it there',
    ],
    [{ monitorWorkspaceId }, 'monitorWorkspaceId: is called existing.monitorWorkspaceId now: say it there'],
    [{ retentionDays: 29 }, 'retentionDays: must be at least 30 (got 29)'],
    [{ alertEmails: ['platform'] }, 'alertEmails.0: must be an e-mail address (got "platform")'],
    [
      { alertEmails: ['a@example.com', 'A@example.com'] },
      'alertEmails: must name each address once (got ["a@example.com","A@example.com"])',
    ],
    [{ alerts: { quotaPercent: 101 } }, 'alerts.quotaPercent: must be at most 100 (got 101)'],
    [{ alerts: { responseMs: 0 } }, 'alerts.responseMs: must be at least 1 (got 0)'],
  ])('refuses %j', (monitoring, problem) => {
    expect(problemsWith(monitoring)).toEqual([expect.stringContaining(`monitoring.${problem}`)]);
  });

  test('leaves the days to a workspace that exists, and its name', () => {
    const existing = { logAnalyticsWorkspaceId };

    expect(problemsOf({ ...MINIMAL, existing, monitoring: { retentionDays: 90 } })).toEqual([
      'monitoring.retentionDays: must be left out with existing.logAnalyticsWorkspaceId: that workspace has its own (got 90)',
    ]);
    expect(problemsOf({ ...MINIMAL, existing, names: { logAnalyticsWorkspace: 'log-a' } })).toEqual([
      'names.logAnalyticsWorkspace: must be left out with existing.logAnalyticsWorkspaceId: nothing of that name is made (got "log-a")',
    ]);
    expect(problemsOf({ ...MINIMAL, existing: { monitorWorkspaceId }, names: { monitorWorkspace: 'amw-a' } })).toEqual([
      'names.monitorWorkspace: must be left out with existing.monitorWorkspaceId: nothing of that name is made (got "amw-a")',
    ]);
  });

  test('has names that are told apart', () => {
    const names = { logsDataCollectionRule: 'one', prometheusDataCollectionRule: 'One' };

    expect(problemsOf({ ...MINIMAL, names })).toEqual([
      'names.prometheusDataCollectionRule: must differ from names.logsDataCollectionRule "one": Azure ignores case (got "One")',
    ]);
    expect(problemsOf({ ...MINIMAL, names: { grafanaIdentity: 'one', clusterIdentity: 'one' } })).toEqual([
      'names.grafanaIdentity: must differ from names.clusterIdentity "one": Azure ignores case (got "one")',
    ]);
  });

  test.each([
    [undefined, []],
    [{}, ['Microsoft.AlertsManagement', 'Microsoft.Insights', 'Microsoft.Monitor', 'Microsoft.OperationalInsights']],
    [
      { grafana: true },
      [
        'Microsoft.AlertsManagement',
        'Microsoft.Insights',
        'Microsoft.Monitor',
        'Microsoft.OperationalInsights',
        'Microsoft.Dashboard',
      ],
    ],
  ])('needs the resource providers of what it makes: %j', (monitoring, expected) => {
    const known = resourceProvidersOf(parsed());

    expect(resourceProvidersOf(parsed({ monitoring })).filter((namespace) => !known.includes(namespace))).toEqual(
      expected,
    );
  });

  test('is apart from Azure Policy, which needs a resource provider of its own', () => {
    expect(providersWith(true).filter((namespace) => !providersWith(false).includes(namespace))).toEqual([
      'Microsoft.PolicyInsights',
    ]);
  });

  test.each([
    [undefined, {}, []],
    [{ alertEmails: ['a@example.com'] }, {}, []],
    [{}, {}, ['monitoring.alertEmails is empty: alerts are seen in the portal alone']],
    [
      { alertEmails: ['a@example.com'] },
      { mode: 'managed' },
      [
        "monitoring does not see the load balancer that the controller makes, whose id nobody knows before: gateway.mode 'bring-your-own' is watched",
      ],
    ],
  ])('advises where %j with the gateway %j does not tell all', (monitoring, gateway, lines) => {
    const said = advice(parsed({ monitoring, gateway }), '2026-11-22');

    expect(said.filter((line) => line.startsWith('monitoring'))).toEqual(lines);
  });

  test('advises where a cluster that exists has to be told, and where a workspace is said that nothing is sent to', () => {
    const watched = { ...inputWith(['cluster', 'monitorWorkspaceId']), monitoring: {} };

    expect(told(watched)).toEqual([
      'monitoring turns on no agent of existing.cluster, of which nothing is changed: preflight prints the lines that do where they are off',
    ]);
    expect(told(inputWith(['monitorWorkspaceId']))).toEqual([
      'nothing is sent to existing.monitorWorkspaceId without monitoring: {} is all of it, by defaults',
    ]);
    expect(told({ ...inputWith(['monitorWorkspaceId']), monitoring: {} })).toEqual([]);
  });
});
