export { adopt, isAtRest } from './adopt';
export { isBusy, runStack, type SynthesisVariables } from './run-stack';
