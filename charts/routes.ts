import type { Construct } from 'constructs';
import { LOGIN, loginNameOf, type Page } from '../model';
import { HealthCheckPolicy } from '../imports/alb.networking.azure.io';
import {
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectPathType as RedirectPath,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as StatusCode,
  HttpRouteSpecRulesFiltersType as Filter,
  HttpRouteSpecRulesFiltersUrlRewritePathType as RewritePath,
  HttpRouteSpecRulesMatchesPathType as Match,
  type HttpRouteSpecParentRefs,
  type HttpRouteSpecRules,
  type HttpRouteSpecRulesFilters,
} from '../imports/gateway.networking.k8s.io';

/** The Gateway that routes belong to. */
export interface RouteScope {
  /** Namespace of Gateway and routes. */
  readonly namespace: string;
  /** The Gateway, or one of its listeners. */
  readonly parent: HttpRouteSpecParentRefs;
}

/**
 * How long a page may take to answer: a model thinks for longer than the 60 seconds that the load balancer waits by
 * itself, and upstream's nginx waits as long for a picture.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/how-to-timeouts-gateway-api
 */
const TIMEOUTS = { request: '300s' };

/** Leads one page's requests to its Service. */
export function addPage(scope: Construct, { namespace, parent }: RouteScope, page: Page): void {
  new HttpRoute(scope, `${page.service}-route`, {
    metadata: { name: `${page.service}-route`, namespace },
    spec: {
      parentRefs: [parent],
      hostnames: page.hostname === undefined ? undefined : [page.hostname],
      rules: page.path === undefined ? [toService(page)] : belowPath(page, page.path),
    },
  });
  // A login tells its own health.
  if (page.tellsItsHealth === false && page.needsLogin !== true) addHealthCheck(scope, namespace, page);
}

/** To the page, or to the login before it. */
function toService({ service, port, needsLogin }: Page): HttpRouteSpecRules {
  const backend = needsLogin === true ? { name: loginNameOf(service), port: LOGIN.port } : { name: service, port };
  return { backendRefs: [backend], timeouts: TIMEOUTS };
}

/**
 * Says where somebody goes on who has logged in: the login does not see the path, and would lead to the root.
 *
 * @see https://github.com/oauth2-proxy/oauth2-proxy/blob/v7.15.3/pkg/app/redirect/getters.go
 */
function backToThePath(path: string): HttpRouteSpecRulesFilters {
  return {
    type: Filter.REQUEST_HEADER_MODIFIER,
    requestHeaderModifier: { set: [{ name: 'X-Auth-Request-Redirect', value: `${path}/` }] },
  };
}

/** The page's own links are relative, so they lead astray from a path that does not end in "/". */
function belowPath(page: Page, path: string): HttpRouteSpecRules[] {
  return [
    {
      matches: [{ path: { type: Match.EXACT, value: path } }],
      filters: [
        {
          type: Filter.REQUEST_REDIRECT,
          requestRedirect: {
            path: { type: RedirectPath.REPLACE_FULL_PATH, replaceFullPath: `${path}/` },
            statusCode: StatusCode.VALUE_302,
          },
        },
      ],
    },
    {
      ...toService(page),
      matches: [{ path: { type: Match.PATH_PREFIX, value: path } }],
      filters: [
        {
          type: Filter.URL_REWRITE,
          urlRewrite: { path: { type: RewritePath.REPLACE_PREFIX_MATCH, replacePrefixMatch: '/' } },
        },
        ...(page.needsLogin === true ? [backToThePath(path)] : []),
      ],
    },
  ];
}

/** @see https://learn.microsoft.com/azure/application-gateway/for-containers/custom-health-probe */
function addHealthCheck(scope: Construct, namespace: string, { service }: Page): void {
  new HealthCheckPolicy(scope, `${service}-health`, {
    metadata: { name: `${service}-health`, namespace },
    spec: {
      targetRef: { group: '', kind: 'Service', name: service, namespace },
      default: {
        interval: '5s',
        timeout: '3s',
        healthyThreshold: 1,
        unhealthyThreshold: 3,
        http: { path: '/', match: { statusCodes: [{ start: 200, end: 499 }] } },
      },
    },
  });
}

/** Sends everybody who comes by HTTP to the same address by HTTPS. */
export function addHttpsRedirect(scope: Construct, { namespace, parent }: RouteScope): void {
  new HttpRoute(scope, 'https-redirect', {
    metadata: { name: 'https-redirect-route', namespace },
    spec: {
      parentRefs: [parent],
      rules: [
        {
          filters: [
            {
              type: Filter.REQUEST_REDIRECT,
              requestRedirect: { scheme: Scheme.HTTPS, statusCode: StatusCode.VALUE_301 },
            },
          ],
        },
      ],
    },
  });
}
