export { AlbGateway, type AlbGatewayProps, type LoadBalancerProps } from './alb-gateway';
export type {
  FederateOptions,
  IResourceGroup,
  ISubnet,
  IWorkloadIdentity,
  IWorkloadIdentityCluster,
} from './interfaces';
export { InvalidProps } from './invalid-props';
export { PlatformStack } from './platform-stack';
export {
  PrivateOpenAi,
  type ModelDeploymentProps,
  type PrivateEndpointProps,
  type PrivateOpenAiProps,
} from './private-openai';
export { SecureVnet, type PrivateEndpointSubnetProps, type SecureVnetProps } from './secure-vnet';
export { WorkloadIdentity, type WorkloadIdentityProps } from './workload-identity';
export {
  WorkloadIdentityCluster,
  type ClusterAttributes,
  type ClusterEndpoint,
  type WorkloadIdentityClusterProps,
} from './workload-identity-cluster';
