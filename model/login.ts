import type { Environment } from './environment';
import { pagesOf, type Page } from './pages';

/**
 * The login before pages, by the names in which charts, pipeline and Microsoft Entra meet: a proxy before each page, all under one
 * ServiceAccount, which the application trusts in place of a secret.
 */
export const LOGIN = {
  serviceAccountName: 'page-login',
  /** The Secret that encrypts the cookies of those who are logged in; its value is made in the cluster. */
  secretName: 'page-login',
  secretKey: 'cookie-secret',
  /** @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview */
  port: 4180,
  /** Where Entra sends people back to, below the page. */
  callbackPath: '/oauth2/callback',
} as const;

/** A page before which people log in, at a name of its own: Entra sends them back to no other. */
export interface LoginPage extends Page {
  /** Host name it answers to. */
  readonly hostname: string;
}

/** Name of the proxy before a page. */
export function loginNameOf(service: string): string {
  return `${service}-login`;
}

/** The pages before which people log in. */
export function loginPagesOf(environment: Environment): LoginPage[] {
  return pagesOf(environment, environment.gateway.hostname).filter(isLoginPage);
}

/** The address to which Entra sends people back who have logged in before a page. */
export function callbackOf({ hostname, path = '' }: LoginPage): string {
  return `https://${hostname}${path}${LOGIN.callbackPath}`;
}

function isLoginPage(page: Page): page is LoginPage {
  return page.needsLogin === true && page.hostname !== undefined;
}
