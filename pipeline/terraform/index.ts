export { formatDiagnostic, placeOf, type Diagnostic, type Place } from './diagnostics';
export { ProviderPluginsError, terraformInit } from './init';
export { lockFromMirror } from './mirror';
export { constructPath, readStack, stackResources, type StackJson, type StackResource } from './stack';
export { synthesizeStack } from './synthesize';
export { terraformValidate } from './validate';
