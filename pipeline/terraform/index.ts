export { deployFolder, isInitialized } from './deploy-folder';
export { formatDiagnostic, placeOf, type Diagnostic, type Place } from './diagnostics';
export { ProviderPluginsError, terraformInit } from './init';
export { NO_TIME, StateLockedError, freeLock, lockIn, timeoutAfter, type StateLock } from './lock';
export { lockFromMirror } from './mirror';
export { beginRun, endRun, openRun, type RunRecord } from './run-record';
export { constructPath, readStack, stackResources, type Arguments, type StackJson, type StackResource } from './stack';
export {
  requireOwnOutputs,
  requireOwnState,
  requireOwnStateFile,
  stateAddresses,
  stateFile,
  stateOutputs,
  statePlace,
  type StateOutputs,
} from './state';
export { synthesizeForDeploy, synthesizeStack } from './synthesize';
export { terraformValidate } from './validate';
