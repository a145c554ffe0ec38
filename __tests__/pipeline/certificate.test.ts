import { certifiedIn } from '../fixtures/existing';
import { SUBSCRIPTION, devWith, only } from '../fixtures/pipeline/environments';
import { World } from '../helpers/pipeline-world';

const environment = devWith(certifiedIn(SUBSCRIPTION));
const environments = only(environment);

const condition = (status: string, message?: string) => ({
  metadata: { generation: 1 },
  status: { conditions: [{ type: 'Ready', status, message, observedGeneration: 1 }] },
});
const READY = condition('True');
const ISSUING = condition('False', 'Issuing certificate as Secret does not exist');
const CHALLENGES = {
  items: [
    { spec: { dnsName: 'shop.example.com' }, status: { state: 'pending', reason: 'DNS record not yet propagated' } },
    { spec: { dnsName: 'admin.example.com' } },
  ],
};

let world: World;
beforeEach(async () => {
  world = await new World().prepare('dev', environments);
  world.rule({ call: 'az resource show *', code: 0, says: '{"id":"there"}' });
});
afterEach(() => world.remove());

const deploy = () => world.run('deploy', ['dev'], {}, environments);
const says = (kind: string, answer: object, times?: number) =>
  world.rule({ call: `kubectl * get ${kind} *`, code: 0, says: JSON.stringify(answer), ...(times && { times }) });
const applies = () => world.calls().filter((call) => call.startsWith('kubectl apply'));

test('issuer and certificate are applied alone, and the rest once the Secret is there', async () => {
  // GIVEN a certificate that takes a while
  says('certificates.cert-manager.io', ISSUING, 2);
  says('certificates.cert-manager.io', READY);
  says('challenges.acme.cert-manager.io', CHALLENGES);

  // WHEN
  const { code, stderr } = await deploy();

  // THEN
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(applies()).toEqual([
    'kubectl apply --server-side --selector app.kubernetes.io/component=certificate --filename dist/dev',
    'kubectl apply --server-side --filename dist/dev',
  ]);
  const calls = world.calls();
  const looks = calls.filter((call) => call.startsWith('kubectl get certificates.cert-manager.io'));
  expect(looks).toHaveLength(3);
  expect(calls.lastIndexOf(looks[2]!)).toBeLessThan(calls.indexOf(applies()[1]!));
});

test('a certificate that is not to be had stops the deploy, names the challenge, and leaves the pages alone', async () => {
  // GIVEN
  says('certificates.cert-manager.io', ISSUING);
  says('challenges.acme.cert-manager.io', CHALLENGES);

  // WHEN
  const { code, stderr } = await deploy();

  // THEN
  expect(code).toBe(1);
  expect(stderr).toContain(
    'waited 15 min for Certificate aks-store-demo-gateway-tls to be ready; last seen: Issuing certificate as Secret does not exist; challenge of shop.example.com pending DNS record not yet propagated; challenge of admin.example.com new',
  );
  expect(stderr).toContain('describe certificates.cert-manager.io,challenges.acme.cert-manager.io');
  expect(applies()).toHaveLength(1);
});

test('one of an older generation is waited for', async () => {
  // GIVEN
  says('certificates.cert-manager.io', { ...READY, metadata: { generation: 2 } });
  says('challenges.acme.cert-manager.io', { items: [] });

  // THEN
  expect((await deploy()).code).toBe(1);
});

test('without one, the step is skipped', async () => {
  const { stdout } = await (await world.prepare('dev')).run('deploy', ['dev']);

  expect(stdout).toContain('- certificate: skipped, the environment gets no certificate (gateway.certificate)');
  expect(applies()).toHaveLength(1);
});
