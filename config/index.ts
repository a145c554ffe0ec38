export * from './defaults';
export {
  ConfigError,
  advice,
  namespacesOf,
  parseEnvironment,
  portsPastTheGateway,
  type ChatbotConfig,
  type DeploymentConfig,
  type EnvironmentConfig,
  type PublishConfig,
  type ServiceAccountRef,
  type WorkloadConfig,
  type WorkloadIdentityConfig,
} from './environment';
export type { EnvironmentInput } from './schema';
export { STATE_CONTAINER, backendConfig, type BackendConfig } from './state';
export { connectionVariables, type ConnectionVariables, type DialectName } from './dialects';
export { DEFAULT_API_VERSION } from './api-versions';
export { imageProblem, type ImageName } from './images';
export { PROXY_SIDECAR_PORT, TOKEN_EXPIRATION } from './schema-workloads';
export { variableProblem } from './secret-patterns';
export { nodeResourceGroupName } from './names';
export { RESOURCE_PROVIDERS } from './resource-providers';
export { STORE_SECRET } from './store-secret';
export { VERIFY_LABEL } from './verify-label';
