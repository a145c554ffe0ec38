import { MINIMAL, parsed, problemsOf, type Draft } from '../../helpers/environment';

const allowedSourceRanges = ['203.0.113.0/24'];
const policyId = `/subscriptions/${MINIMAL.subscriptionId}/resourceGroups/rg/providers/Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/waf`;
const chatbots = [{ name: 'bot', deployment: 'gpt-5.4-mini' }];

/** The problems of a gateway, in an environment with a chatbot beside the store. */
const problems = (gateway: Draft, more: Draft = {}) => problemsOf({ ...MINIMAL, chatbots, ...more, gateway });

describe('who may open the pages', () => {
  test('nobody has to say it', () => {
    expect(problems({})).toEqual([]);
    expect(parsed().gateway).toMatchObject({ allowedSourceRanges: [] });
    expect(parsed().gateway.openToAnybody).toBeUndefined();
  });

  test.each<[string, Draft, Draft]>([
    ['ranges', { allowedSourceRanges }, {}],
    ['a firewall of somebody else’s', { webApplicationFirewallPolicyId: policyId }, {}],
    ['no page', {}, { store: { enabled: false }, chatbots: [] }],
    [
      'no page that is published by the gateway',
      {},
      { store: { enabled: false }, chatbots: [{ ...chatbots[0], publish: { by: 'nothing' } }] },
    ],
  ])('with openToAnybody: false, %s will do', (_, gateway, more) => {
    expect(problems({ ...gateway, openToAnybody: false }, more)).toEqual([]);
  });

  test('openToAnybody: true says that it is meant', () => {
    expect(problems({ openToAnybody: true })).toEqual([]);
  });

  test('openToAnybody: false refuses a page that anybody may open, and names each', () => {
    expect(problems({ openToAnybody: false })).toEqual([
      'gateway.openToAnybody: must be true where anybody on the internet may open a page, which is so of store-admin, store-front, bot: say gateway.allowedSourceRanges, or true if it is meant (got false)',
    ]);
    expect(problems({ openToAnybody: false }, { store: { enabled: false } })).toEqual([
      expect.stringContaining('which is so of bot: say gateway.allowedSourceRanges'),
    ]);
  });

  test.each<[string, Draft, string]>([
    [
      'openToAnybody: true beside ranges',
      { openToAnybody: true, allowedSourceRanges },
      'gateway.openToAnybody: must be left out with allowedSourceRanges, which lets nobody else in: say one of them (got true)',
    ],
    [
      'ranges beside a firewall of somebody else’s',
      { allowedSourceRanges, webApplicationFirewallPolicyId: policyId },
      'gateway.allowedSourceRanges: must be left out with webApplicationFirewallPolicyId: one policy judges a request, so add a rule for these ranges to that one (got ["203.0.113.0/24"])',
    ],
    [
      'a range of every address',
      { allowedSourceRanges: ['0.0.0.0/0'] },
      'gateway.allowedSourceRanges.0: must be a range of some addresses, and /0 is all of them: leave allowedSourceRanges out, and say openToAnybody: true (got "0.0.0.0/0")',
    ],
    [
      'a private range',
      { allowedSourceRanges: ['10.0.0.0/8'] },
      'gateway.allowedSourceRanges.0: must be a range of public addresses, and 10.0.0.0/8 is private: name the address your calls leave by (got "10.0.0.0/8")',
    ],
  ])('%s is refused', (_, gateway, problem) => {
    expect(problems(gateway)).toEqual([problem]);
  });
});
