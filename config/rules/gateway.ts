import { hostNamesOf, loginNameOf, loginPagesOf, pagesOf, partsOfResourceId, tlsSecretNameOf } from '../../model';
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
  reads: ['gateway.login', 'gateway.tlsSecretName', 'gateway.certificate'],
  check({ gateway }, report) {
    const { login } = gateway;
    if (login && tlsSecretNameOf(gateway) === undefined) {
      report(
        'gateway.login',
        'must be left out without HTTPS, by which alone Microsoft Entra sends people back: say gateway.tlsSecretName or gateway.certificate too',
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

const oneCertificate: Rule = {
  reads: ['gateway.certificate', 'gateway.tlsSecretName'],
  check({ gateway: { certificate, tlsSecretName } }, report) {
    if (certificate && tlsSecretName !== undefined) {
      report(
        'gateway.tlsSecretName',
        'must be left out with certificate, which has a Secret of its own',
        tlsSecretName,
      );
    }
  },
};

const certificateHasItsZone: Rule = {
  reads: ['gateway.certificate', 'existing.dnsZoneId'],
  check({ gateway: { certificate }, existing: { dnsZoneId } }, report) {
    if (certificate && dnsZoneId === undefined) {
      report(
        'existing.dnsZoneId',
        'must be said with gateway.certificate: by records of that zone cert-manager proves that the names are yours',
        undefined,
      );
    }
  },
};

/** Any name of the gateway, for where it has none yet, so that store-front is among the pages. */
const SOME_NAME = 'any.example.com';

const certificateHasNames: Rule = {
  reads: ['gateway', 'existing.dnsZoneId', 'store', 'chatbots', 'workloads'],
  check(environment, report) {
    const { certificate, hostname, storeFrontHostname } = environment.gateway;
    const { dnsZoneId } = environment.existing;
    if (!certificate) return;
    const pages = pagesOf(environment, hostname ?? SOME_NAME);
    if (pages.length === 0) report('gateway.certificate', 'must be left out: no page is published', certificate.email);
    const isNameless = (service: string) =>
      pages.some((page) => page.service === service && page.hostname === undefined);
    if (isNameless('store-front')) {
      report('gateway.storeFrontHostname', 'must be said with certificate, which is of names', storeFrontHostname);
    }
    if (hostname === undefined && pages.some((page) => page.hostname === SOME_NAME)) {
      report('gateway.hostname', 'must be said with certificate, which is of names', hostname);
    }
    if (dnsZoneId === undefined) return;
    const zone = partsOfResourceId(dnsZoneId).name;
    for (const name of hostNamesOf(environment)) {
      if (!name.endsWith(`.${zone}`)) {
        report(
          'existing.dnsZoneId',
          `must be the zone of every name of a page, and ${name} is not below ${zone}${name === zone ? ': no CNAME can stand at its top' : ''}`,
          dnsZoneId,
        );
      }
    }
  },
};

/** The rules of who may open the pages, and of their certificate. */
export const GATEWAY_RULES: readonly Rule[] = [
  oneFirewall,
  openIsMeant,
  loginHasHttps,
  loginHasPages,
  loginIsThere,
  loginNamesAreFree,
  oneCertificate,
  certificateHasItsZone,
  certificateHasNames,
];
