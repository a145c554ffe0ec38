import childProcess, { ChildProcess } from 'node:child_process';

/** Replaces a method, and returns what puts it back. */
function replace<Holder extends object, Name extends keyof Holder>(
  holder: Holder,
  name: Name,
  by: (original: Holder[Name]) => Holder[Name],
): () => void {
  const original = holder[name];
  holder[name] = by(original);
  return () => {
    holder[name] = original;
  };
}

/** What is handed to a child process before it is spawned, which Node does not document. */
interface Spawning {
  spawn(options: { readonly file: string; readonly args?: readonly string[] }): unknown;
}

/** Notes every process that this one starts, until it is told to stop. */
export function noteProcesses(): { readonly started: readonly string[]; readonly stop: () => void } {
  const started: string[] = [];
  const note = (words: readonly unknown[]) => void started.push(words.flat().map(String).join(' ').slice(0, 200));
  // What is exported as spawn, exec, execFile and fork goes through the first.
  const undo = [
    replace(
      ChildProcess.prototype as unknown as Spawning,
      'spawn',
      (original) =>
        function (this: unknown, options) {
          note([options.args ?? options.file]);
          return original.call(this as Spawning, options);
        },
    ),
    ...(['execFileSync', 'execSync', 'spawnSync'] as const).map((name) =>
      replace(
        childProcess as unknown as Record<string, (...args: unknown[]) => unknown>,
        name,
        (original) =>
          (command, ...rest) => {
            note([command, Array.isArray(rest[0]) ? rest[0] : []]);
            return original(command, ...rest);
          },
      ),
    ),
  ];
  return { started, stop: () => undo.forEach((each) => each()) };
}
