import { ANSWERS_FROM } from '@vestige/analysis';
import { massWords } from '../figures/battery.ts';
import { responsesOf } from '../figures/sweeps.ts';
import { html, type Markup } from '../html.ts';
import { estimateText, intervalText } from '../numbers.ts';
import { sampleSize } from '../sampleSize.ts';
import type { Sweep } from '../sweeps.ts';
import { verdictWords } from '../words.ts';

/** A row a point of a sweep: its value, its verdict, and what is drawn against the value. */
export function sweepTable(sweep: Sweep): Markup {
  const { conditions } = sweep.input.analysis;
  const responses = responsesOf(sweep);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="sweep">
<thead><tr><th scope="col">${breakable(sweep.field)}</th><th scope="col" class="text">verdict</th>${responses.map(
    ({ words }) => html`<th scope="col">${words}</th>`,
  )}</tr></thead>
<tbody>
${sweep.points.map(({ condition, label }, i) => {
  const { verdict, training } = conditions[condition]!;
  const cells = responses.map(({ quantity, estimates, masses }) => {
    const estimate = estimates[i];
    if (!estimate) return html`<td></td>`;
    const size = sampleSize(estimate);
    const mass = masses[i];
    return html`<td>${estimateText(quantity, estimate.mean)} <span>${intervalText(quantity, estimate)}</span>${
      size && html` <span title="prompts that it rests on, and seeds">n ${size}</span>`
    }${mass === undefined ? undefined : html` <span>${mass < ANSWERS_FROM ? 'does not answer: ' : ''}answers in ${massWords(mass)}</span>`}</td>`;
  });
  return html`<tr><th scope="row" title="${condition}">${label}</th><td class="text">${verdict} <span>${verdictWords(verdict, training).aside}</span></td>${cells}</tr>\n`;
})}</tbody></table></div>`;
}

/** A dotted field that may wrap after its dots. */
function breakable(field: string): Markup[] {
  return field.split('.').map((part, i) => (i === 0 ? html`${part}` : html`.<wbr>${part}`));
}
