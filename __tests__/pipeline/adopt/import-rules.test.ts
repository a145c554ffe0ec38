import { parseEnvironment } from '../../../config';
import { IMPORT_RULES } from '../../../pipeline/adopt/import-rules';
import { StackValues } from '../../../pipeline/adopt/stack-values';
import type { StackJson } from '../../../pipeline/terraform';
import { ENVIRONMENTS } from '../../fixtures/environments';
import { FULL } from '../../fixtures/full-environment';
import { CLUSTER_SHAPES } from '../../fixtures/cluster-shapes';
import { MINIMAL } from '../../helpers/environment';
import { ENVIRONMENT, IDS, OTHER_ENVIRONMENT, OTHER_IDS, SUBSCRIPTION } from '../../fixtures/adopt/dead-world';
import { Synthesized } from '../../helpers/artefacts';

const { gateway } = FULL;

/** Every way a stack can be: both gateways, both networks, both ways into the account. */
const VARIANTS = (['bring-your-own', 'managed'] as const).flatMap((mode) =>
  (['overlay', 'node-subnet'] as const).flatMap((networkMode) =>
    (['service-endpoint', 'private-endpoint'] as const).map((access) => {
      const { networkPolicy, podCidr, ...cluster } = FULL.cluster;
      return parseEnvironment({
        ...FULL,
        cluster: { ...cluster, networkMode, ...(networkMode === 'overlay' ? { networkPolicy, podCidr } : {}) },
        openAi: { ...FULL.openAi, access },
        gateway: mode === 'managed' ? { mode, storeFrontHostname: 'store.example.com' } : { ...gateway, mode },
        existing: {},
      });
    }),
  ),
);

/** What else a platform team may ask for. */
const SHAPED = CLUSTER_SHAPES.map(([, shape]) =>
  parseEnvironment({ ...MINIMAL, subscriptionId: '11111111-1111-4111-8111-111111111111', ...shape }),
);

const STACKS = [...VARIANTS, ...SHAPED, ENVIRONMENT, OTHER_ENVIRONMENT, ...Object.values(ENVIRONMENTS)].map(
  (environment) => new Synthesized(environment).terraform.json as StackJson,
);

/** What Azure alone knows. */
const LIVE = () =>
  Promise.resolve({
    principal_id: 'principal',
    node_resource_group_id: `${SUBSCRIPTION}/resourceGroups/MC_full`,
    role_definition_resource_id: 'role',
  });

test('every type that a stack can hold has an import rule, and no other has one', () => {
  const types = new Set(STACKS.flatMap(({ resource = {} }) => Object.keys(resource)));
  expect([...types].toSorted()).toEqual(Object.keys(IMPORT_RULES).toSorted());
});

test('every resource of every stack has an import id with nothing left open', async () => {
  for (const stack of STACKS) {
    const values = new StackValues(stack, 'sub', LIVE);
    for (const resource of values.all()) {
      const id = await values.importId(resource, 'uuid');
      expect({ address: resource.address, id }).toEqual({
        address: resource.address,
        id: expect.stringMatching(
          /^(?:\/subscriptions\/[^${}]+|default\/alb-controller|cert-manager\/cert-manager)$/,
        ) as string,
      });
    }
  }
});

test.each([
  [ENVIRONMENT, IDS],
  [OTHER_ENVIRONMENT, OTHER_IDS],
])('the import ids are those of the documentation', async (environment, expected) => {
  const stack = new Synthesized(environment).terraform.json as StackJson;
  const values = new StackValues(stack, environment.subscriptionId, LIVE);
  const uuid = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
  const ids = await Promise.all(
    values.all().map(async (resource) => [resource.address, await values.importId(resource, uuid)]),
  );
  expect(Object.fromEntries(ids)).toEqual(expected);
});
