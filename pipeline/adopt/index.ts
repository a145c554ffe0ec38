export { adopt, isAtRest } from './adopt';
export { runStack, type SynthesisVariables } from './run-stack';
