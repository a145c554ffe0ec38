export { EnvironmentCharts, synthesizeYaml, type EnvironmentChartsProps } from './environment-charts';
export { GatewayChart, type GatewayChartProps } from './gateway';
export type { ContainerPort, ContainerProps, IWorkloadContainer, InitContainerProps } from './hardened-container';
export { ModelWorkloadChart, type ModelWorkloadChartProps } from './model-workload';
export { NamespaceChart, type NamespaceChartProps } from './namespace';
export { NetworkPoliciesChart, type NetworkPoliciesChartProps } from './network-policies';
export { OpenAiWorkload, type OpenAiWorkloadProps } from './openai-workload';
export { StoreChart, type StoreChartProps } from './store';
export { anyUser } from '../model';
export type {
  Autoscaling,
  BaselineNeeds,
  ImageNeeds,
  Probe,
  Resources,
  RestrictedNeeds,
  SecretKey,
  WorkloadPort,
} from '../model';
