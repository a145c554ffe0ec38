import { z } from 'zod';
import { GATEWAY_MODES, chartVersionProblem } from '../../model';
import { DEFAULT_ALB_CONTROLLER_VERSION } from '../defaults';
import { dnsLabel, hostname, judged } from './primitives';

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
});
