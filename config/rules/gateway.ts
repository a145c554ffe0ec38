import { openPagesOf } from '../open-pages';
import type { Rule } from './rule';

const oneFirewall: Rule = {
  reads: ['gateway.allowedSourceRanges', 'existing.webApplicationFirewallPolicyId'],
  check({ gateway: { allowedSourceRanges }, existing: { webApplicationFirewallPolicyId } }, report) {
    if (allowedSourceRanges.length > 0 && webApplicationFirewallPolicyId !== undefined) {
      report(
        'gateway.allowedSourceRanges',
        'must be left out with existing.webApplicationFirewallPolicyId: one policy judges a request, so add a rule for these ranges to that one',
        allowedSourceRanges,
      );
    }
  },
};

const openIsMeant: Rule = {
  reads: ['gateway', 'store', 'chatbots', 'workloads'],
  check(environment, report) {
    const { openToAnybody, allowedSourceRanges } = environment.gateway;
    if (openToAnybody === true && allowedSourceRanges.length > 0) {
      report(
        'gateway.openToAnybody',
        'must be left out with allowedSourceRanges, which lets nobody else in: say one of them',
        openToAnybody,
      );
    }
    if (openToAnybody !== false) return;
    const names = openPagesOf(environment).map(({ name }) => name);
    if (names.length > 0) {
      report(
        'gateway.openToAnybody',
        `must be true where anybody on the internet may open a page, which is so of ${names.join(', ')}: say gateway.allowedSourceRanges, or true if it is meant`,
        openToAnybody,
      );
    }
  },
};

/** The rules of who may open the pages. */
export const GATEWAY_RULES: readonly Rule[] = [oneFirewall, openIsMeant];
