import { picturesOf } from '../../pictures';
import type { Picture } from '../../pictures/picture';
import { objectKey } from '../../pictures/workloads';
import { artefactsOf, contentOf, PICTURED, type Content } from '../helpers/pictured';

const NAMES = Object.keys(PICTURED) as (keyof typeof PICTURED)[];
const CONTENT = Object.fromEntries(NAMES.map((name) => [name, contentOf(name)])) as Record<
  keyof typeof PICTURED,
  Content
>;

type Resources = NonNullable<Content['json']['resource']>;

/** The artefacts with something else in the Terraform JSON. */
function withResources({ json, objects }: Content, change: (resources: Resources) => void): Content {
  const changed = structuredClone(json);
  change(changed.resource!);
  return { json: changed, objects };
}

const drawn = new WeakMap<Content, Picture[]>();

function picture(content: Content, id: string): Picture {
  const pictures = drawn.get(content) ?? picturesOf(artefactsOf(content));
  drawn.set(content, pictures);
  return pictures.find((each) => each.id === id)!;
}

/** What of the artefacts a picture says it shows. */
function shownIn({ boxes, arrows }: Picture): Set<string> {
  return new Set([...boxes, ...arrows].flatMap(({ of }) => of));
}

/** What somebody sees: everything but what it is of. */
function seen({ boxes, arrows, ...rest }: Picture): unknown {
  return {
    ...rest,
    boxes: boxes.map((box) => ({ ...box, of: [] })),
    arrows: arrows.map((arrow) => ({ ...arrow, of: [] })),
  };
}

/** The doors of the box in the Azure picture that is such a thing. */
function doorsOf(content: Content, what: string): string[] {
  const { doors } = picture(content, 'azure').boxes.find((box) => box.what === what)!;
  return doors.map(({ state, text }) => `${state}: ${text}`);
}

/** Which arrows go from the internet to the account. */
function arrowsToAccount(content: Content): string[] {
  const { boxes, arrows } = picture(content, 'azure');
  const account = boxes.find(({ what, parent }) => what === 'Azure OpenAI account' && parent !== 'rights')!;
  return arrows.filter(({ from, to }) => from === 'internet' && to === account.id).map(({ kind }) => kind);
}

/** The arrows of a picture, as `from > to > label`. */
function between({ boxes, arrows }: Picture): string[] {
  const names = new Map(boxes.map(({ id, rows }) => [id, rows.map(({ name }) => name).join('+')]));
  return arrows.map(({ from, to, label }) => [names.get(from), names.get(to), label].filter(Boolean).join(' > '));
}

describe.each(NAMES)('the pictures of %s', (name) => {
  const content = CONTENT[name];

  test('show every resource of the Terraform JSON', () => {
    const resource = content.json.resource!;
    const addresses = Object.entries(resource).flatMap(([type, byName]) =>
      Object.keys(byName).map((id) => `${type}.${id}`),
    );

    expect(addresses.length).toBeGreaterThan(15);
    const shown = shownIn(picture(content, 'azure'));
    expect(addresses.filter((address) => !shown.has(address))).toEqual([]);
  });

  test('show every object of the YAML that has pods, lets them talk, or publishes them', () => {
    const drawn = [
      'Namespace',
      'Deployment',
      'StatefulSet',
      'NetworkPolicy',
      'CiliumNetworkPolicy',
      'Gateway',
      'HTTPRoute',
      'ApplicationLoadBalancer',
      'WebApplicationFirewallPolicy',
    ];
    const keys = content.objects.filter(({ kind }) => drawn.includes(kind)).map(objectKey);

    const shown = new Set(picturesOf(artefactsOf(content)).flatMap((each) => [...shownIn(each)]));
    expect(keys.filter((key) => !shown.has(key))).toEqual([]);
  });
});

describe('what is taken out of the artefacts is taken out of the pictures', () => {
  const content = CONTENT.full;
  const whole = picturesOf(artefactsOf(content)).map(seen);
  const resource = content.json.resource!;

  test.each([
    'azurerm_role_assignment',
    'azurerm_federated_identity_credential',
    'azurerm_cognitive_deployment',
    'azurerm_application_load_balancer_subnet_association',
    'azurerm_application_load_balancer_security_policy',
    'azurerm_subnet_network_security_group_association',
    'azurerm_user_assigned_identity',
    'helm_release',
  ])('each %s', (type) => {
    const ids = Object.keys(resource[type]!);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      expect(
        picturesOf(artefactsOf(withResources(content, (resources) => void delete resources[type]![id]))).map(seen),
      ).not.toEqual(whole);
    }
  });

  test.each(['NetworkPolicy', 'HTTPRoute', 'Gateway', 'Deployment', 'StatefulSet', 'ServiceAccount'])(
    'each %s',
    (kind) => {
      const objects = content.objects;
      const ofKind = objects.filter((object) => object.kind === kind);
      expect(ofKind.length).toBeGreaterThan(0);
      for (const gone of ofKind) {
        const left = objects.filter((object) => object !== gone);
        expect(picturesOf(artefactsOf({ ...content, objects: left })).map(seen)).not.toEqual(whole);
      }
    },
  );
});

describe('what the artefacts say otherwise is drawn otherwise', () => {
  test.each<[string, string, unknown, string, string]>([
    ['azurerm_cognitive_account', 'local_auth_enabled', true, 'closed: keys off', 'open: keys work'],
    [
      'azurerm_cognitive_account',
      'network_acls',
      { default_action: 'Allow' },
      'closed: all other networks denied',
      'open: answers every network',
    ],
    [
      'azurerm_cognitive_account',
      'public_network_access_enabled',
      false,
      'closed: all other networks denied',
      'closed: public network off',
    ],
    [
      'azurerm_kubernetes_cluster',
      'local_account_disabled',
      false,
      'closed: local accounts off',
      'open: local accounts work',
    ],
    ['azurerm_kubernetes_cluster', 'run_command_enabled', true, 'closed: run command off', 'open: run command works'],
    [
      'azurerm_kubernetes_cluster',
      'api_server_access_profile',
      undefined,
      'limited: API server: 203.0.113.0/24',
      'open: API server: any address',
    ],
    [
      'azurerm_kubernetes_cluster',
      'private_cluster_enabled',
      true,
      'limited: API server: 203.0.113.0/24',
      'closed: API server private',
    ],
  ])('an override of %s.%s', (type, argument, value, before, after) => {
    // GIVEN
    const what = type === 'azurerm_cognitive_account' ? 'Azure OpenAI account' : 'AKS cluster';
    expect(doorsOf(CONTENT.full, what)).toContain(before);

    // WHEN
    const overridden = withResources(CONTENT.full, (resources) => {
      for (const resource of Object.values(resources[type]!)) resource[argument] = value;
    });

    // THEN
    const doors = doorsOf(overridden, what);
    expect(doors).toContain(after);
    expect(doors).not.toContain(before);
  });

  test('an account that answers the internet has an arrow from there, and no closed one', () => {
    const open = withResources(CONTENT.documents, (resources) => {
      for (const account of Object.values(resources['azurerm_cognitive_account']!))
        account['network_acls'] = { default_action: 'Allow' };
    });

    expect(arrowsToAccount(CONTENT.documents)).toEqual(['closed']);
    expect(arrowsToAccount(open)).toEqual(['connection']);
  });

  test("another construct's resource is a box in its resource group, with its doors and the roles on it", () => {
    // GIVEN
    const content = withResources(CONTENT.documents, (resources) => {
      const group = `\${azurerm_resource_group.${Object.keys(resources['azurerm_resource_group']!)[0]}.name}`;
      resources['azurerm_storage_account'] = {
        theirs: { name: 'sttheirs', resource_group_name: group, shared_access_key_enabled: true },
      };
      resources['azurerm_role_assignment']!['theirs'] = {
        principal_id: '11111111-1111-4111-8111-111111111111',
        principal_type: 'Group',
        role_definition_name: 'Storage Blob Data Reader',
        scope: '${azurerm_storage_account.theirs.id}',
      };
    });

    // WHEN
    const { boxes, arrows } = picture(content, 'azure');

    // THEN
    expect(boxes).toContainEqual(
      expect.objectContaining({
        id: 'azurerm_storage_account.theirs',
        parent: 'azurerm_resource_group.resource-group',
        what: 'storage account',
        rows: [{ name: 'sttheirs' }],
        doors: [{ state: 'open', text: 'keys work' }],
      }),
    );
    expect(arrows).toContainEqual(
      expect.objectContaining({
        kind: 'right',
        label: 'Storage Blob Data Reader',
        to: 'scope azurerm_storage_account.theirs',
      }),
    );
  });

  test('a policy of Cilium for some pods, which is not understood, is named as not drawn', () => {
    const policy = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'theirs', namespace: 'dev' },
      spec: { endpointSelector: { matchLabels: { app: 'x' } } },
    };
    const objects = [...CONTENT.documents.objects, policy];

    const { boxes } = picture({ ...CONTENT.documents, objects }, 'cluster');
    expect(boxes.find(({ id }) => id === 'Namespace dev')!.lines).toContain('not drawn: CiliumNetworkPolicy theirs');
  });
});

describe('the ways', () => {
  test('of a request goes from the browser over gateway, page and service to the deployment that the service names', () => {
    expect(between(picture(CONTENT.documents, 'request'))).toEqual([
      'Browser > aks-store-demo-gateway > HTTP 80',
      'aks-store-demo-gateway > /',
      '/ > store-admin > :80',
      'aks-store-demo-gateway > /',
      '/ > store-front > :80',
      'aks-store-demo-gateway > /gradio-aks',
      '/gradio-aks > gradio-aks > :7860',
      'aks-store-demo-gateway > /gradio-aks-luna',
      '/gradio-aks-luna > gradio-aks-luna > :7860',
      'product-service > ai-service > :5001',
      'store-front > product-service > :3002',
      'store-admin > product-service > :3002',
      'ai-service > gpt-5.4-mini',
      'gradio-aks > gpt-5.4-mini',
      'gradio-aks-luna > gpt-5.6-luna',
    ]);
  });

  test.each([
    ['documents', 'by service endpoint'],
    ['private', 'by private endpoint'],
  ] as const)('of a request in %s ends %s', (name, line) => {
    expect(
      picture(CONTENT[name], 'request').boxes.find(({ kind, parent }) => kind === 'model' && !parent)!.lines,
    ).toEqual([line]);
  });

  test('of a token goes from the ServiceAccount over issuer and credential to the account, whose keys are off', () => {
    const { boxes } = picture(CONTENT.private, 'token');

    expect(between(picture(CONTENT.private, 'token')).filter((line) => /ai-service|OpenAI/.test(line))).toEqual([
      'dev/ai-service-account > OIDC issuer > 1 asks',
      'OIDC issuer > id-ai-service… > 2 signed token',
      'id-ai-service… > oai… > Cognitive Services OpenAI User',
    ]);
    expect(boxes.find(({ what }) => what === 'Azure OpenAI account')!.doors[0]).toEqual({
      state: 'closed',
      text: 'keys off',
    });
  });

  test('are empty where nothing goes them, and say so', () => {
    expect(picture(CONTENT.bare, 'request').boxes.map(({ what }) => what)).toEqual(['nothing to draw']);
  });
});

describe('few words', () => {
  test('those that are alike share a box, each with its name', () => {
    const { boxes } = picture(CONTENT.large, 'token');
    const identities = boxes.find(({ rows }) => rows.length > 1 && rows[0]!.name.startsWith('id-'))!;

    expect(identities.rows).toHaveLength(15);
    expect(new Set(identities.rows.map(({ name }) => name)).size).toBe(15);
  });

  test('the ending that all names share is left out, and told in the legend', () => {
    const { boxes, ending } = picture(CONTENT.documents, 'azure');

    expect(ending).toMatch(/^-secureai-dev-[a-z0-9]{5}$/);
    expect(JSON.stringify(boxes.map(({ rows, lines }) => [rows, lines]))).not.toContain(ending);
    expect(boxes.flatMap(({ rows }) => rows.map(({ name }) => name))).toContain('oai…');
  });
});
