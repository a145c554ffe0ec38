import { escapeMarkup } from '../escape';

/** Markup that is finished: it is not escaped again. */
export class Markup {
  public constructor(public readonly text: string) {}
}

type Value = Markup | string | number | readonly (Markup | string)[];

/** Markup from a template. Every value between is escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(
    parts.map((part, index) => `${part}${index < values.length ? written(values[index]!) : ''}`).join(''),
  );
}

function written(value: Value): string {
  if (value instanceof Markup) return value.text;
  return typeof value === 'object' ? value.map(written).join('') : escapeMarkup(String(value));
}

/** A table. The first cell of each row says what the row is about. */
export interface Table {
  readonly id: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (Markup | string)[])[];
}

/** A table in a region of its own, which scrolls where it is wider than the page. What is empty says so. */
export function table({ id, caption, head, rows }: Table): Markup {
  if (rows.length === 0) return html`<p>${caption}: none.</p>`;
  const body = rows.map(
    ([first = '', ...cells]) =>
      html`<tr>
        <th scope="row">${first}</th>
        ${cells.map((cell) => html`<td>${cell}</td>`)}
      </tr> `,
  );
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
    <table>
      <caption id="${id}">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div> `;
}
