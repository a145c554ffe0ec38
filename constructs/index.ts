export { AlbGateway, type AlbGatewayProps, type LoadBalancerAttributes } from './alb-gateway';
export type {
  FederateOptions,
  IAlbGateway,
  IMonitoring,
  IPrivateOpenAi,
  IPrivateRegistry,
  IResourceGroup,
  ISecureVnet,
  ISubnet,
  IWorkloadIdentity,
  IWorkloadIdentityCluster,
  ModelDeploymentProps,
} from './interfaces';
export { InvalidProps } from './invalid-props';
export { Monitoring, type MonitoringProps, type WatchedResources } from './monitoring';
export { PlatformStack, type PlatformStackProps } from './platform-stack';
export { PrivateOpenAi, type AccountAttributes, type PrivateOpenAiProps } from './private-openai';
export { PrivateRegistry, type PrivateRegistryProps, type RegistryAttributes } from './private-registry';
export { SecureVnet, type SecureVnetProps, type VnetAttributes } from './secure-vnet';
export { WorkloadIdentity, type IdentityAttributes, type WorkloadIdentityProps } from './workload-identity';
export {
  WorkloadIdentityCluster,
  type ClusterAttributes,
  type ClusterEndpoint,
  type NodePoolProps,
  type WorkloadIdentityClusterProps,
} from './workload-identity-cluster';
export type { GatewayContract } from '../contract';
export type {
  AutomaticUpgradeChannel,
  DeploymentSku,
  Environment,
  NetworkMode,
  NetworkPolicy,
  NodeOsUpgradeChannel,
  OsSku,
  PrincipalType,
  RegistrySku,
  RoleAssignmentMode,
  ServiceAccountRef,
  SkuTier,
  Zone,
} from '../model';
