import { transformSync } from '@swc/core';

/** What a module exports by default, read from its TypeScript. What it imports is empty. */
export function evaluate(text: string): unknown {
  const { code } = transformSync(text, { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
  const module = { exports: {} as { default?: unknown } };
  // oxlint-disable-next-line typescript/no-implied-eval -- the text that is made is a program
  new Function('module', 'exports', 'require', code)(module, module.exports, () => ({}));
  return module.exports.default;
}
