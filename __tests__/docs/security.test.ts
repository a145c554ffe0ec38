import { doorsOf } from '../../docs/doors';
import { RULES_OF_THREATS } from '../../docs/security';
import { RULES } from '../../policy';
import { goodArtefacts } from '../fixtures/policy/good';

test('each rule stands against a threat', () => {
  expect(RULES_OF_THREATS.toSorted()).toEqual(RULES.map(({ id }) => id));
});

test('a way that is opened is told of', () => {
  const artefacts = goodArtefacts();
  const spec = {
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'login' } } }], ports: [{ port: 80 }] }],
  };
  artefacts.manifests.push({ kind: 'NetworkPolicy', metadata: { name: 'x', namespace: 'app' }, spec });

  expect(doorsOf(artefacts)).toEqual([
    {
      who: 'pods of ServiceAccount app/web',
      what: 'Cognitive Services OpenAI User on the cognitive account',
      credential: 'the token of the ServiceAccount, traded at Microsoft Entra',
      from: 'the subnet nodes alone',
    },
    {
      who: 'whoever has a role on the cluster',
      what: 'its API server',
      credential: 'a login to Microsoft Entra',
      from: '203.0.113.0/24',
    },
    { who: 'anybody', what: 'the page of web', credential: 'none', from: 'the internet, through the load balancer' },
    { who: 'anybody', what: 'the page of login', credential: 'none', from: 'the internet, through the load balancer' },
    { who: 'pods of login', what: 'web at port 80', credential: 'none: the network decides', from: 'app' },
  ]);
});
