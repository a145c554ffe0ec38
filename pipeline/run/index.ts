export { systemClock, type Clock } from './clock';
export * from './errors';
export { Masker } from './mask';
export { RETRY_TRANSIENT, retryDelay, type RetryPolicy } from './retry';
export { Runner, type Args, type Print, type RunOptions, type RunResult, type RunnerProps } from './runner';
export { TOOLS, toolProblems, type ToolName } from './tools';
export { waitUntil, type WaitOptions } from './wait';
