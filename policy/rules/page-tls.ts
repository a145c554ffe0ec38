import { at, listOf, objectsOf, type Fields, type KubernetesObject, type Manifests, textOf } from '../artefacts';
import type { Rule } from '../rule';

function isEncrypted({ protocol }: Fields): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}

/** Whether a route of the listener does more than redirect. */
function servesPages(manifests: Manifests, gateway: KubernetesObject, listener: Fields): boolean {
  return manifests
    .of('HTTPRoute')
    .filter((route) =>
      objectsOf(at(route.fields, 'spec', 'parentRefs')).some(
        (parent) =>
          parent['name'] === gateway.name &&
          (parent['namespace'] ?? route.namespace) === gateway.namespace &&
          (parent['sectionName'] ?? listener['name']) === listener['name'],
      ),
    )
    .some((route) =>
      objectsOf(at(route.fields, 'spec', 'rules')).some((rule) => listOf(rule['backendRefs']).length > 0),
    );
}

export const rule: Rule = {
  id: 'page-tls',
  severity: 'warning',
  reads: ['manifests'],
  what: 'Pages are published over HTTPS.',
  why: 'Without it whoever stands between reads what people type and what they are answered, and can change it.',
  source: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-data-protection',
  fix: 'give each listener of the Gateway, or the Ingress, a certificate: plain HTTP may only redirect',
  check({ manifests }, report) {
    for (const gateway of manifests.of('Gateway')) {
      report.look(gateway.address);
      const plain = objectsOf(at(gateway.fields, 'spec', 'listeners')).filter((listener) => !isEncrypted(listener));
      const open = plain.filter((listener) => servesPages(manifests, gateway, listener));
      if (open.length > 0)
        report.find(gateway.address, `serves pages without TLS at ${open.map(({ name }) => textOf(name)).join(', ')}`);
    }
    for (const { address, fields } of manifests.of('Ingress')) {
      report.look(address);
      if (objectsOf(at(fields, 'spec', 'tls')).length === 0)
        report.find(address, "'spec.tls' must name a certificate, got nothing");
    }
  },
};
