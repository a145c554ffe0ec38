export { CertificateChart, type CertificateChartProps } from './certificate';
export {
  EnvironmentCharts,
  synthesizeObjects,
  synthesizeYaml,
  type EnvironmentChartsProps,
} from './environment-charts';
export { GatewayChart, type GatewayChartProps } from './gateway';
export type { ContainerPort, ContainerProps, IWorkloadContainer, InitContainerProps } from './hardened-container';
export { LoginChart, type LoginChartProps } from './login';
export { ModelWorkloadChart, type ModelWorkloadChartProps } from './model-workload';
export { NamespaceChart, type NamespaceChartProps } from './namespace';
export { NetworkPoliciesChart, type NetworkPoliciesChartProps } from './network-policies';
export { OpenAiWorkload, type OpenAiWorkloadProps } from './openai-workload';
export { StoreChart, type StoreChartProps } from './store';
export { ACME_SOLVER, DNS, EVERY_POD, INTERNET, LOAD_BALANCER, PRIVATE_ENDPOINT, VERIFY_JOB, anyUser } from '../model';
export type { Contract, GatewayContract } from '../contract';
export type {
  Autoscaling,
  BaselineNeeds,
  ConnectionVariables,
  Dialect,
  Environment,
  Flow,
  ImageNeeds,
  ModelWorkload,
  NetworkPolicy,
  Page,
  PodSecurityLevel,
  Probe,
  Resources,
  RestrictedNeeds,
  SecretKey,
  StoreWorkload,
  WorkloadPort,
} from '../model';
export { yamlOf } from './to-yaml';
