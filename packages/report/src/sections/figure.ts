import type { Figure } from '../figures/figure.ts';
import { html, Markup } from '../html.ts';

/** A figure in the page: caption unless it stands elsewhere, key, and its panels, which wrap on narrow screens. */
export function figureSection(figure: Figure, { captioned = true } = {}): Markup {
  const { caption, key = [], panels, columns, wide = false } = figure;
  const keyList = html`<ul class="key">${key.map(
    ({ label, colour, dash }) =>
      html`<li><svg width="26" height="8" aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash || 'none'}"/></svg>${label}</li>`,
  )}</ul>`;
  const count = Math.min(columns, panels.length);
  return html`<figure>
${
  captioned
    ? html`<figcaption>${caption}</figcaption>
`
    : undefined
}${key.length > 1 ? keyList : undefined}
<div class="panels ${wide ? 'wide' : `of-${count}`}">
${panels.map(({ heading, svg, startsRow }) => html`<div class="${startsRow ? 'panel first' : 'panel'}"><h4>${heading}</h4>${new Markup(svg)}</div>\n`)}</div>
</figure>`;
}
