import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { World } from '../helpers/pipeline-world';

let world: World;
beforeEach(async () => {
  world = await new World().prepare('managed');
  await world.run('deploy', ['managed']);
  world.forgetCalls();
});
afterEach(() => world.remove());

/** Calls that take something away. */
const deletions = () => world.calls().filter((call) => /^kubectl delete|^cdktf/.test(call));

/** The account, as Azure lists what is deleted and not purged. */
const deletedFrom = (group: string) =>
  JSON.stringify([
    {
      name: 'oai-secureai-managed-izobl',
      id: `/subscriptions/x/providers/Microsoft.CognitiveServices/locations/eastus2/resourceGroups/${group}/deletedAccounts/oai-secureai-managed-izobl`,
    },
  ]);

describe('destroy', () => {
  test('takes down what uses others first, and looks that nothing is left', async () => {
    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(deletions()).toEqual([
      'kubectl delete httproutes.gateway.networking.k8s.io --all --namespace dev --ignore-not-found --wait=true --timeout=600s',
      'kubectl delete gateways.gateway.networking.k8s.io aks-store-demo-gateway --namespace dev --ignore-not-found --wait=true --timeout=600s',
      'kubectl delete applicationloadbalancers.alb.networking.azure.io aks-store-demo-alb --namespace azure-alb-system --ignore-not-found --wait=true --timeout=600s',
      'cdktf destroy managed --auto-approve --no-color',
    ]);
    expect(
      world
        .calls()
        .slice(-3)
        .map((call) => call.split(' ').slice(0, 5).join(' ')),
    ).toEqual([
      'az group exists --name MC_rg-secureai-managed-izobl',
      'az group exists --name rg-secureai-managed-izobl',
      'az cognitiveservices account list-deleted --subscription',
    ]);
  });

  test('in bring-your-own mode leaves the load balancer to Terraform', async () => {
    // GIVEN
    await world.prepare('dev');
    await world.run('deploy', ['dev']);
    world.forgetCalls();

    // WHEN
    await world.run('destroy', ['dev', '--yes']);

    // THEN
    expect(deletions().map((call) => call.split(' ')[2])).toEqual([
      'httproutes.gateway.networking.k8s.io',
      'gateways.gateway.networking.k8s.io',
      'dev',
    ]);
  });

  test('asks for the name, and takes no other', async () => {
    // WHEN
    const wrong = await world.run('destroy', ['managed'], { typed: 'yes' });

    // THEN
    expect(wrong.stdout.match(/deletes environment managed and everything in it/g)).toHaveLength(1);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('the answer "yes" is not the name "managed": nothing was changed');
    expect(world.calls()).toEqual([]);

    // WHEN
    const right = await world.run('destroy', ['managed'], { typed: 'managed' });

    // THEN
    expect(right.code).toBe(0);
    expect(world.has('infrastructure')).toBe(false);
  });

  test('without a terminal wants --yes', async () => {
    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('nobody is there\nnext: npm run destroy -- managed --yes');
    expect(world.calls()).toEqual([]);
  });

  test('does not go below a load balancer that will not go, and says what remains', async () => {
    // GIVEN
    world.rule({ call: 'kubectl * delete applicationloadbalancers.*', code: 1, says: 'timed out waiting' });

    // WHEN
    const { code, stdout, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(
      'applicationloadbalancers.alb.networking.azure.io in namespace azure-alb-system did not go: timed out waiting',
    );
    expect(stdout).toContain('done: preflight\nstopped at: gateway\nnot done: infrastructure, leftovers');
    expect(deletions().some((call) => call.startsWith('cdktf'))).toBe(false);

    // WHEN the controller has come back
    const again = await world.settle().run('destroy', ['managed', '--yes']);

    // THEN
    expect(again.code).toBe(0);
  });

  test('does not go on while Azure still has the load balancer', async () => {
    // GIVEN
    world.rule({ call: 'az resource list * --resource-type *', code: 0, says: '["alb-0123"]' });

    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(
      'waited 10 min for the load balancer in MC_rg-secureai-managed-izobl to go; last seen: alb-0123',
    );
    expect(deletions().some((call) => call.startsWith('cdktf'))).toBe(false);
  });

  test('goes on where the cluster is gone already', async () => {
    // GIVEN
    world.rule({ call: 'az aks show *', code: 3, says: "ERROR: (ResourceGroupNotFound) 'rg' could not be found." });
    world.rule({ call: 'cdktf destroy *', code: 0 });
    world.rule({ call: 'az group exists *', code: 0, says: 'false' });

    // WHEN
    const { code, stdout } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('- gateway: skipped, the cluster is gone already');
    expect(deletions().map((call) => call.split(' ')[0])).toEqual(['cdktf']);
  });

  test('takes a cluster without the kinds of the gateway for one without its objects', async () => {
    // GIVEN
    const says = 'error: the server doesn\'t have a resource type "x"';
    world.rule({ call: 'kubectl * delete *', code: 1, says });
    world.rule({ call: 'az resource list *', code: 0, says: '[]' });
    world.rule({ call: 'cdktf destroy *', code: 0 });
    world.rule({ call: 'az group exists *', code: 0, says: 'false' });

    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(deletions()).toHaveLength(4);
  });

  test('says how to start a cluster that is stopped', async () => {
    // GIVEN
    world.rule({ call: 'az aks show *', code: 0, says: '"Stopped"' });

    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /is stopped, and the gateway objects in it must go first\nnext: az aks start --subscription/,
    );
  });

  test('does not take a failed look at the cluster for its absence', async () => {
    // GIVEN
    world.rule({ call: 'az aks show *', code: 1, says: '(AuthorizationFailed) no' });

    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('(AuthorizationFailed) no');
    expect(deletions()).toEqual([]);
  });

  test.each<[string, string[], string]>([
    ['resources', ['true', '["/subscriptions/x/disk"]'], '1 resource is left:\n  - /subscriptions/x/disk'],
    ['an empty resource group', ['true', '[]'], '  - resource group MC_rg-secureai-managed-izobl, which is empty'],
  ])('fails where %s are left, and keeps what it knows of them', async (_, [exists = '', resources = ''], message) => {
    // GIVEN
    world.rule({ call: 'az group exists --name MC_*', code: 0, says: exists });
    world.rule({ call: 'az resource list --resource-group MC_* --query *.id *', code: 0, says: resources });

    // WHEN
    const { code, stdout, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stdout).toContain('stopped at: leftovers');

    // WHEN they are gone
    const again = await world.settle().run('destroy', ['managed', '--yes']);

    // THEN
    expect(again.code).toBe(0);
  });

  test('purges its own account, where a destroy before it has deleted it and died', async () => {
    // GIVEN
    const purges = () => world.calls().filter((call) => call.startsWith('az cognitiveservices account purge'));
    world.rule({ call: 'az cognitiveservices account purge *', code: 0 });
    world.rule({
      call: 'az cognitiveservices account list-deleted *',
      times: 1,
      code: 0,
      says: deletedFrom('rg-other'),
    });
    world.rule({
      call: 'az cognitiveservices account list-deleted *',
      code: 0,
      says: deletedFrom('rg-secureai-managed-izobl'),
    });

    // WHEN it is somebody else's
    expect((await world.run('destroy', ['managed', '--yes'])).code).toBe(0);

    // THEN
    expect(purges()).toEqual([]);

    // WHEN it is its own
    expect((await world.run('destroy', ['managed', '--yes'])).code).toBe(0);

    // THEN
    expect(purges()).toEqual([
      'az cognitiveservices account purge --name oai-secureai-managed-izobl --resource-group rg-secureai-managed-izobl --location eastus2 --subscription 33333333-3333-4333-8333-333333333333 --output none',
    ]);
  });

  test('of what was never deployed goes by the names of the environment', async () => {
    // GIVEN
    const fresh = await new World().prepare('dev');

    // WHEN
    const { code, stdout } = await fresh.run('destroy', ['dev', '--yes']);

    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('- gateway: skipped, the cluster is gone already');
    expect(fresh.calls()).toContain(
      'az group exists --name MC_rg-secureai-dev-k0rl6_aks-secureai-dev-k0rl6_eastus2 --subscription 33333333-3333-4333-8333-333333333333 --output json',
    );
    fresh.remove();
  });

  test.each([
    ['was cut off', '{"managed": {"clus'],
    ['is of a newer release', '{"managed": {"contract_version": 99, "cluster_name": 7, "new_field": {}}}'],
  ])('asks for no deploy where the outputs file %s', async (_, text) => {
    // GIVEN
    writeFileSync(path.join(world.project, 'outputs/managed.json'), text);

    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(deletions()).toHaveLength(4);
    expect(world.calls()).toContain(
      'az aks show --name aks-secureai-managed-izobl --resource-group rg-secureai-managed-izobl --query powerState.code --subscription 33333333-3333-4333-8333-333333333333 --output json',
    );
  });

  test('waits for nobody and changes nothing when tools or login are wrong', async () => {
    // GIVEN
    world.rule({ call: 'az account show *', code: 1, says: 'Please run az login' });

    // WHEN
    const { code, stderr } = await world.run('destroy', ['managed', '--yes']);

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain('nobody is logged in to the Azure CLI');
    expect(deletions()).toEqual([]);
  });

  test('--dry-run prints every command, asks nobody and runs none', async () => {
    // WHEN
    const { code, stdout } = await world.run('destroy', ['managed', '--dry-run']);

    // THEN
    expect(code).toBe(0);
    expect(world.calls()).toEqual([]);
    expect(stdout).toContain('cdktf destroy managed --auto-approve --no-color');
    expect(world.has('infrastructure')).toBe(true);
  });
});
