import { devWith, only } from '../../fixtures/pipeline/environments';
import { CHART, CONTROLLER, GATEWAYS, OWN } from '../../fixtures/pipeline/upgrades';
import { changesIn, killAtEachChange, upgradeTest } from '../../helpers/upgrades';

const here = upgradeTest(CONTROLLER);
const { upgrade, expectRefused } = here;

describe('an upgrade of the ALB controller', () => {
  test('brings the definitions of its chart, then the release, and proves the end', async () => {
    // WHEN
    const { code, stdout, stderr } = await upgrade();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(changesIn(here.world)).toEqual(CONTROLLER.changes);
    expect(here.world.read('definitions-applied')).toBe(`${OWN}\n---\n${GATEWAYS}`);
    expect(here.world.read('chart')).toBe('1.13.0');
    expect([...stdout.matchAll(/^> (\S+):/gm)].map(([, id]) => id)).toEqual([
      'definitions',
      'controller',
      'gateway',
      'verify',
    ]);
  });

  test('leaves nothing that a plan would show', async () => {
    await upgrade();
    expect((await here.world.run('plan', ['dev'], {}, CONTROLLER.after)).code).toBe(0);
  });

  test('reads the definitions out of the very chart of the stack, by the provider of the stack', async () => {
    // WHEN
    await upgrade();

    // THEN
    expect(JSON.parse(here.world.read('rendered'))).toEqual({
      terraform: { required_providers: { helm: { source: 'helm', version: '3.1.1' } } },
      provider: { helm: [{}] },
      data: {
        helm_template: {
          controller: {
            name: 'alb-controller',
            namespace: 'default',
            chart: CHART,
            version: '1.13.0',
            kube_version: '1.36.0',
            set: [
              { name: 'albController.namespace', value: 'azure-alb-system' },
              { name: 'albController.podIdentity.clientID', value: '00000000-0000-0000-0000-000000000000' },
            ],
            include_crds: true,
          },
        },
      },
      output: { crds: { value: '${data.helm_template.controller.crds}' } },
    });
  });

  test('leaves definitions of the Gateway API that others have brought further', async () => {
    // GIVEN
    here.world.make('gateway-api', 'v1.7.0');

    // WHEN
    await upgrade();

    // THEN
    expect(here.world.read('definitions-applied')).toBe(OWN);
  });

  test('whose chart brings no definitions applies none', async () => {
    // GIVEN
    here.world.make('definitions', '[]');

    // WHEN
    await upgrade();

    // THEN
    expect(changesIn(here.world)[0]).toBe('cdktf deploy dev');
  });

  test('killed at each change goes on by the same command', async () => {
    await killAtEachChange(
      CONTROLLER.changes.slice(0, 2),
      here.world,
      (of) => upgrade([], { of }),
      (of) => {
        expect(of.read('chart')).toBe('1.13.0');
        expect(changesIn(of).filter((call) => call.startsWith('cdktf'))).toHaveLength(1);
        expect(of.has('definitions-applied')).toBe(true);
      },
    );
  });

  test('with --dry-run looks, prints what would be run, and changes nothing', async () => {
    // WHEN
    const { code, stdout } = await upgrade(['--dry-run']);

    // THEN
    expect({ code, changes: changesIn(here.world), chart: here.world.read('chart') }).toEqual({
      code: 0,
      changes: [],
      chart: '1.12.4',
    });
    expect(stdout).toMatch(/^\$ kubectl .* apply --server-side --force-conflicts --filename - < \(stdin\)$/m);
    expect(stdout).toMatch(/^\$ .*cdktf deploy dev/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('dry run: nothing was changed');
  });

  test('tells what the dated table knows of it', async () => {
    // GIVEN a version that is not in it
    const environments = only(devWith({ gateway: { controllerVersion: '1.14.0' } }));

    // WHEN
    const { stdout } = await upgrade([], { environments, wanted: '1.14.0' });

    // THEN
    expect(stdout).toContain('advice: - ALB controller 1.14.0 is not in the table of');
  });
});

describe('an upgrade of the ALB controller is refused, and nothing is changed,', () => {
  test('before the file says the version', async () => {
    await expectRefused(
      "environments/dev.ts says ALB controller 1.12.4, and 1.13.0 is asked for\n    -> set gateway.controllerVersion to '1.13.0' there, have it reviewed, and run the same command again",
      { environments: CONTROLLER.before },
    );
  });

  test('to an older version', async () => {
    here.world.make('chart', '1.13.0');
    await expectRefused('ALB controller 1.13.0 is installed, and 1.12.4 is older', {
      environments: CONTROLLER.before,
      wanted: '1.12.4',
    });
  });

  test('where none is installed', async () => {
    here.world.takeAway('chart');
    await expectRefused(
      'Helm has installed no ALB controller in the cluster\n    -> npm run deploy -- dev installs it',
    );
  });

  test('where the stack installs none', async () => {
    here.world.make('stack.json', '{}');
    await expectRefused('stack "dev" installs no ALB controller\nnext: see constructs/platform-stack.ts');
  });

  test('where a deploy would change something else too', async () => {
    const changes = ['helm_release.alb-gateway_controller', 'azurerm_subnet.network_aks-subnet'].map((address) => ({
      address,
      mode: 'managed',
      change: { actions: ['update'] },
    }));
    here.world.make('plan.json', JSON.stringify({ resource_changes: changes }));
    await expectRefused(
      'beside the upgrade a deploy would update azurerm_subnet.network_aks-subnet\n    -> deploy without',
    );
  });

  test('where the chart cannot be had', async () => {
    here.world.rule({ call: 'terraform -chdir=*controller-chart apply *', code: 1, says: 'chart not found' });
    await expectRefused(`next: see that there is a version 1.13.0 of ${CHART}, and that it can be reached`);
  });
});
