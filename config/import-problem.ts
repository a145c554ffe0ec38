import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where esbuild, which bundles the file, stumbles. */
const SYNTAX = /^(?<file>.*):(?<line>\d+):\d+: ERROR: (?<message>.*)$/m;
const UNRESOLVED = /^Could not resolve "(?<specifier>.*)"$/;
/** A place in a stack trace, a path or a URL. */
const FRAME = /(?:\(|at )(?<file>[^()\n]+\.ts):(?<line>\d+):\d+\)?$/gm;
const NO_MODULE = /^Cannot find (?:module|package) '(?<specifier>[^']+)'/;

/**
 * Why a file of environments/ could not be imported, with the line.
 *
 * @param error what importing it threw
 * @param folder absolute path of environments/
 * @param file name of the file in it
 * @param text what the file holds
 */
export function importProblem(error: unknown, folder: string, file: string, text: string): string {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const syntax = SYNTAX.exec(message)?.groups;
  if (syntax) {
    const unresolved = UNRESOLVED.exec(syntax['message']!)?.groups?.['specifier'];
    const what = unresolved === undefined ? `does not parse: ${syntax['message']}` : cannotBeFound(unresolved);
    return at(folder, syntax['file']!, syntax['line']!, what);
  }
  const specifier = NO_MODULE.exec(message)?.groups?.['specifier'];
  if (specifier !== undefined) {
    const line = text.split(/\r?\n/).findIndex((candidate) => candidate.includes(specifier)) + 1;
    const what = cannotBeFound(specifier);
    return line > 0 ? at(folder, file, String(line), what) : what;
  }
  const thrown = `throws ${name}: ${message}`;
  const frame = [...stack.matchAll(FRAME)].find(({ groups }) => within(folder, groups!['file']!))?.groups;
  return frame ? at(folder, frame['file']!, frame['line']!, thrown) : thrown;
}

function cannotBeFound(specifier: string): string {
  return `imports '${specifier}', which cannot be found`;
}

function at(folder: string, file: string, line: string, what: string): string {
  return `environments/${within(folder, file) ?? file}:${line} ${what}`;
}

/** The path of a file below the folder, with slashes; `undefined` for one elsewhere. */
function within(folder: string, file: string): string | undefined {
  const absolute = file.startsWith('file:') ? fileURLToPath(file) : path.resolve(folder, file);
  const relative = path.relative(folder, absolute);
  return relative.startsWith('..') || path.isAbsolute(relative) ? undefined : relative.replaceAll(path.sep, '/');
}
