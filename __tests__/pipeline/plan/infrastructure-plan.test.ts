import { readPlan, sensitiveTexts, type InfrastructurePlan } from '../../../pipeline/plan/infrastructure-plan';
import type { PlanJson, ResourceChange } from '../../../pipeline/plan/plan-json';
import { countsOf, describePlan } from '../../../pipeline/plan/report';
import recorded from '../../fixtures/terraform-plan/changes.json';

const CLUSTER = 'azurerm_kubernetes_cluster.cluster_611F8AFF';
const ROLE = 'azurerm_role_assignment.alb-gateway_reader_F9F7D3F5';
const nothing = { before: null, after: null };

function resource(
  address: string,
  change: ResourceChange['change'],
  rest: Partial<ResourceChange> = {},
): ResourceChange {
  return { address, mode: 'managed', change, ...rest };
}

/** A plan of these changes, of which nothing is protected. */
function planOf(...resource_changes: readonly ResourceChange[]): InfrastructurePlan {
  return readPlan({ resource_changes }, () => false);
}

/** What the changed range of the Services does: the cluster goes, and with it what is granted on its nodes. */
const RANGE: PlanJson = {
  resource_changes: [
    resource(ROLE, {
      actions: ['delete', 'create'],
      before: { scope: '/subscriptions/s/resourceGroups/MC_x' },
      after: {},
      after_unknown: { scope: true },
      replace_paths: [['scope']],
    }),
    resource(CLUSTER, {
      actions: ['delete', 'create'],
      before: { network_profile: [{ service_cidr: '10.0.0.0/16' }] },
      after: { network_profile: [{ service_cidr: '10.1.0.0/16' }] },
      replace_paths: [['network_profile', 0, 'service_cidr']],
    }),
  ],
  configuration: {
    root_module: {
      resources: [
        { address: ROLE, expressions: { scope: { references: [`${CLUSTER}.node_resource_group_id`, CLUSTER] } } },
        { address: CLUSTER, expressions: { network_profile: [{ service_cidr: { constant_value: '10.1.0.0/16' } }] } },
      ],
    },
  },
};

describe('a plan of Terraform', () => {
  test('as it was recorded: what is lost first, each with what forces it, then a line each for the rest', () => {
    // WHEN
    const infrastructure = readPlan(recorded as PlanJson, (address) => address === 'terraform_data.b');

    // THEN
    expect(describePlan('dev', { infrastructure })).toEqual([
      'plan of dev: 2 to replace, 1 to destroy, 1 to create, 1 to update',
      '  replace terraform_data.a',
      '      forced by triggers_replace {"cidr":"10.0.0.0/16"} -> {"cidr":"10.1.0.0/16"}',
      '  replace terraform_data.b (protected)',
      '      forced by triggers_replace ["0d8a7a26-2be2-0ec7-7b28-981efa4e94aa"] -> (known after apply), as terraform_data.a changes'.replace(
        '0d8a7a26-2be2-0ec7-7b28-981efa4e94aa',
        recorded.resource_changes[0]!.change.before!.id,
      ),
      '  destroy terraform_data.d: the environment no longer has it',
      '  create terraform_data.e',
      '  update terraform_data.c: input c -> cc, output c -> (known after apply)',
    ]);
  });

  test('names the property of the environment behind a field, or the resource that the field follows', () => {
    // WHEN
    const { changes } = readPlan(RANGE, () => false);

    // THEN
    expect(changes.map(({ address, forcedBy }) => [address, forcedBy])).toEqual([
      [
        ROLE,
        [
          {
            field: 'scope',
            before: '/subscriptions/s/resourceGroups/MC_x',
            after: '(known after apply)',
            follows: [CLUSTER],
            properties: [],
          },
        ],
      ],
      [
        CLUSTER,
        [
          {
            field: 'network_profile.service_cidr',
            before: '10.0.0.0/16',
            after: '10.1.0.0/16',
            follows: [],
            properties: ['cluster.serviceCidr'],
          },
        ],
      ],
    ]);
  });

  test.each([
    ['create', ['create']],
    ['update', ['update']],
    ['replace', ['create', 'delete']],
    ['replace', ['delete', 'create']],
    ['destroy', ['delete']],
    ['forget', ['forget']],
  ] as const)('%s is what Terraform calls %p', (action, actions) => {
    expect(planOf(resource('azurerm_x.y', { actions, ...nothing })).changes).toMatchObject([{ action }]);
  });

  test.each([
    ['nothing', resource('azurerm_x.y', { actions: ['no-op'], ...nothing })],
    ['a read', resource('azurerm_x.y', { actions: ['read'], ...nothing })],
    ['a data source', resource('data.azurerm_x.y', { actions: ['create'], ...nothing }, { mode: 'data' })],
  ])('leaves out %s', (_, change) => {
    expect(planOf(change).changes).toEqual([]);
  });

  test('says why something goes that no field forces', () => {
    const { changes } = planOf(
      resource(
        'azurerm_x.a',
        { actions: ['delete', 'create'], ...nothing },
        { action_reason: 'replace_because_tainted' },
      ),
      resource(
        'azurerm_application_load_balancer.alb-gateway_load-balancer_7CAA88AA',
        { actions: ['delete'], ...nothing },
        {
          action_reason: 'delete_because_no_resource_config',
        },
      ),
    );

    expect(describePlan('dev', { infrastructure: { changes, outputs: [], drift: [] } }).slice(1)).toEqual([
      '  replace azurerm_x.a: its last creation did not come to its end',
      '  destroy azurerm_application_load_balancer.alb-gateway_load-balancer_7CAA88AA: the environment no longer has it, by gateway.mode',
    ]);
  });

  test('says the outputs that change, and what was changed outside of Terraform', () => {
    // WHEN
    const infrastructure = readPlan(
      {
        output_changes: {
          same: { actions: ['no-op'], before: 1, after: 1 },
          endpoint: { actions: ['update'], before: 1, after: 2 },
        },
        resource_drift: [
          resource('azurerm_x.y', { actions: ['update'], before: { tags: { a: '1' } }, after: { tags: { a: '2' } } }),
          resource('azurerm_x.gone', { actions: ['delete'], before: {}, after: null }),
          resource('data.azurerm_x.y', { actions: ['update'], ...nothing }, { mode: 'data' }),
        ],
      },
      () => false,
    );

    // THEN
    expect(describePlan('dev', { infrastructure })).toEqual([
      'plan of dev: 0 to replace, 0 to destroy, 0 to create, 0 to update',
      '  outputs that change: endpoint',
      '  changed outside of Terraform: azurerm_x.y: tags.a',
      '  changed outside of Terraform: azurerm_x.gone, which is gone',
    ]);
  });

  test('of nothing says so', () => {
    expect(describePlan('dev', { infrastructure: planOf() })).toEqual(['plan of dev: nothing would change']);
    expect(countsOf(planOf())).toEqual({ replace: 0, destroy: 0, create: 0, update: 0, forget: 0 });
  });
});

describe('what is sensitive', () => {
  const key = 'made-up-key';
  const secret = resource('azurerm_x.y', {
    actions: ['update'],
    before: { key, list: [{ inner: 'old-inner' }], open: 'a' },
    after: { key: 'new-key', list: [{ inner: 'new-inner' }], open: 'b' },
    before_sensitive: { key: true, list: [{ inner: true }] },
    after_sensitive: { key: true, list: true },
  });

  test('is shown nowhere, be the mark above or below', () => {
    const [change] = planOf(secret).changes;

    expect(change!.fields).toEqual([
      { field: 'key', before: '(sensitive)', after: '(sensitive)' },
      { field: 'list.0.inner', before: '(sensitive)', after: '(sensitive)' },
      { field: 'open', before: 'a', after: 'b' },
    ]);
  });

  test('is told to whoever masks what is printed', () => {
    const drifted = {
      resource_drift: [secret],
      output_changes: { x: { actions: ['create'], after: 'out', after_sensitive: true } },
    };

    expect(sensitiveTexts({ resource_changes: [secret] })).toEqual([key, 'old-inner', 'new-key', 'new-inner']);
    expect(sensitiveTexts(drifted)).toEqual([key, 'old-inner', 'new-key', 'new-inner', 'out']);
    expect(sensitiveTexts(recorded as PlanJson)).toContain('hunter22-secret');
  });
});
