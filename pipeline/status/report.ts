import type { State, StatusLine } from './status';

const WORDS: Readonly<Record<State, string>> = {
  well: 'well',
  attention: 'ATTENTION',
  unknown: 'UNKNOWN',
  skipped: '-',
};

/** A screen: a line for each part, below it what wants attention, and at its end what that comes to. */
export function describeStatus(name: string, today: string, lines: readonly StatusLine[]): string[] {
  const word = Math.max(...Object.values(WORDS).map(({ length }) => length));
  const id = Math.max(...lines.map((line) => line.id.length));
  const idsOf = (state: State) => lines.filter((line) => line.state === state).map((line) => line.id);
  const [attention, unknown] = [idsOf('attention'), idsOf('unknown')];
  return [
    `status of ${name} on ${today}`,
    ...lines.flatMap((line) => [
      `${WORDS[line.state].padEnd(word)}  ${line.id.padEnd(id)}  ${line.seen}`,
      ...line.concerns.map(({ what, next }) => `${' '.repeat(word + id + 4)}${what} -> ${next}`),
    ]),
    [
      ...(attention.length > 0 ? [`wants attention: ${attention.join(', ')}`] : []),
      ...(unknown.length > 0 ? [`could not be asked: ${unknown.join(', ')}`] : []),
    ].join('; ') || 'all is well',
  ];
}
