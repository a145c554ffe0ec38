import { PassThrough } from 'node:stream';

/** Sets variables of this process. Returns what takes them back. */
export function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/** Puts somebody who types this at a terminal, or nobody. Returns what takes it back. */
export function sitAtTerminal(typed: string | undefined): () => void {
  const stdin = new PassThrough();
  if (typed) stdin.write(`${typed}\n`);
  const before = { stdin: process.stdin, isTTY: process.stdout.isTTY };
  Object.defineProperty(process, 'stdin', {
    value: Object.assign(stdin, { isTTY: typed !== undefined }),
    configurable: true,
  });
  process.stdout.isTTY = typed !== undefined;
  return () => {
    Object.defineProperty(process, 'stdin', { value: before.stdin, configurable: true });
    process.stdout.isTTY = before.isTTY;
  };
}
