import { judgeReach } from '../../../pipeline/preflight/reach';
import { parsed, type Draft } from '../../helpers/environment';
import { findingLines } from '../../helpers/findings';

const judged = (cluster: Draft, ...addresses: string[]) => findingLines(judgeReach(parsed({ cluster }), addresses));

test.each([
  ['public, from anywhere', {}, '192.168.1.2'],
  ['private, from the network', { apiServer: 'private-link' }, '10.21.0.9'],
  [
    'private, from a range that reaches it',
    { apiServer: 'vnet-integration', reachableFrom: ['192.168.0.0/16'] },
    '192.168.1.2',
  ],
])('an API server that is %s, answers', (_what, cluster, address) => {
  expect(judged(cluster, '172.16.0.1', address)).toEqual([]);
});

test('a private one answers no machine elsewhere, and says where to deploy from', () => {
  expect(judged({ apiServer: 'private-link', reachableFrom: ['10.99.0.0/16'] }, '192.168.1.2')).toEqual([
    expect.stringMatching(
      /^problem: the API server answers in the network alone \(cluster\.apiServer private-link\), and this machine \(192\.168\.1\.2\) is in none of 10\.21\.0\.0\/16, 10\.99\.0\.0\/16: .* -> run the same command on a machine in the network, .*cluster\.reachableFrom of environments\/dev\.ts$/,
    ),
  ]);
  expect(judged({ apiServer: 'private-link' })).toEqual([expect.stringContaining('this machine (without an address)')]);
});
