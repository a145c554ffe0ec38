import {
  DNS,
  EVERY_POD,
  INTERNET,
  LOAD_BALANCER,
  PRIVATE_ENDPOINT,
  VERIFY_JOB,
  namespacesOf,
  type Cidr,
} from '../../model';
import { ENVIRONMENTS } from '../fixtures/environments';
import { Synthesized, type KubernetesObject } from '../helpers/artefacts';
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

/** An address of a range. */
const within = ({ text }: Cidr) => text.replace(/\d+\/\d+$/, '5');

describe.each(Object.entries(ENVIRONMENTS))('the policies of %s', (_name, environment) => {
  test('let each pod it has connect as the data flow says, and not otherwise', () => {
    const { objects } = new Synthesized(environment);
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    const namespaces = namespacesOf(environment);
    const [main, data, ...others] = namespaces;
    const pods: Record<string, Endpoint> = {
      ...podsIn(main!.name, objects),
      ...podsIn(data!.name, objects),
      [VERIFY_JOB]: verifyJob(main!.name),
    };
    const outside: Record<string, Endpoint> = {
      [DNS]: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
      [LOAD_BALANCER]: { address: within(environment.network.albSubnetCidr) },
      [PRIVATE_ENDPOINT]: { address: '10.21.2.5' },
      [INTERNET]: { address: '20.190.151.7' },
      'a node': { address: within(environment.network.aksSubnetCidr) },
    };
    const flows = namespaces.flatMap((namespace) =>
      namespace.flows.map((flow) => ({ ...flow, namespace: namespace.name })),
    );
    const expected = flows.flatMap(({ from, to, port, namespace }) =>
      (from === EVERY_POD ? Object.keys(pods).filter((name) => isIn(pods[name]!, namespace)) : [from]).map(
        (source) => `${source} > ${to} : ${port}`,
      ),
    );
    const ports = [...new Set([80, 22, 15_672, ...flows.map(({ port }) => port)])];
    const allowed = namespaces.flatMap(({ name }) =>
      allowedConnections(policies, { ...pods, ...outside }, ports, name),
    );

    expect(others).toEqual([]);
    expect(Object.keys(pods)).toHaveLength(13);
    expect([...new Set(allowed)].toSorted()).toEqual([...new Set(expected)].toSorted());
  });

  test('stand before what they are about, so that no pod starts without them', () => {
    const kinds = new Synthesized(environment).objects.map(({ kind }) => kind);

    expect(kinds.lastIndexOf('NetworkPolicy')).toBeGreaterThan(0);
    expect(kinds.lastIndexOf('NetworkPolicy')).toBeLessThan(
      kinds.findIndex((kind) => kind === 'Deployment' || kind === 'StatefulSet'),
    );
  });
});

function isIn(endpoint: Endpoint, namespace: string): boolean {
  return 'namespace' in endpoint && endpoint.namespace === namespace;
}

function verifyJob(namespace: string): Endpoint {
  return { namespace, labels: { 'app.kubernetes.io/component': 'verify' } };
}
