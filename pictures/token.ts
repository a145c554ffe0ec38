import type { Artefacts } from './artefacts';
import { doorsOf } from './doors';
import { Drawing, type Picture } from './picture';
import { objectKey, trustsOf, workloadsOf } from './workloads';
import { wordsOf } from './azure';

/** A token's way: from a ServiceAccount through the cluster's issuer and Entra to what the identity may do. */
export function tokenPicture(artefacts: Artefacts): Picture {
  const drawing = new Drawing();
  const accounts = artefacts.ofKind('ServiceAccount');
  const workloads = workloadsOf(artefacts);
  const entra = 'entra';
  const trusts = trustsOf(artefacts);
  for (const { credential, identity, namespace, serviceAccount, grants } of trusts) {
    drawing.box({ id: entra, kind: 'identity', what: 'gives a token for Azure', name: 'Microsoft Entra ID' });
    const issuer = artefacts.referenced(credential.values['issuer']);
    const frame = drawing.box({
      id: issuer?.address ?? 'cluster',
      kind: 'compute',
      what: 'AKS cluster',
      name: issuer?.name ?? 'made elsewhere',
      of: issuer ? [issuer.address] : [],
    });
    const oidc = drawing.box({
      id: `issuer ${frame}`,
      kind: 'compute',
      parent: frame,
      what: 'signs',
      name: 'OIDC issuer',
    });
    const object = accounts.find(
      ({ metadata }) => metadata.name === serviceAccount && (metadata.namespace ?? 'default') === namespace,
    );
    const users = workloads.filter((each) => each.namespace === namespace && each.serviceAccount === serviceAccount);
    const from = drawing.box({
      id: `${frame} ServiceAccount ${namespace}/${serviceAccount}`,
      kind: 'compute',
      parent: frame,
      what: object === undefined ? 'ServiceAccount, not of this YAML' : 'ServiceAccount',
      name: `${namespace}/${serviceAccount}`,
      ...(users.length > 0 && { note: `of ${users.map(({ name }) => name).join(', ')}` }),
      of: object === undefined ? [] : [objectKey(object)],
    });
    const to = drawing.box({
      id: identity.address,
      kind: 'identity',
      parent: entra,
      what: 'identity, by its credential',
      name: identity.name,
      note: `trusts ${trusts
        .filter((trust) => trust.identity.address === identity.address)
        .map((trust) => `${trust.namespace}/${trust.serviceAccount}`)
        .join(', ')}`,
      of: [identity.address],
    });
    drawing.arrow({ from, to: oidc, kind: 'token', label: '1 asks', of: [credential.address] });
    drawing.arrow({ from: oidc, to, kind: 'token', label: '2 signed token', of: [credential.address] });
    for (const { assignment, role, definition, target, on, onNodes } of grants) {
      const scope = drawing.box({
        id: `scope ${onNodes ? on : (target?.address ?? on)}`,
        kind: target?.type === 'azurerm_cognitive_account' ? 'model' : 'other',
        what: onNodes ? 'of the cluster' : target === undefined ? 'made elsewhere' : wordsOf(target.type),
        name: on,
        doors: target?.type === 'azurerm_cognitive_account' ? doorsOf(target, artefacts) : [],
        of: target ? [target.address] : [],
      });
      drawing.arrow({
        from: to,
        to: scope,
        kind: 'right',
        label: role,
        of: [assignment.address, ...(definition ? [definition.address] : [])],
      });
    }
  }
  return drawing.picture({
    id: 'token',
    title: 'The way of a token',
    description:
      'From a ServiceAccount through the issuer of the cluster and Entra to what its identity may do: no key anywhere.',
  });
}
