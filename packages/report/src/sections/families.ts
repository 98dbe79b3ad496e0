import type { Analysis } from '@vestige/analysis';
import { html, type Markup } from '../html.ts';
import { figure, range } from '../numbers.ts';
import { estimatorWords } from '../words.ts';

/** What was estimated over all points of a sweep, a column pair a sweep; undefined if nothing was. */
export function familiesTable({ families, attributes }: Analysis): Markup | undefined {
  const estimated = Object.entries(families).filter(([, { estimates }]) => Object.keys(estimates).length > 0);
  if (estimated.length === 0) return undefined;
  const names = [...new Set(estimated.flatMap(([, { estimates }]) => Object.keys(estimates)))];
  return html`<h3>Over the points of a sweep</h3>
<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>
<thead><tr><th scope="col">Estimate</th>${estimated.map(
    ([name]) => html`<th scope="col">${name}</th><th scope="col" class="interval">interval</th>`,
  )}</tr></thead>
<tbody>
${names.map(
  (name) =>
    html`<tr><th scope="row" title="${name}">${estimatorWords(name, attributes).words}</th>${estimated.map(
      ([, { estimates }]) => {
        const estimate = estimates[name];
        return estimate
          ? html`<td>${figure(name, estimate.mean)}</td><td class="interval">${range(name, estimate)}</td>`
          : html`<td></td><td></td>`;
      },
    )}</tr>\n`,
)}</tbody></table></div>
`;
}
