export { COMMANDS, runCommand, type Environments } from './command-line';
export type { Command, CommandOptions } from './command';
export type { Context } from './context';
export * from './run';
