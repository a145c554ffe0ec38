export { advice } from './advice';
export { LEFT_TO_AZURE } from './advice/left-to-azure';
export { ConfigError, together } from './config-error';
export { DEFAULT_REGION } from './defaults';
export { importProblem } from './import-problem';
export { parseEnvironment } from './parse';
export type { EnvironmentInput } from './schema/environment';
export { nearest, type Environment } from '../model';
