export { adopt } from './adopt';
export { runStack } from './run-stack';
