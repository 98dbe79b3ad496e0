import { ANSWERS_FROM } from '@vestige/analysis';
import type { Family } from '../families.ts';
import { massWords } from '../figures/battery.ts';
import { responsesOf } from '../figures/sweeps.ts';
import { html, type Markup } from '../html.ts';
import { figure, range } from '../numbers.ts';
import { sizeOf } from '../restsOn.ts';
import { verdictWords } from '../words.ts';

/** A row a point of a sweep: its value, its verdict, and what is drawn against the value. */
export function sweepTable(family: Family): Markup {
  const { conditions } = family.input.analysis;
  const responses = responsesOf(family);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="sweep">
<thead><tr><th scope="col">${breakable(family.field)}</th><th scope="col" class="text">verdict</th>${responses.map(
    ({ words }) => html`<th scope="col">${words}</th>`,
  )}</tr></thead>
<tbody>
${family.points.map(({ condition, label }, i) => {
  const { verdict, training } = conditions[condition]!;
  const cells = responses.map(({ estimator, estimates, masses }) => {
    const estimate = estimates[i];
    if (!estimate) return html`<td></td>`;
    const size = sizeOf(estimate);
    const mass = masses[i];
    return html`<td>${figure(estimator, estimate.mean)} <span>${range(estimator, estimate)}</span>${
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
