export { synthesizeCharts, type ChartsProps } from './environment-app';
export { anyUser } from './image-needs';
export { OpenAiWorkload, type AutoscalingProps, type OpenAiWorkloadProps, type SecretKey } from './openai-workload';
export type { BaselineNeeds, ImageNeeds, RestrictedNeeds } from './pod-security';
