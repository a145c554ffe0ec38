import type { Result, Verdict } from './judge';

/** A line for each rule, below it what it has found, what is waived, and what only Azure knows. */
export function tableOf({ results, problems }: Verdict): string[] {
  const width = Math.max(...results.map(({ rule }) => rule.id.length));
  return [
    ...results.flatMap((result) => [
      `${stateOf(result).padEnd(7)}  ${result.rule.id.padEnd(width)}  ${summaryOf(result)}`,
      ...detailsOf(result).map((line) => `${' '.repeat(9)}${line}`),
    ]),
    ...problems.map((problem) => `error    ${problem}`),
  ];
}

/** One word for what a rule says. */
export function stateOf({ lookedAt, unknown, findings, waived }: Result): string {
  if (findings.some(({ severity }) => severity === 'error')) return 'error';
  if (findings.length > 0) return 'warning';
  if (waived.length > 0) return 'waived';
  if (unknown.length > 0) return 'unknown';
  return lookedAt.length > 0 ? 'ok' : 'nothing';
}

function summaryOf({ rule, lookedAt, unknown, findings, waived }: Result): string {
  if (lookedAt.length === 0) return 'nothing to look at';
  const counts = [
    [findings.length, 'found'],
    [waived.length, 'waived'],
    [unknown.length, 'unknown'],
  ] as const;
  const told = counts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []));
  return `looked at ${lookedAt.length}${told.length > 0 ? `: ${told.join(', ')}` : ''}. ${rule.what}`;
}

function detailsOf({ rule, findings, waived, unknown }: Result): string[] {
  return [
    ...findings.map(({ on, message, severity }) => `${severity}: ${on}: ${message}`),
    ...(findings.length > 0 ? [`why: ${rule.why}`, `fix: ${rule.fix}`, `see: ${rule.source}`] : []),
    ...waived.map(({ on, waiver }) => `waived until ${waiver.until}: ${on}: ${waiver.reason}`),
    ...unknown.map(({ on, message }) => `unknown: ${on}: ${message}`),
  ];
}
