export * from './errors';
export { Masker } from './mask';
export { repeat, waitUntil, type Look, type RepeatOptions, type WaitOptions } from './repeat';
export { Runner, type Args, type Print, type RunOptions, type RunResult, type RunnerProps } from './runner';
export { startProcess, type Ended, type Start, type StartOptions } from './start';
export { atTerminal, type Ask } from './terminal';
export { toolProblems } from './tool-problems';
export { TOOLS, type ToolName } from './tools';
export { RETRY_TRANSIENT, type RetryPolicy } from './transient';
