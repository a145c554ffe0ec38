import { stateOf, type Judged } from '../../policy';

/** Verdicts as `--json` prints them. */
export function jsonOf(judged: readonly Judged[]): object {
  return {
    judged: judged.map(({ name, verdict: { results, problems } }) => ({
      name,
      problems,
      rules: results.map((result) => ({
        id: result.rule.id,
        state: stateOf(result),
        what: result.rule.what,
        why: result.rule.why,
        fix: result.rule.fix,
        source: result.rule.source,
        lookedAt: result.lookedAt,
        unknown: result.unknown,
        findings: result.findings,
        waived: result.waived,
      })),
    })),
  };
}
