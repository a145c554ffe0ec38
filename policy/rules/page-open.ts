import { doorOf, pagesOf } from '../pages';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'page-open',
  severity: 'warning',
  reads: ['terraform', 'manifests'],
  what: 'No page is open to anybody.',
  why: 'Whoever finds the address uses it: on your tokens, with your data, until the quota is used up.',
  source: 'https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/',
  fix: 'put a login before the page (oauth2-proxy), or let in known addresses alone (a firewall policy that blocks all others, or loadBalancerSourceRanges)',
  check({ manifests, terraform }, report) {
    for (const page of pagesOf(manifests)) {
      const doors = page.backends.map((backend) => doorOf({ manifests, terraform }, page.object, backend));
      if (doors.includes('open'))
        report.find(page.object.address, `publishes ${page.backends.map(({ name }) => name).join(', ')} to anybody`);
      else if (doors.includes('unknown'))
        report.cannotTell(page.object.address, 'what its firewall policy blocks is known to Azure alone');
      else report.look(page.object.address);
    }
  },
};
