export { synthesizeCharts, type ChartsProps } from './environment-app';
export { OpenAiWorkload, type OpenAiWorkloadProps } from './openai-workload';
