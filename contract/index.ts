export { ContractError, parseContract, readContract } from './parse';
export { sampleContract, type SampledEnvironment } from './sample';
export { CONTRACT_VERSION, contractSchema, type Contract, type GatewayContract } from './schema';
