export { ContractError, parseContract, readContract, subscriptionProblem } from './parse';
export { sampleContract, type SampledEnvironment } from './sample';
export { CONTRACT_VERSION, outputsSchema, type Contract, type GatewayContract, type Outputs } from './schema';
export { toSnakeFields } from './spelling';
