import { writeFileSync } from 'node:fs';
import { KUBERNETES, cluster, pool } from '../../fixtures/pipeline/upgrades';
import { changesIn, killAtEachChange, upgradeTest } from '../../helpers/upgrades';

const BEFORE = KUBERNETES.before;
/** The upgrades that AKS is asked for. */
const WHOLE_WAY = KUBERNETES.changes.filter((call) => call.startsWith('az'));

/** A quota of which next to nothing is left. */
const usage = (value: string) => ({ name: { value }, currentValue: '97', limit: '100' });

const budget = (spec: object, status: object) =>
  JSON.stringify({ items: [{ metadata: { name: 'app', namespace: 'dev' }, spec, status }] });

const here = upgradeTest(KUBERNETES);
const { upgrade, expectRefused } = here;

/** The upgrades that AKS was asked for. */
const asked = (of = here.world) => changesIn(of).filter((call) => call.startsWith('az'));

describe('an upgrade of Kubernetes', () => {
  test('goes minor version by minor version, the control plane before its pools, and proves the end', async () => {
    // WHEN
    const { code, stdout, stderr } = await upgrade();

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(changesIn(here.world)).toEqual(KUBERNETES.changes);
    const steps = [...stdout.matchAll(/^> ([\w.-]+)/gm)].map(([, id]) => id);
    expect(steps).toEqual([
      'control-plane-1.36',
      'pool-system-1.36',
      'pool-work-1.36',
      'workloads-1.36',
      'control-plane-1.37',
      'pool-system-1.37',
      'pool-work-1.37',
      'rollouts',
      'verify',
    ]);
    // Everything is looked at before anything is changed.
    const calls = here.world.calls().map((call) => call.split(' ').slice(0, 3).join(' '));
    expect(calls.slice(0, calls.indexOf('az aks upgrade'))).toEqual([
      'terraform version',
      'az version --output',
      'kubectl version --client',
      'kubelogin --version',
      'az account show',
      'az aks show',
      'az aks get-upgrades',
      'az aks get-versions',
      'cdk8s synth --check-upgrade=false',
      'kubectl get secrets',
      'kubectl get customresourcedefinitions.apiextensions.k8s.io',
      'az vm list-skus',
      'az vm list-usage',
      'kubectl get poddisruptionbudgets.policy',
    ]);
    expect(stdout).toContain('upgrade channel patch brings the patches of 1.37 by itself');
    // AKS was asked for the very text of the file, which Terraform compares where no channel moves the version.
    expect(JSON.parse(here.world.read('cluster'))).toMatchObject({
      kubernetesVersion: '1.37',
      provisioningState: 'Succeeded',
    });
  });

  test('that has come to its end proves it again, and asks AKS for nothing', async () => {
    // GIVEN
    here.world.make('cluster', cluster('1.37'));

    // WHEN
    const { code, stdout } = await upgrade();

    // THEN
    expect({ code, asked: asked() }).toEqual({ code: 0, asked: [] });
    expect(stdout).toContain('holds  inside');
  });

  test('killed at each change goes on by the same command, and asks for nothing that has arrived', async () => {
    const way = WHOLE_WAY.filter((call) => !call.includes('--name work'));
    here.world.make('cluster', cluster('1.35', { agentPoolProfiles: [pool('system', '1.35')] }));
    await killAtEachChange(
      way,
      here.world,
      (of) => upgrade([], { of }),
      (of) => {
        // The first of all was asked for twice where the run before died as it was about to ask.
        const [first, second, ...others] = asked(of);
        expect([first, ...(second === first ? [] : [second]), ...others]).toEqual(way);
      },
    );
  });

  test('goes on where control plane and pools were left on different versions', async () => {
    // GIVEN
    const agentPoolProfiles = [pool('system', '1.36'), pool('work', '1.35')];
    here.world.make('cluster', cluster('1.36', { agentPoolProfiles }));

    // WHEN
    await upgrade();

    // THEN
    expect(asked()).toEqual(WHOLE_WAY.slice(2));
  });

  test('waits for what AKS is at work on, and looks then', async () => {
    // GIVEN
    here.world.make(
      'cluster',
      cluster('1.35', { provisioningState: 'Upgrading', next: JSON.parse(cluster('1.36')) as object }),
    );

    // WHEN
    const { stdout } = await upgrade();

    // THEN
    expect(stdout).toContain('AKS is at work on cluster aks-secureai-dev-k0rl6, and is waited for');
    expect(asked()).toEqual(WHOLE_WAY.slice(3));
  });

  test('says where AKS has failed, and asks for the same again', async () => {
    // GIVEN a pool whose drain comes to nothing
    const broken = cluster('1.36', { agentPoolProfiles: [pool('system', '1.35', { provisioningState: 'Failed' })] });
    here.world.rule({ call: 'az aks nodepool upgrade *', code: 0, times: 1 });
    here.world.rule({ call: 'az aks show *', passes: 3, times: 1, code: 0, says: broken });
    here.world.make('cluster', cluster('1.35', { agentPoolProfiles: [pool('system', '1.35')] }));

    // WHEN
    const { code, stdout, stderr } = await upgrade();

    // THEN
    expect(code).toBe(1);
    expect(stderr).toContain(
      'error: AKS did not bring node pool system to Kubernetes 1.36: Succeeded, Failed\nnext: look with: az aks operation show-latest',
    );
    expect(stdout).toContain('done: control-plane-1.36\nstopped at: pool-system-1.36');
    expect(stdout).toContain('go on with: npm run upgrade -- dev --kubernetes 1.37');

    // WHEN
    here.world.forgetCalls();
    expect((await upgrade()).code).toBe(0);

    // THEN
    expect(asked()[0]).toBe('az aks nodepool upgrade --name system --kubernetes-version 1.36');
  });
});

describe('--dry-run', () => {
  test('looks, prints what would be run, and changes nothing', async () => {
    // WHEN
    const { code, stdout, stderr } = await upgrade(['--dry-run']);

    // THEN
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(changesIn(here.world)).toEqual([]);
    expect(here.world.read('cluster')).toBe(cluster('1.35'));
    expect(stdout.match(/^\$ az aks (?:nodepool )?upgrade .*$/gm)).toHaveLength(WHOLE_WAY.length);
    expect(stdout).toContain('dry run: what "npm run upgrade -- dev --kubernetes 1.37" would run, by what is now');
    expect(stdout).not.toMatch(/: done$|proofs hold/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('dry run: nothing was changed');
  });

  test('before the file says the version shows the way, and what would stop a run', async () => {
    // WHEN
    const { code, stdout } = await upgrade(['--dry-run'], { environments: BEFORE });

    // THEN
    expect({ code, changes: changesIn(here.world) }).toEqual({ code: 0, changes: [] });
    expect(stdout).toContain(
      'a run would stop here: 1 thing is in the way:\n  - environments/dev.ts says Kubernetes 1.35',
    );
    expect(stdout.match(/^\$ az aks (?:nodepool )?upgrade /gm)).toHaveLength(WHOLE_WAY.length);
  });

  test('does not wait for AKS', async () => {
    // GIVEN
    here.world.make(
      'cluster',
      cluster('1.35', { provisioningState: 'Upgrading', next: JSON.parse(cluster('1.36')) as object }),
    );

    // WHEN
    const { stdout } = await upgrade(['--dry-run']);

    // THEN
    expect(stdout).toContain('a run waits for it, and looks then');
    expect(here.world.calls().filter((call) => call.startsWith('az aks show'))).toHaveLength(1);
  });
});

describe('an upgrade of Kubernetes is refused, and nothing is changed,', () => {
  test('before the file says the version', async () => {
    await expectRefused(
      "  - environments/dev.ts says Kubernetes 1.35, and 1.37 is asked for\n    -> set cluster.kubernetesVersion to '1.37' there, have it reviewed, and run the same command again\nnext: fix all of them and run the same command again; nothing was changed",
      { environments: BEFORE },
    );
  });

  test('to an older version', async () => {
    here.world.make('cluster', cluster('1.36'));
    await expectRefused('the control plane runs Kubernetes 1.36, and AKS takes no version back to 1.35', {
      environments: BEFORE,
      wanted: '1.35',
    });
  });

  test.each([
    ['to the cluster', 'az aks get-upgrades *', { controlPlaneProfile: { upgrades: null } }, '1.36'],
    [
      'to the cluster, but as a preview',
      'az aks get-upgrades *',
      { controlPlaneProfile: { upgrades: [{ kubernetesVersion: '1.36.1', isPreview: true }] } },
      '1.36',
    ],
    [
      'in the region',
      'az aks get-versions *',
      { values: [{ version: '1.36' }, { version: '1.37', isPreview: true }] },
      '1.37',
    ],
  ])('to what AKS does not offer %s', async (_, call, answer, minor) => {
    here.world.rule({ call, code: 0, says: JSON.stringify(answer) });
    await expectRefused(
      `AKS does not offer Kubernetes ${minor} to cluster aks-secureai-dev-k0rl6 in eastus2: it offers 1.3`,
    );
  });

  test('with objects that the version serves no more', async () => {
    here.world.rule({ call: 'cdk8s *', code: 0 });
    const job = { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: { name: 'nightly', namespace: 'dev' } };
    writeFileSync(`${here.world.project}/dist/dev/dev.k8s.yaml`, JSON.stringify(job));
    await expectRefused(
      'CronJob dev/nightly is of batch/v1beta1, which Kubernetes serves no more from 1.25 on\n    -> make it of batch/v1',
    );
  });

  test('without processors for the nodes of the upgrade', async () => {
    here.world.rule({
      call: 'az vm list-usage *',
      code: 0,
      says: JSON.stringify([usage('cores'), usage('standardDDSv5Family')]),
    });
    await expectRefused(
      'quota "standardDDSv5Family" in eastus2: 4 processors are needed, 3 of 100 are free (pool system upgrades with 1 more node of Standard_D4ds_v5)',
    );
  });

  test.each([
    [
      'ever',
      budget({ maxUnavailable: 0 }, { disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2, expectedPods: 2 }),
      'PodDisruptionBudget dev/app never lets one of its 2 pods go (maxUnavailable 0)',
    ],
    [
      'now',
      budget({ minAvailable: 1 }, { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 2 }),
      'PodDisruptionBudget dev/app lets no pod go now: 1 of 2 are well, and 1 have to be',
    ],
  ])('where a budget lets no pod go %s', async (_, budgets, message) => {
    here.world.make('budgets', budgets);
    await expectRefused(message);
  });

  test('where there is no cluster', async () => {
    here.world.takeAway('infrastructure');
    await expectRefused('there is no cluster aks-secureai-dev-k0rl6 in resource group rg-secureai-dev-k0rl6');
  });
});

describe('of the ALB controller it tells', () => {
  test('that it is not known to fit', async () => {
    here.world.make('chart', '1.10.2');
    expect((await upgrade(['--dry-run'])).stdout).toContain('advice: - ALB controller 1.10.2 is not in the table of');
  });

  test('that the Gateway API of the cluster is older than the one it is made for', async () => {
    here.world.make('gateway-api', 'v1.5.1');
    expect((await upgrade(['--dry-run'])).stdout).toContain(
      'ALB controller 1.13.0 is made for the Gateway API v1.6.2, by the table of 2026-11-22, and the cluster knows v1.5.1\n    -> npm run upgrade -- dev --controller 1.13.0 brings it',
    );
  });

  test('nothing where it fits', async () => {
    expect((await upgrade(['--dry-run'])).stdout).not.toContain('ALB controller');
  });
});
