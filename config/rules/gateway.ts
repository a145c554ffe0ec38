import { loginNameOf, loginPagesOf, pagesOf } from '../../model';
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
        `must be true where anybody on the internet may open a page, which is so of ${names.join(', ')}: say gateway.allowedSourceRanges or gateway.login, or true if it is meant`,
        openToAnybody,
      );
    }
  },
};

const loginHasHttps: Rule = {
  reads: ['gateway.login', 'gateway.tlsSecretName'],
  check({ gateway: { login, tlsSecretName } }, report) {
    if (login && tlsSecretName === undefined) {
      report(
        'gateway.login',
        'must be left out without HTTPS, by which alone Microsoft Entra sends people back: say gateway.tlsSecretName too',
        login.clientId,
      );
    }
  },
};

const loginHasPages: Rule = {
  reads: ['gateway.login', 'gateway.hostname', 'store', 'chatbots', 'workloads'],
  check(environment, report) {
    const { login, hostname } = environment.gateway;
    if (!login) return;
    const pages = pagesOf(environment, hostname).filter(({ needsLogin }) => needsLogin);
    const nameless = pages.filter((page) => page.hostname === undefined).map(({ service }) => service);
    if (pages.length === 0) {
      report('gateway.login', 'must be left out: no page that is published asks for it', login.clientId);
    }
    if (nameless.length > 0) {
      report(
        'gateway.hostname',
        `must be said with a login before ${nameless.join(', ')}: Microsoft Entra sends people back to a name that it knows`,
        hostname,
      );
    }
  },
};

const loginIsThere: Rule = {
  reads: ['gateway.login', 'workloads.*.login', 'workloads.*.publish'],
  check({ gateway, workloads }, report) {
    for (const { source, login, publish, kind } of workloads) {
      if (kind !== 'workload' || !login) continue;
      if (!gateway.login) {
        report(`${source}.login`, 'must be left out without gateway.login, which says where people log in', login);
      }
      if (publish.by === 'load-balancer' || publish.by === 'nothing') {
        report(
          `${source}.login`,
          `must be left out with publish by ${publish.by}: a login stands before pages of the gateway, by hostname or path`,
          login,
        );
      }
    }
  },
};

const loginNamesAreFree: Rule = {
  reads: ['gateway.login', 'gateway.hostname', 'store', 'chatbots', 'workloads'],
  check(environment, report) {
    const logins = new Map(loginPagesOf(environment).map(({ service }) => [loginNameOf(service), service]));
    for (const { source, name } of environment.workloads) {
      const page = logins.get(name);
      if (page !== undefined) report(`${source}.name`, `must differ from the login before ${page}`, name);
    }
  },
};

/** The rules of who may open the pages. */
export const GATEWAY_RULES: readonly Rule[] = [
  oneFirewall,
  openIsMeant,
  loginHasHttps,
  loginHasPages,
  loginIsThere,
  loginNamesAreFree,
];
