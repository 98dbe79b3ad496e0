import { escapeMarkdown } from '../escapeMarkdown.ts';
import { html, type Markup } from '../html.ts';
import { markdownTable } from '../markdownParts.ts';

/** A table that is told as it is, with its heading. */
export interface PlainTable {
  readonly title: string;
  /** How to read it; may be empty. */
  readonly note: string;
  readonly head: readonly string[];
  /** First cells are text, the others figures. */
  readonly rows: readonly (readonly string[])[];
}

/** A table in the page. */
export function plainTableSection({ title, note, head, rows }: PlainTable): Markup {
  return html`<h2>${title}</h2>
${note === '' ? undefined : html`<p class="note">${note}</p>\n`}<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first, ...cells]) => html`<tr><th>${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
)}</tbody>
</table></div>
`;
}

/** The same in Markdown, lines. */
export function plainTableLines({ title, note, head, rows }: PlainTable): string[] {
  const told = note === '' ? [] : [escapeMarkdown(note), ''];
  return [`## ${escapeMarkdown(title)}`, '', ...told, ...markdownTable(head, rows), ''];
}
