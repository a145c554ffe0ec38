export { describeStatus } from './report';
export { exitCodeOf, lookAt, type StatusLine } from './status';
