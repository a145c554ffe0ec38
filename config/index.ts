export { advice } from './advice';
export { ConfigError, parseEnvironment } from './parse';
export type { EnvironmentInput } from './schema/environment';
export type { Environment } from '../model';
