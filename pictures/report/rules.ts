import { stateOf, type Verdict } from '../../policy';
import { counted } from './facts';
import { html, table, type Markup } from './html';

/** What the rules say of the artefacts: what is found, what is lived with, what only Azure knows, and what was looked at. */
export function rulesSection({ results, problems }: Verdict): Markup[] {
  const findings = results.flatMap(({ rule, findings }) => findings.map((finding) => ({ rule, ...finding })));
  const waived = results.flatMap(({ rule, waived }) => waived.map((each) => ({ rule, ...each })));
  const unknown = results.flatMap(({ rule, unknown }) => unknown.map((each) => ({ rule, ...each })));
  return [
    ...(problems.length === 0 ? [] : [html`<p><strong>Waivers that do not hold:</strong> ${problems.join('; ')}.</p>`]),
    table({
      id: 'findings',
      caption: 'Findings',
      head: ['rule', 'is', 'what', 'how to fix it', 'on'],
      rows: findings.map(({ rule, severity, on, message }) => [
        rule.id,
        mark(severity),
        prose(message),
        prose(rule.fix),
        code(on),
      ]),
    }),
    table({
      id: 'waived',
      caption: 'Waived',
      head: ['rule', 'reason', 'until', 'what', 'on'],
      rows: waived.map(({ rule, on, message, waiver }) => [
        rule.id,
        prose(waiver.reason),
        waiver.until,
        prose(message),
        code(on),
      ]),
    }),
    table({
      id: 'unknown',
      caption: 'What only Azure knows',
      head: ['rule', 'what', 'on'],
      rows: unknown.map(({ rule, on, message }) => [rule.id, prose(message), code(on)]),
    }),
    table({
      id: 'asked',
      caption: 'Rules that were asked',
      head: ['rule', 'says', 'looked at', 'what must hold'],
      rows: results.map((result) => {
        const { rule, lookedAt } = result;
        return [rule.id, mark(stateOf(result)), `${lookedAt.length || 'nothing'}`, prose(rule.what)];
      }),
    }),
  ];
}

/** What is counted of it at the top of the page. */
export function ruleCounts({ results }: Verdict): readonly string[] {
  const findings = results.flatMap((each) => each.findings);
  const waived = results.flatMap((each) => each.waived);
  return [counted(findings.length, 'finding'), `${waived.length} waived`];
}

/** The colours of doors stand for what a rule says too: shut is as it should be. */
const TONES: Readonly<Record<string, string>> = { ok: 'closed', error: 'open', nothing: 'quiet' };

function mark(state: string): Markup {
  return html`<span class="door ${TONES[state] ?? 'limited'}">${state}</span>`;
}

/** A sentence, which is not to be broken at every word on a phone. */
function prose(text: string): Markup {
  return html`<span class="prose">${text}</span>`;
}

function code(address: string): Markup {
  return html`<code>${address}</code>`;
}
