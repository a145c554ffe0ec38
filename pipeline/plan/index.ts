export { notCompared, planCluster, type ClusterPlan, type ObjectChange } from './cluster-plan';
export { askBeforeLoss, ProtectedError, ReplacementError } from './gate';
export type { InfrastructurePlan, PlannedChange } from './infrastructure-plan';
export { countsOf, describePlan, hasChanges, type EnvironmentPlan } from './report';
export { planInfrastructure, type LookOptions } from './terraform-plan';
