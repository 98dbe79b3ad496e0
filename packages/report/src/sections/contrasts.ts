import {
  type Analysis,
  type Contrast,
  type EstimatorKey,
  estimatorName,
  type QuantityName,
} from '@vestige/analysis';
import { html, type Markup } from '../html.ts';
import { estimateText, intervalText, pValue } from '../numbers.ts';
import { titledWords } from '../words.ts';

/** Pairs of conditions that are shown; all are in `metrics.json`. */
const SHOWN = 15;

/** How the conditions differ, a table a pair, the rows that have an estimator in both; undefined if there is no pair. */
export function contrastsSection({ contrasts, conditions, confidence }: Analysis): Markup | undefined {
  const own = contrasts.filter(({ a, b, estimates }) => {
    return conditions[a] && conditions[b] && estimates.size > 0;
  });
  if (own.length === 0) return undefined;
  const alpha = 1 - confidence;
  return html`<p class="note">The first condition less the second, percentage points except of lengths and areas. Conditions from one base are paired by seed. Bold: p below ${+alpha.toFixed(4)} after Holm's correction over the table.</p>
${own.slice(0, SHOWN).map((contrast) => contrastTable(contrast, alpha))}${
  own.length > SHOWN
    ? html`<p class="note">${own.length - SHOWN} more pairs are in <code>metrics.json</code>.</p>\n`
    : undefined
}`;
}

function contrastTable({ a, b, paired, estimates }: Contrast, alpha: number): Markup {
  return html`<details><summary>${a} \u2212 ${b}${paired ? ', paired by seed' : ''}</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr><th scope="col">Estimate</th><th scope="col">difference</th><th scope="col" class="interval">interval</th><th scope="col">Holm p</th><th scope="col">prompts</th><th scope="col">seeds</th></tr></thead>
<tbody>
${Array.from(estimates, ([key, { difference, low, high, holm, prompts, seeds }]) => {
  const p = pValue(holm);
  return html`<tr><th scope="row" title="${estimatorName(key)}">${titledWords(key)}</th><td>${signed(key, difference)}</td><td class="interval">${intervalText(unitOf(key), { low, high })}</td><td>${holm < alpha ? html`<strong>${p}</strong>` : p}</td><td>${prompts}</td><td>${seeds}</td></tr>\n`;
})}</tbody></table></div>
</details>
`;
}

/** The quantity in whose unit a difference is told: of shares in points, as those between interventions. */
function unitOf({ quantity }: EstimatorKey): QuantityName {
  return quantity === 'length' || quantity === 'early' ? quantity : 'difference';
}

function signed(key: EstimatorKey, difference: number): string {
  const text = estimateText(unitOf(key), difference);
  return unitOf(key) === key.quantity && difference > 0 ? `+${text}` : text;
}
