import { channelOutlook } from '../../../pipeline/upgrade/channel';
import { judgeBudgets, type DisruptionBudget } from '../../../pipeline/upgrade/disruption-budgets';
import { judgeApis } from '../../../pipeline/upgrade/retired-apis';
import { AUTOMATIC_UPGRADE_CHANNELS } from '../../../model';

const object = (apiVersion: string, kind: string, namespace?: string) => ({
  apiVersion,
  kind,
  metadata: { name: 'x', ...(namespace !== undefined && { namespace }) },
});

const budget = (spec: DisruptionBudget['spec'], status?: DisruptionBudget['status']): DisruptionBudget => ({
  metadata: { name: 'app', namespace: 'dev' },
  spec,
  ...(status && { status }),
});

describe('judgeApis', () => {
  const flows = [object('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema')];

  test('refuses from the minor version on that serves it no more', () => {
    expect(judgeApis(flows, '1.31')).toEqual([]);
    for (const minor of ['1.32', '1.37']) {
      expect(judgeApis(flows, minor)).toEqual([
        {
          kind: 'problem',
          message:
            'FlowSchema x is of flowcontrol.apiserver.k8s.io/v1beta3, which Kubernetes serves no more from 1.32 on',
          next: expect.stringMatching(/^make it of flowcontrol.apiserver.k8s.io\/v1, and deploy; see https:/) as string,
        },
      ]);
    }
  });

  test('knows each version of a kind by itself', () => {
    expect(
      judgeApis([object('policy/v1', 'PodDisruptionBudget', 'dev'), object('policy/v1beta1', 'Other')], '1.37'),
    ).toEqual([]);
    expect(judgeApis([object('policy/v1beta1', 'PodDisruptionBudget', 'dev')], '1.37')[0]?.message).toContain(
      'PodDisruptionBudget dev/x is of policy/v1beta1',
    );
  });
});

describe('judgeBudgets', () => {
  const held = { disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3, expectedPods: 3 };

  test.each([
    ['lets a pod go', budget({ maxUnavailable: 1 }, { ...held, disruptionsAllowed: 1, desiredHealthy: 2 })],
    ['has no pods', budget({ maxUnavailable: 0 }, { ...held, expectedPods: 0 })],
    ['says nothing of itself yet', budget({ maxUnavailable: 0 })],
  ])('takes one that %s', (_, one) => {
    expect(judgeBudgets([one])).toEqual([]);
  });

  test.each<[DisruptionBudget['spec'], string]>([
    [{ maxUnavailable: 0 }, 'maxUnavailable 0'],
    [{ maxUnavailable: '0%' }, 'maxUnavailable 0%'],
    [{ minAvailable: 3 }, 'minAvailable 3'],
    [{ minAvailable: '100%' }, 'minAvailable 100%'],
  ])('names one that never lets a pod go: %j', (spec, said) => {
    expect(judgeBudgets([budget(spec, held)]).map(({ message }) => message)).toEqual([
      `PodDisruptionBudget dev/app never lets one of its 3 pods go (${said}): no node that holds one is drained`,
    ]);
  });

  test('tells one whose pods are not well by what to wait for', () => {
    const [finding] = judgeBudgets([budget({ minAvailable: 2 }, { ...held, currentHealthy: 2, desiredHealthy: 2 })]);
    expect(finding).toMatchObject({
      message: 'PodDisruptionBudget dev/app lets no pod go now: 2 of 3 are well, and 2 have to be',
      next: expect.stringContaining('kubectl get pods --namespace dev') as string,
    });
  });
});

test.each(AUTOMATIC_UPGRADE_CHANNELS)('what channel %s does is known', (channel) => {
  expect(channelOutlook(channel, '1.37')).toMatch(new RegExp(`^upgrade channel ${channel} \\w+`));
  expect(channelOutlook(channel, '1.37')).not.toContain('known here');
});

test('of a channel of tomorrow nothing is made up', () => {
  expect(channelOutlook('lts', '1.37')).toBe('upgrade channel lts is none that is known here: see what it does');
});
