/** How a process is to run. */
export interface StartOptions {
  readonly cwd: string;
  /** All its variables. */
  readonly env: NodeJS.ProcessEnv;
  /** Text for stdin. @default - stdin is closed */
  readonly input?: string;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** From the signal that ends it to the one that kills it, in milliseconds. */
  readonly graceMs: number;
  /** Ends it, by one SIGTERM. */
  readonly stop: AbortSignal;
  /** Gets each line as it comes, of stdout and of stderr. @default - nobody reads along */
  readonly onLine?: (line: string) => void;
}

/** How a process ended, and what it said, without the last line end. */
export interface Ended {
  /** `undefined` where it did not end by itself. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Where it did not end by itself and said nothing here, why it ended. */
  readonly stderr: string;
  /** Whether there is no such tool on PATH. @default false */
  readonly missing?: boolean;
  /** Whether it was ended because it took too long. @default false */
  readonly timedOut?: boolean;
}

/** Starts a tool and waits for its end. It does not throw because of how the tool ended. */
export type Start = (tool: string, args: readonly string[], options: StartOptions) => Promise<Ended>;

/** Starts a process of this machine. */
export const startProcess: Start = async (tool, args, { cwd, env, input, timeoutMs, graceMs, stop, onLine }) => {
  // Imported when it is needed: execa is an ES module alone, and this package is not.
  const { execa } = await import('execa');
  const output = onLine ? (['pipe', forward(onLine)] as const) : 'pipe';
  const subprocess = execa(tool, args, {
    cwd,
    env,
    extendEnv: false,
    timeout: timeoutMs,
    forceKillAfterDelay: graceMs,
    reject: false,
    stripFinalNewline: true,
    maxBuffer: 64 * 1024 * 1024,
    stdout: output,
    stderr: output,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });
  const end = () => subprocess.kill('SIGTERM');
  if (stop.aborted) end();
  else stop.addEventListener('abort', end, { once: true });
  try {
    const { exitCode, stdout, stderr, shortMessage, code, timedOut } = await subprocess;
    return {
      exitCode,
      stdout: stdout ?? '',
      stderr: stderr || (exitCode === undefined ? (shortMessage ?? '') : ''),
      missing: code === 'ENOENT',
      timedOut,
    };
  } finally {
    stop.removeEventListener('abort', end);
  }
};

function forward(onLine: (line: string) => void) {
  return function* (line: unknown) {
    onLine(String(line));
    yield line;
  };
}
