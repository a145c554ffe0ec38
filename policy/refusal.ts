import type { Verdict } from './judge';

/** Whether something keeps the files from being written. */
export function isRefused({ results, problems }: Verdict): boolean {
  return problems.length > 0 || results.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
}

/**
 * Why artefacts are refused, a line each.
 *
 * @param source what they are made from
 */
export function refusal(source: string, { results, problems }: Verdict): string {
  const errors = results.flatMap(({ rule, findings }) =>
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ on, message }) => `${on}: ${message}: ${rule.fix} (${rule.id}, ${rule.source})`),
  );
  return [`${source} breaks what must hold:`, ...[...errors, ...problems].map((line) => `  - ${line}`)].join('\n');
}

/** How many warnings are neither mended nor waived. */
export function warningsOf({ results }: Verdict): number {
  return results.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'warning').length;
}
