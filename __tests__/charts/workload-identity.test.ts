import { identityAnnotations, podIdentityAnnotations } from '../../charts/workload-identity';

const ids = { clientId: 'c', tenantId: 't' };

describe('the annotations of a ServiceAccount', () => {
  test('name the identity, its tenant and the life of a token', () => {
    expect(identityAnnotations({ ...ids, tokenExpirationSeconds: 86_400 })).toEqual({
      'azure.workload.identity/client-id': 'c',
      'azure.workload.identity/tenant-id': 't',
      'azure.workload.identity/service-account-token-expiration': '86400',
    });
  });

  test.each([3599, 86_401, 3600.5, Number.NaN])('refuse a token that lives %p seconds', (tokenExpirationSeconds) => {
    expect(() => identityAnnotations({ ...ids, tokenExpirationSeconds })).toThrow(
      `'tokenExpirationSeconds' must be a whole number from 3600 to 86400, got ${tokenExpirationSeconds}`,
    );
    expect(() => podIdentityAnnotations({ tokenExpirationSeconds })).toThrow(/from 3600 to 86400/);
  });
});

describe('the annotations of a pod', () => {
  test('are none where nothing is asked for', () => {
    expect(podIdentityAnnotations({ proxySidecarPort: 9000 })).toEqual({});
  });

  test('carry every setting of the webhook', () => {
    expect(
      podIdentityAnnotations({
        tokenExpirationSeconds: 7200,
        skipContainers: ['istio-proxy', 'init'],
        injectProxySidecar: true,
        proxySidecarPort: 8001,
      }),
    ).toEqual({
      'azure.workload.identity/service-account-token-expiration': '7200',
      'azure.workload.identity/skip-containers': 'istio-proxy;init',
      'azure.workload.identity/inject-proxy-sidecar': 'true',
      'azure.workload.identity/proxy-sidecar-port': '8001',
    });
  });

  test('put the proxy on port 8000', () => {
    expect(podIdentityAnnotations({ injectProxySidecar: true })).toMatchObject({
      'azure.workload.identity/proxy-sidecar-port': '8000',
    });
  });

  test.each([0, 65_536])('refuse a proxy on port %p', (proxySidecarPort) => {
    expect(() => podIdentityAnnotations({ proxySidecarPort })).toThrow(
      `'proxySidecarPort' must be a whole number from 1 to 65535, got ${proxySidecarPort}`,
    );
  });
});
