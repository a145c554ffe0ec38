export * from './defaults';
export {
  ConfigError,
  advice,
  parseEnvironment,
  type DeploymentConfig,
  type EnvironmentConfig,
  type ServiceAccountRef,
  type WorkloadIdentityConfig,
} from './environment';
export type { EnvironmentInput } from './schema';
export { STATE_CONTAINER, backendConfig, type BackendConfig } from './state';
export { STORE_SECRET } from './store-secret';
