import { readArtefacts, type ParsedArtefacts } from './artefacts';
import { Report, type Facts, type Finding, type Observation, type Rule } from './rule';
import { RULES } from './rules';

/** A finding that an environment means to live with, until a day. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** Address of the resource or object that the finding is on. */
  readonly on: string;
  readonly reason: string;
  /** The last day on which it holds, as an ISO date. */
  readonly until: string;
}

/** A finding that is lived with. */
export interface Waived extends Finding {
  readonly waiver: Waiver;
}

/** What one rule has said. */
export interface Result {
  readonly rule: Rule;
  /** Addresses of what it looked at. */
  readonly lookedAt: readonly string[];
  /** What only Azure knows. */
  readonly unknown: readonly Observation[];
  /** What is wrong and not waived. */
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
}

/** What all rules have said of the artefacts of one environment. */
export interface Verdict {
  readonly results: readonly Result[];
  /** What is wrong with the waivers themselves. */
  readonly problems: readonly string[];
}

/** What is judged by. */
export interface JudgeProps {
  readonly facts: Facts;
  /** @default - nothing is waived */
  readonly waivers?: readonly Waiver[];
  /** Rules that are not asked. @default - none */
  readonly without?: readonly string[];
}

/**
 * Asks every rule about the artefacts of one environment. A rule is asked if one of the artefacts that it reads is there.
 *
 * @example
 * import { judge } from './policy';
 *
 * judge({ terraform: JSON.parse('{"resource":{}}') }, { facts }).results.flatMap(({ findings }) => findings);
 */
export function judge(parsed: ParsedArtefacts, { facts, waivers = [], without = [] }: JudgeProps): Verdict {
  const artefacts = readArtefacts(parsed);
  const asked = RULES.filter(
    ({ id, reads }) => !without.includes(id) && reads.some((each) => artefacts.given.has(each)),
  );
  const valid = waivers.filter(({ until }) => facts.today <= until);
  const results = asked.map((rule): Result => {
    const report = new Report(rule.severity);
    rule.check(artefacts, report, facts);
    const { modules } = artefacts.terraform;
    if (rule.reads.includes('terraform')) {
      for (const module of modules) report.cannotTell(module, 'what a module makes stands elsewhere');
    }
    const waived = report.findings.flatMap((finding) => {
      const waiver = valid.find(({ rule: id, on }) => id === rule.id && on === finding.on);
      return waiver ? [{ ...finding, waiver }] : [];
    });
    const open = report.findings.filter(({ on }) => !waived.some((each) => each.on === on));
    return { rule, lookedAt: report.lookedAt, unknown: report.unknown, findings: open, waived };
  });
  const wholly = new Set(
    asked.filter(({ reads }) => reads.every((each) => artefacts.given.has(each))).map(({ id }) => id),
  );
  return {
    results,
    problems: waivers.flatMap((waiver, index) => waiverProblem(waiver, index, results, wholly, facts)),
  };
}

/** A waiver that covers nothing hides that what it was for has changed, or never was. */
function waiverProblem(
  waiver: Waiver,
  index: number,
  results: readonly Result[],
  wholly: ReadonlySet<string>,
  { today }: Facts,
): string[] {
  const { rule, on, until } = waiver;
  const at = `policy.waivers.${index}`;
  if (!RULES.some(({ id }) => id === rule)) {
    return [`${at}.rule: there is no rule "${rule}": allowed are ${RULES.map(({ id }) => id).join(', ')}`];
  }
  if (until < today) {
    return [
      `${at}.until: the waiver of ${rule} on ${on} ended on ${until}: mend what it is for, or say until when it is meant`,
    ];
  }
  const isUsed = results.some(({ waived }) => waived.some((each) => each.waiver === waiver));
  // One artefact alone does not tell whether a rule that reads both would find something.
  return isUsed || !wholly.has(rule) ? [] : [`${at}: the waiver of ${rule} on ${on} covers nothing: take it out`];
}
