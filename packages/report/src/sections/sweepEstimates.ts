import { type Analysis, ByEstimator, estimatorName } from '@vestige/analysis';
import { html, type Markup } from '../html.ts';
import { estimateText, intervalText } from '../numbers.ts';
import { estimatorWords } from '../words.ts';

/** What was estimated over all points of a sweep, a column pair a sweep; undefined if nothing was. */
export function sweepEstimates({ sweeps, attributes }: Analysis): Markup | undefined {
  const estimated = Object.entries(sweeps).filter(([, { estimates }]) => estimates.size > 0);
  if (estimated.length === 0) return undefined;
  const keys = new ByEstimator(estimated.flatMap(([, { estimates }]) => [...estimates])).keys();
  return html`<h3>Over the points of a sweep</h3>
<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>
<thead><tr><th scope="col">Estimate</th>${estimated.map(
    ([name]) => html`<th scope="col">${name}</th><th scope="col" class="interval">interval</th>`,
  )}</tr></thead>
<tbody>
${keys.map(
  (key) =>
    html`<tr><th scope="row" title="${estimatorName(key)}">${estimatorWords(key, attributes)}</th>${estimated.map(
      ([, { estimates }]) => {
        const estimate = estimates.get(key);
        return estimate
          ? html`<td>${estimateText(key.quantity, estimate.mean)}</td><td class="interval">${intervalText(key.quantity, estimate)}</td>`
          : html`<td></td><td></td>`;
      },
    )}</tr>\n`,
)}</tbody></table></div>
`;
}
