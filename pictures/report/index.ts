import type { Verdict } from '../../policy';
import type { Artefacts } from '../artefacts';
import type { Arrow, Box, Door, Picture } from '../picture';
import { LEGEND } from '../style';
import { toSvg } from '../svg';
import type { Drawn } from '../draw';
import * as facts from './facts';
import { html, Markup, table, type Table } from './html';
import { ruleCounts, rulesSection } from './rules';
import { pageStyle } from './style';

export type { DatedTables } from './facts';

/** What the page is made of. */
export interface ReportProps {
  /** Name of the environment. */
  readonly environment: string;
  readonly artefacts: Artefacts;
  readonly drawn: readonly Drawn[];
  /** What the rules say of the artefacts. */
  readonly verdict: Verdict;
  /** Paths of the artefacts, for whoever wants to look there. */
  readonly sources: readonly string[];
  readonly tables: facts.DatedTables;
  /** The day, as an ISO date. */
  readonly today: string;
}

/** What the page may load: nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** One page for an environment: pictures and tables, complete in itself. The same artefacts give the same page on the same day. */
export function reportPage({ environment, artefacts, drawn, verdict, sources, tables, today }: ReportProps): string {
  const sections = [
    { id: 'pictures', title: 'Pictures', body: drawn.map(pictureSection) },
    { id: 'names', title: 'What exists', body: namesSection(artefacts) },
    { id: 'rights', title: 'Who may do what', body: rightsSection(artefacts) },
    { id: 'doors', title: 'What is open to whom', body: doorsSection(artefacts) },
    { id: 'held', title: 'What must hold', body: rulesSection(verdict) },
    { id: 'versions', title: 'Versions and their ends', body: versionsSection(artefacts, tables, today) },
  ];
  const preview = facts.isPreview(artefacts)
    ? html`<p><strong>A preview</strong>: what only a deploy tells, such as host names, is made up in the YAML.</p>`
    : html``;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${environment}: what will be applied</title>
        <style>
          ${new Markup(pageStyle())}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header>
          <h1>Environment ${environment}</h1>
          <p>${[...facts.counts(artefacts), ...ruleCounts(verdict)].join(', ')}.</p>
          ${preview}
        </header>
        <nav aria-label="Sections">
          <ul>
            ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main id="main" tabindex="-1">
          ${sections.map(
            ({ id, title, body }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${title}</h2>
                ${body}
              </section> `,
          )}
        </main>
        <footer>
          <p class="quiet">
            Drawn on ${today} from
            ${sources.map((source, index) => html`${index === 0 ? '' : ' and '}<code>${source}</code>`)}, and from
            nothing else but the dated tables of versions and the waivers of the environment's file.
          </p>
        </footer>
      </body>
    </html> `.text;
}

function pictureSection({ id, picture, layout }: Drawn): Markup {
  return html`<figure>
    <h3 id="${id}-heading">${picture.title}</h3>
    <p>${picture.description}</p>
    <div class="scroll" role="region" aria-labelledby="${id}-heading" tabindex="0">
      ${new Markup(toSvg(layout, ''))}
    </div>
    <details>
      <summary>In words: ${picture.title}</summary>
      <ul>
        ${inWords(picture).map((line) => html`<li>${line}</li> `)}
      </ul>
    </details>
  </figure> `;
}

/** What a picture says, box by box and arrow by arrow, for whoever does not see it. */
function inWords({ boxes, arrows }: Picture): string[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const along = ({ from, to, kind, label }: Arrow) =>
    `${nameOf(byId.get(from)!)} to ${nameOf(byId.get(to)!)}: ${[LEGEND.arrows[kind], label].filter(Boolean).join(', ')}`;
  return [...boxes.flatMap(aboutBox), ...arrows.map(along)];
}

function aboutBox(box: Box): string[] {
  const more = [...box.lines, ...box.doors.map(doorWords)];
  return more.length === 0 ? [] : [`${nameOf(box)}: ${more.join('; ')}`];
}

function nameOf({ what, rows }: Box): string {
  return [what, rows.map(({ name }) => name).join(', ')].filter(Boolean).join(' ');
}

function doorWords({ state, text }: Door): string {
  return `${text} (${LEGEND.doors[state]})`;
}

function namesSection(artefacts: Artefacts): Markup[] {
  return [
    tableOf('resources', 'In Azure', ['name', 'type', 'Terraform address'], facts.resourceRows(artefacts), [2]),
    tableOf('objects', 'In the cluster', ['name', 'kind', 'namespace'], facts.objectRows(artefacts)),
  ];
}

function rightsSection(artefacts: Artefacts): Markup[] {
  return [
    tableOf('roles', 'Roles of Azure', ['who', 'is', 'role', 'on'], facts.roleRows(artefacts)),
    tableOf(
      'trusts',
      'Federated credentials',
      ['ServiceAccount', 'is taken for', 'audience'],
      facts.trustRows(artefacts),
    ),
    tableOf('bindings', 'Role bindings of Kubernetes', ['who', 'role', 'in namespace'], facts.bindingRows(artefacts)),
  ];
}

function doorsSection(artefacts: Artefacts): Markup[] {
  const rules = ['subnet', 'priority', 'rule', 'does', 'from', 'ports'];
  return [
    tableOf('ways', 'Ways in', ['what', 'is', 'door'], facts.doorRows(artefacts)),
    tableOf(
      'pages',
      'Pages and public Services',
      ['name', 'host', 'path', 'Service', 'open to'],
      facts.entranceRows(artefacts),
    ),
    tableOf('rules', 'Rules of the network security groups', rules, facts.securityRuleRows(artefacts)),
    tableOf(
      'allowed',
      'Connections that the network policies allow',
      ['to', 'from', 'ports'],
      facts.connectionRows(artefacts),
    ),
  ];
}

function versionsSection(artefacts: Artefacts, tables: facts.DatedTables, today: string): Markup[] {
  const head = ['what', 'version', 'ends', 'by the table of'];
  return [
    tableOf('ends', 'Versions', head, facts.versionRows(artefacts, tables, today)),
    html`<p class="quiet">
      The ends are those of <code>${tables.kubernetes.source}</code> and <code>${tables.models.source}</code>; the
      service decides.
    </p>`,
  ];
}

/** @param code columns that hold what is typed */
function tableOf(
  id: string,
  caption: string,
  head: Table['head'],
  rows: readonly facts.Cells[],
  code: readonly number[] = [],
): Markup {
  const written = rows.map((cells) =>
    cells.map((cell, column) => {
      if (typeof cell !== 'string') return html`<span class="door ${cell.state}">${doorWords(cell)}</span>`;
      return code.includes(column) ? html`<code>${cell}</code>` : cell;
    }),
  );
  return table({ id, caption, head, rows: written });
}
