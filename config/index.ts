export { advice } from './advice';
export { LEFT_TO_AZURE } from './advice/left-to-azure';
export { DEFAULT_REGION } from './defaults';
export { ConfigError, parseEnvironment } from './parse';
export type { EnvironmentInput } from './schema/environment';
export type { Environment } from '../model';
