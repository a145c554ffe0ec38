import { commandLine } from './command-line';

// Whoever reads what is printed may stop early, as `| head` does: no mistake of this run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void commandLine(process.argv.slice(2), process.env).then((code) => {
  process.exitCode = code;
});
