import type { Verdict, Waived } from './judge';
import type { Finding, Rule } from './rule';
import { RULES } from './rules';

/** A verdict, and the file that a finding is shown at. */
export interface Judged {
  /** What was judged, for example `dev`. */
  readonly name: string;
  /** Path from the root of the repository, with slashes. */
  readonly file: string;
  readonly verdict: Verdict;
}

/**
 * Verdicts for code scanning. What is waived is there too, as suppressed.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarifOf(judged: readonly Judged[]): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'secure-aks-openai policy', rules: RULES.map(descriptor) } },
        results: judged.flatMap(resultsOf),
      },
    ],
  };
}

function descriptor({ id, severity, what, why, fix, source }: Rule): object {
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: why },
    help: { text: `${fix}\n${source}` },
    helpUri: source,
    defaultConfiguration: { level: severity },
  };
}

function resultsOf({ name, file, verdict: { results, problems } }: Judged): object[] {
  return [
    ...results.flatMap(({ rule, findings, waived }) => [
      ...findings.map((finding) => resultOf(name, file, rule, finding)),
      ...waived.map((finding) => ({ ...resultOf(name, file, rule, finding), suppressions: [suppression(finding)] })),
    ]),
    ...problems.map((text) => ({ level: 'error', message: { text }, locations: [location(file, [])] })),
  ];
}

function resultOf(name: string, file: string, rule: Rule, { on, message, severity }: Finding): object {
  return {
    ruleId: rule.id,
    ruleIndex: RULES.indexOf(rule),
    level: severity,
    message: { text: `${name}: ${on}: ${message}` },
    locations: [location(file, [{ fullyQualifiedName: on }])],
    // Neither the line nor the words make it another finding.
    partialFingerprints: { 'finding/v1': `${name}/${rule.id}/${on}` },
  };
}

function suppression({ waiver }: Waived): object {
  return { kind: 'external', status: 'accepted', justification: `${waiver.reason} (until ${waiver.until})` };
}

function location(uri: string, logicalLocations: readonly object[]): object {
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
    ...(logicalLocations.length > 0 ? { logicalLocations } : {}),
  };
}
