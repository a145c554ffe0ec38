import path from 'node:path';
import { infrastructureGone } from '../../../pipeline/destroy/infrastructure';
import { ADDRESSES, DeadWorld, IDS, first } from '../../fixtures/adopt/dead-world';

const NETWORK = first('azurerm_virtual_network');

const destroy = ({ context }: DeadWorld) => infrastructureGone.run(context);

describe('a destroy', () => {
  test('of which nothing died asks nobody', async () => {
    const world = new DeadWorld().restIsManaged();
    await destroy(world);
    expect(world.callsOf('az')).toEqual([]);
    expect(world.azure).toEqual(new Set());
  });

  test('adopts what died while it was made, so that nothing is left', async () => {
    // GIVEN
    const dead = [NETWORK, first('azurerm_federated_identity_credential'), first('azurerm_role_definition')];
    const world = new DeadWorld().died(...dead).restIsManaged();

    // WHEN
    await destroy(world);

    // THEN
    expect(
      world
        .imports()
        .map((line) => line.split(' ')[0]!)
        .toSorted(),
    ).toEqual(dead.toSorted());
    expect(world.callsOf('cdktf')).toHaveLength(1);
    expect(world.azure).toEqual(new Set());
  });

  test('on another machine adopts once the stack is there, where the state has been lost', async () => {
    // GIVEN
    const world = new DeadWorld().died(...ADDRESSES);
    const data = path.join(world.directory, 'cdktf.out/stacks/full/.terraform');
    world.forget(data);

    // WHEN
    await destroy(world);

    // THEN
    expect(world.callsOf('cdktf')).toHaveLength(2);
    expect(world.azure).toEqual(new Set());
  });

  test('takes down an assignment of its own role, also where its identity is gone', async () => {
    // GIVEN
    const dead = [
      first('azurerm_role_definition'),
      Object.keys(IDS).find((each) => each.includes('firewall-policy_'))!,
    ];
    const world = new DeadWorld().died(...dead);

    // WHEN
    await destroy(world);

    // THEN
    expect(world.imports().map((line) => line.split(' ')[0])).toEqual(dead);
    expect(world.azure).toEqual(new Set());
  });

  test('imports a cluster whose making has failed as it is: it is about to go', async () => {
    // GIVEN
    const cluster = first('azurerm_kubernetes_cluster');
    const world = new DeadWorld().died(cluster).restIsManaged();
    world.changes.set(cluster, (live) => ({ ...live, properties: { provisioningState: 'Failed' } }));

    // WHEN
    await destroy(world);

    // THEN
    expect(world.imports()).toHaveLength(1);
    expect(world.callsOf('az', 'aks update')).toEqual([]);
  });

  test('leaves alone what is somebody else’s', async () => {
    // GIVEN
    const world = new DeadWorld().died(NETWORK).restIsManaged();
    world.changes.set(NETWORK, (live) => ({ ...live, tags: {} }));

    // WHEN
    await destroy(world);

    // THEN
    expect(world.imports()).toEqual([]);
    expect([...world.azure]).toEqual([NETWORK]);
  });
});
