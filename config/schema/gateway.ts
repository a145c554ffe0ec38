import { z } from 'zod';
import { CERTIFICATE_ISSUERS, GATEWAY_MODES, chartVersionProblem } from '../../model';
import { DEFAULT_ALB_CONTROLLER_VERSION, DEFAULT_CERT_MANAGER_VERSION } from '../defaults';
import { dnsLabel, hostname, judged, publicCidr } from './primitives';

/** Ranges that one condition of a firewall's rule takes. */
const MOST_SOURCE_RANGES = 600;

const OPEN_RANGE =
  'must be a range of some addresses, and /0 is all of them: leave allowedSourceRanges out, and say openToAnybody: true';

/** Application Gateway for Containers. */
export const gateway = z.strictObject({
  /** Who makes the load balancer: Terraform, or the controller from a Kubernetes object. @default 'bring-your-own' */
  mode: z.enum(GATEWAY_MODES).default('bring-your-own'),
  /** Chart version of the ALB controller. @default '1.13.0' */
  controllerVersion: judged(chartVersionProblem).default(DEFAULT_ALB_CONTROLLER_VERSION),
  /** Name of the Gateway object. @default 'aks-store-demo-gateway' */
  name: dnsLabel.default('aks-store-demo-gateway'),
  /** Name of the ApplicationLoadBalancer object; managed mode only. @default 'aks-store-demo-alb' */
  loadBalancerName: dnsLabel.default('aks-store-demo-alb'),
  /**
   * Host name of store-admin, and of all that is published by a path: a name of your own whose DNS record leads here.
   *
   * @default - the name Azure gives the load balancer's frontend
   */
  hostname: hostname.optional(),
  /** Host name of store-front. @default - every other name that leads here, once the one above is known */
  storeFrontHostname: hostname.optional(),
  /**
   * Secret with the certificate of these names (type kubernetes.io/tls, in the workloads' namespace). With it the pages
   * answer to HTTPS, and HTTP is redirected.
   *
   * @default - HTTP alone
   */
  tlsSecretName: dnsLabel.optional(),
  /**
   * A certificate for the names of the pages, in the place of such a Secret: cert-manager gets it and renews it, and proves that
   * the names are yours by records of their DNS zone, `existing.dnsZoneId`. In mode bring-your-own Terraform makes the names'
   * records too.
   *
   * @default - none is got
   */
  certificate: z
    .strictObject({
      /** Whom the authority writes to before a certificate ends. */
      email: z.email('must be an e-mail address'),
      /** Who signs it; `letsencrypt-staging`, which no browser trusts, is to try with. @default 'letsencrypt' */
      issuer: z.enum(CERTIFICATE_ISSUERS).default('letsencrypt'),
      /** Chart version of cert-manager; with `registry`, `npm run mirror` brings its images. @default '1.21.1' */
      certManagerVersion: judged(chartVersionProblem).default(DEFAULT_CERT_MANAGER_VERSION),
    })
    .optional(),
  /**
   * Public ranges from which the pages may be opened, that of whoever runs `verify` among them. A web application firewall
   * policy is made that blocks every other address, judges the rest by Microsoft's default rule set, and lets pictures of 10 MB
   * through. Making it takes the right to create role definitions on the resource group. At most 600.
   *
   * @default - every address, or whom the policy above lets in
   * @see https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-application-gateway-limits
   */
  allowedSourceRanges: z
    .array(publicCidr.refine((range) => !range.endsWith('/0'), OPEN_RANGE))
    .max(MOST_SOURCE_RANGES)
    .default([]),
  /**
   * Whether anybody on the internet may open a page. `true` says that it is meant, and no advice is given; with `false` an
   * environment with such a page is refused.
   *
   * @default - advice names each page that anybody may open
   */
  openToAnybody: z.boolean().optional(),
  /**
   * A login by Microsoft Entra before store-admin, chatbots, and workloads of your own that say `login: true`; it takes HTTPS and
   * host names of your own. No secret of Entra is needed: the application trusts the cluster's token. Whom of the tenant it lets
   * in, its enterprise application says.
   *
   * @default - no page asks who opens it
   */
  login: z
    .strictObject({
      /**
       * Client id of the application in Microsoft Entra, a UUID. With 00000000-0000-0000-0000-000000000000 `npm run bootstrap`
       * makes one, and prints its client id.
       */
      clientId: z.guid('must be a UUID: the "appId" that "az ad app list --display-name <name>" prints'),
    })
    .optional(),
});
