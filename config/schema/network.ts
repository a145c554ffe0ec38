import { z } from 'zod';
import {
  AKS_SUBNET_CIDR,
  ALB_SUBNET_CIDR,
  API_SERVER_SUBNET_CIDR,
  PRIVATE_ENDPOINT_SUBNET_CIDR,
  VIRTUAL_NETWORK_CIDR,
} from '../../model';
import { cidr } from './primitives';

/** The virtual network and the ranges of its subnets. */
export const network = z.strictObject({
  /** Range of the virtual network. @default '10.21.0.0/16' */
  virtualNetworkCidr: cidr(VIRTUAL_NETWORK_CIDR).default(VIRTUAL_NETWORK_CIDR),
  /** Range of the subnet that holds the nodes. @default '10.21.0.0/24' */
  aksSubnetCidr: cidr(AKS_SUBNET_CIDR).default(AKS_SUBNET_CIDR),
  /** Range of the subnet of the load balancer: a /24 under overlay. @default '10.21.1.0/24' */
  albSubnetCidr: cidr(ALB_SUBNET_CIDR).default(ALB_SUBNET_CIDR),
  /** Range of the subnet of the private endpoint; used with `openAi.access: 'private-endpoint'`. @default '10.21.2.0/27' */
  privateEndpointSubnetCidr: cidr(PRIVATE_ENDPOINT_SUBNET_CIDR).default(PRIVATE_ENDPOINT_SUBNET_CIDR),
  /** Range of the API server's subnet, a /28 or larger; used with `cluster.apiServer: 'vnet-integration'`. @default '10.21.3.0/28' */
  apiServerSubnetCidr: cidr(API_SERVER_SUBNET_CIDR).default(API_SERVER_SUBNET_CIDR),
});
