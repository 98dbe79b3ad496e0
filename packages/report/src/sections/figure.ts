import type { Figure } from '../figures/figure.ts';
import { keySymbol, SYMBOL_WIDTH } from '../figures/marks.ts';
import { html, Markup } from '../html.ts';

/** A figure in the page: caption unless it stands elsewhere, key, and its panels, which wrap on narrow screens. */
export function figureSection(figure: Figure, { captioned = true } = {}): Markup {
  const { caption, key = [], panels, columns, wide = false } = figure;
  const keyList = html`<ul class="key">${key.map(
    (entry) =>
      html`<li><svg width="${SYMBOL_WIDTH}" height="12" aria-hidden="true">${new Markup(keySymbol(entry, 0, 6))}</svg>${entry.label}</li>`,
  )}</ul>`;
  const count = Math.min(columns, panels.length);
  return html`<figure>
${
  captioned
    ? html`<figcaption>${caption}</figcaption>
`
    : undefined
}${key.length > 0 ? keyList : undefined}
<div class="panels ${wide ? 'wide' : `of-${count}`}">
${panels.map(({ heading, svg, startsRow }) => html`<div class="${startsRow ? 'panel first' : 'panel'}"><h4>${heading}</h4>${new Markup(svg)}</div>\n`)}</div>
</figure>`;
}
