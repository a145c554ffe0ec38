export { COMMANDS, runCommand, type Environments } from './run-command';
export type { Command, CommandContext, Flag } from './command';
export * from './run';
