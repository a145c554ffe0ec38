import { DNS, EVERY_POD, INTERNET, LOAD_BALANCER, PRIVATE_ENDPOINT, VERIFY_JOB } from '../../charts/data-flow';
import { namespacePlans } from '../../charts/namespaces';
import { environmentNames, loadEnvironment } from '../../environments';
import { synthArtefacts, type KubernetesObject } from '../helpers/artefacts';
import { allowedConnections, type Endpoint } from '../helpers/network-policies';
import { podOf } from '../helpers/pod-security-rules';

/** The pods as their templates label them: a policy that asks for another label opens nothing. */
function podsIn(namespace: string, objects: readonly KubernetesObject[]): Record<string, Endpoint> {
  return Object.fromEntries(
    objects
      .filter((object) => podOf(object) && object.metadata.namespace === namespace)
      .map(({ metadata, spec }) => [metadata.name, { namespace, labels: spec.template.metadata.labels }]),
  );
}

describe.each(environmentNames())('the policies of %s', (name) => {
  test('let each pod it has connect as the data flow says, and not otherwise', async () => {
    const environment = await loadEnvironment(name);
    const { objects } = await synthArtefacts(name);
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    const [plan, ...others] = namespacePlans(environment);
    const pods = { ...podsIn(plan!.name, objects), [VERIFY_JOB]: verifyJob(plan!.name) };
    const outside: Record<string, Endpoint> = {
      [DNS]: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
      [LOAD_BALANCER]: { address: environment.network.albSubnetCidr.replace(/\d+\/\d+$/, '5') },
      [PRIVATE_ENDPOINT]: { address: environment.network.privateEndpointSubnetCidr.replace(/\d+\/\d+$/, '5') },
      [INTERNET]: { address: '20.190.151.7' },
      'a node': { address: environment.network.aksSubnetCidr.replace(/\d+\/\d+$/, '5') },
    };
    const expected = plan!.flows.flatMap(({ from, to, port }) =>
      (from === EVERY_POD ? Object.keys(pods) : [from]).map((source) => `${source} > ${to} : ${port}`),
    );
    const ports = [...new Set([80, 22, 15_672, ...plan!.flows.map(({ port }) => port)])];

    expect(others).toEqual([]);
    expect(Object.keys(pods)).toHaveLength(13);
    expect(allowedConnections(policies, { ...pods, ...outside }, ports, plan!.name).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  test('stand before what they are about, so that no pod starts without them', async () => {
    const kinds = (await synthArtefacts(name)).objects.map(({ kind }) => kind);

    expect(kinds.lastIndexOf('NetworkPolicy')).toBeGreaterThan(0);
    expect(kinds.lastIndexOf('NetworkPolicy')).toBeLessThan(
      kinds.findIndex((kind) => kind === 'Deployment' || kind === 'StatefulSet'),
    );
  });
});

function verifyJob(namespace: string): Endpoint {
  return { namespace, labels: { 'app.kubernetes.io/component': 'verify' } };
}
