import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../../pipeline/prune/orphans';
import { asLive, uidOf } from '../../fixtures/pipeline/live-objects';
import { World } from '../../helpers/pipeline-world';

const LABELS = { 'app.kubernetes.io/managed-by': 'secure-aks-openai', 'secure-aks-openai/environment': 'dev' };

function object(apiVersion: string, kind: string, name: string, namespace?: string, spec?: Manifest['spec']): Manifest {
  const metadata = { name, labels: LABELS, ...(namespace === undefined ? {} : { namespace }) };
  return { apiVersion, kind, metadata, ...(spec === undefined ? {} : { spec }) };
}

const ROUTE = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'chat-route', 'dev');
const CHAT = object('apps/v1', 'Deployment', 'chat', 'dev');
const SERVICE = object('v1', 'Service', 'chat', 'dev');
const POLICY = object('networking.k8s.io/v1', 'NetworkPolicy', 'data-flow-chat', 'dev');
const SPACE = object('v1', 'Namespace', 'apart');
const CLAIM = object('v1', 'PersistentVolumeClaim', 'cache', 'dev');
const SET = object('apps/v1', 'StatefulSet', 'db', 'apart', { volumeClaimTemplates: [{ metadata: { name: 'data' } }] });

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev');
});
afterEach(() => world.remove());

/** Says what the cluster holds of the environment beside what the YAML says. */
function holds(...objects: readonly Manifest[]): void {
  const says = JSON.stringify({ kind: 'List', apiVersion: 'v1', items: asLive(objects) });
  world.rule({ call: 'kubectl * get namespaces,* --all-namespaces *', code: 0, says });
}

/** The paths that were deleted, with what the API was told of each. */
const deleted = () =>
  world
    .read('deleted')
    .split('\n')
    .filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf(' ')), JSON.parse(line.slice(line.indexOf(' '))) as object] as const);

describe('prune', () => {
  test('deletes what has left stage by stage, each once the one before is gone, and no other of its name', async () => {
    // GIVEN
    holds(POLICY, SERVICE, CHAT, ROUTE);

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
    const inOrder = [
      ['/apis/gateway.networking.k8s.io/v1/namespaces/dev/httproutes/chat-route', ROUTE],
      ['/apis/apps/v1/namespaces/dev/deployments/chat', CHAT],
      ['/api/v1/namespaces/dev/services/chat', SERVICE],
      ['/apis/networking.k8s.io/v1/namespaces/dev/networkpolicies/data-flow-chat', POLICY],
    ] as const;
    expect(deleted()).toEqual(
      inOrder.map(([at, one]) => [
        at,
        {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy: 'Foreground',
          preconditions: { uid: uidOf(one) },
        },
      ]),
    );
    const calls = world.calls().filter((call) => /^kubectl (?:delete --raw|wait --for=delete)/.test(call));
    expect(calls.map((call) => call.split(' ').slice(1, 4).join(' '))).toEqual(
      inOrder.flatMap(([at]) => [`delete --raw ${at}`, 'wait --for=delete --timeout=600s']),
    );
    expect(calls[3]).toBe('kubectl wait --for=delete --timeout=600s deployments.apps/chat --namespace dev');
    expect(stdout).toContain('gone: Deployment dev/chat');
  });

  test('begins once what replaces it runs', async () => {
    // GIVEN
    holds(CHAT);
    world.rule({ call: 'kubectl * rollout status *', code: 1, says: 'error: timed out' });

    // WHEN
    const { code } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(deleted()).toEqual([]);
  });

  test('asks for what says whose it is, in every namespace, and for no value of a Secret', async () => {
    // WHEN
    const { stdout } = await world.run('deploy', ['dev']);

    // THEN
    const selector =
      '--all-namespaces --selector app.kubernetes.io/managed-by=secure-aks-openai,secure-aks-openai/environment=dev';
    const asked = world.calls().filter((call) => call.includes(selector));
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatch(/^kubectl get namespaces,\S*,deployments\.apps,\S*,httproutes\.\S+ .* --output json$/);
    expect(asked[0]).not.toContain('secrets');
    expect(asked[1]).toMatch(/^kubectl get secrets .* --output go-template=/);
    expect(asked[1]).not.toMatch(/\.data\b/);
    expect(stdout).toContain('prune: nothing has left the YAML');
  });

  test('asks for no kind that the cluster does not have', async () => {
    // GIVEN
    world.rule({
      call: 'kubectl * get customresourcedefinitions.apiextensions.k8s.io *',
      code: 0,
      says: 'customresourcedefinition.apiextensions.k8s.io/gateways.gateway.networking.k8s.io',
    });

    // WHEN
    await world.run('deploy', ['dev']);

    // THEN
    const asked = world.calls().find((call) => call.startsWith('kubectl get namespaces,'));
    expect(asked).toContain(',gateways.gateway.networking.k8s.io,');
    expect(asked).not.toMatch(/cilium|httproutes|applicationloadbalancers/);
  });

  test('keeps data, and says how it goes', async () => {
    // GIVEN
    holds(SPACE, CLAIM, CHAT);

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
    expect(deleted().map(([at]) => at)).toEqual(['/apis/apps/v1/namespaces/dev/deployments/chat']);
    expect(stdout).toContain(
      'kept, since it is data: PersistentVolumeClaim dev/cache, Namespace apart; npm run deploy -- dev --prune-data deletes it',
    );
  });

  test('--prune-data deletes it too, last of all', async () => {
    // GIVEN
    holds(SPACE, CLAIM, CHAT);

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev', '--prune-data']);

    // THEN
    expect(code).toBe(0);
    expect(deleted().map(([at]) => at)).toEqual([
      '/apis/apps/v1/namespaces/dev/deployments/chat',
      '/api/v1/namespaces/dev/persistentvolumeclaims/cache',
      '/api/v1/namespaces/apart',
    ]);
    expect(world.calls()).toContain('kubectl wait --for=delete --timeout=600s namespaces/apart');
    expect(stdout).not.toContain('kept');
  });

  test('keeps a namespace in which somebody else has pods', async () => {
    // GIVEN
    holds(SPACE);
    world.rule({ call: 'kubectl * get pods,persistentvolumeclaims *', code: 0, says: 'pod/theirs' });

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev', '--prune-data']);

    // THEN
    expect(code).toBe(0);
    expect(deleted()).toEqual([]);
    expect(stdout).toContain('Namespace apart stays: it holds pod/theirs, which this environment did not make');
  });

  test('marks the volume claims of a StatefulSet before it goes, so that they are found later', async () => {
    // GIVEN
    holds(SET);
    const items = ['data-db-0', 'data-db-1', 'data-other-0'].map((name) =>
      object('v1', 'PersistentVolumeClaim', name, 'apart'),
    );
    world.rule({
      call: 'kubectl * get persistentvolumeclaims --namespace *',
      code: 0,
      says: JSON.stringify({ items }),
    });
    world.rule({ call: 'kubectl * label *', code: 0 });

    // WHEN
    const { code } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
    const calls = world.calls();
    const label =
      'kubectl label persistentvolumeclaims data-db-0 data-db-1 --namespace apart --overwrite app.kubernetes.io/managed-by=secure-aks-openai secure-aks-openai/environment=dev';
    const gone = calls.findIndex((call) => call.includes('/namespaces/apart/statefulsets/db'));
    expect(calls).toContain(label);
    expect(calls.indexOf(label)).toBeLessThan(gone);
    expect(calls.slice(calls.indexOf(label), gone).filter((call) => call.includes('--all-namespaces'))).toHaveLength(2);
  });

  test.each([
    ['is gone already', 'Error from server (NotFound): deployments.apps "chat" not found', 'gone: Deployment dev/chat'],
    [
      'was made anew meanwhile',
      'Error from server (Conflict): Operation cannot be fulfilled on deployments.apps "chat": Precondition failed: UID in precondition: 1, UID in object meta: 2',
      'Deployment dev/chat stays: it was made anew a moment ago',
    ],
  ])('goes on where an object %s', async (_, says, line) => {
    // GIVEN
    holds(CHAT);
    world.rule({ call: 'kubectl * delete --raw *', code: 1, says });

    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain(line);
  });

  test.each([
    [
      'delete --raw *',
      'Error from server (Forbidden): no',
      'Deployment dev/chat was not deleted: Error from server (Forbidden): no',
    ],
    [
      'wait --for=delete *',
      'error: timed out waiting for the condition',
      'next: a finalizer holds it: look with kubectl',
    ],
  ])('stops where kubectl %s fails, and goes on from there', async (call, says, text) => {
    // GIVEN
    holds(CHAT);
    world.rule({ call: `kubectl * ${call}`, code: 1, says });

    // WHEN
    const { code, stdout, stderr } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(text);
    expect(stdout).toContain('stopped at: prune');
    expect((await world.settle().run('deploy', ['dev'])).code).toBe(0);
  });

  test.each([
    '',
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: dev, labels: {secure-aks-openai/environment: dev}}\n',
  ])('deletes nothing where the YAML is not of the environment: %j', async (yaml) => {
    // GIVEN
    await world.run('deploy', ['dev']);
    holds(CHAT);
    const file = path.join(world.project, 'dist/dev/dev.k8s.yaml');
    rmSync(file);
    writeFileSync(file, yaml);

    // WHEN
    const { code, stderr } = await world.run('deploy', ['dev', '--from', 'prune']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('dist/dev holds no object of dev, so what has left it cannot be told');
    expect(stderr).toContain('next: npm run deploy -- dev --from charts writes and applies it');
    expect(deleted()).toEqual([]);
  });

  test('--dry-run shows how an object goes', async () => {
    // WHEN
    const { code, stdout } = await world.run('deploy', ['dev', '--dry-run']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\$ kubectl \S+ \S+ delete --raw '?\/apis\/apps\/v1\/namespaces\/dev\/deployments\/<what has left>'? --filename - < \(stdin\)/,
    );
  });
});

/** Calls that take something of the gateway away, or let Terraform do it. */
const deletions = () => world.calls().filter((call) => /^kubectl delete \w+\.|^cdktf deploy/.test(call));

describe('the load balancer of the controller', () => {
  test('goes before Terraform makes another and takes its roles', async () => {
    // GIVEN
    await world.run('deploy', ['dev']);
    const outputs = path.join(world.project, 'outputs/dev.json');
    const before = JSON.parse(world.read('outputs.json')) as { dev: { gateway: object } };
    writeFileSync(outputs, JSON.stringify({ dev: { ...before.dev, gateway: { mode: 'managed' } } }));
    world.forgetCalls();

    // WHEN
    const { code } = await world.run('deploy', ['dev']);

    // THEN
    expect(code).toBe(0);
    expect(deletions().map((call) => call.split(' ').slice(1, 4).join(' '))).toEqual([
      'delete httproutes.gateway.networking.k8s.io --all',
      'delete gateways.gateway.networking.k8s.io aks-store-demo-gateway',
      'delete applicationloadbalancers.alb.networking.azure.io aks-store-demo-alb',
      'deploy dev --auto-approve',
    ]);

    // WHEN it runs again
    world.forgetCalls();
    const { stdout } = await world.run('deploy', ['dev']);

    // THEN
    expect(stdout).toContain('- load-balancer: skipped, the controller made none that has to go');
    expect(deletions()).toHaveLength(1);
  });
});
