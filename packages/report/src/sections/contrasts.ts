import type { Analysis, Contrast } from '@vestige/analysis';
import { html, type Markup } from '../html.ts';
import { figure, pValue, range } from '../numbers.ts';
import { estimatorWords, GROUPS } from '../words.ts';

/** Pairs of conditions that are shown; all are in `metrics.json`. */
const SHOWN = 15;

/** How the conditions differ, a table a pair, the rows that have an estimator in both; undefined if there is no pair. */
export function contrastsSection({ contrasts, conditions, confidence }: Analysis): Markup | undefined {
  const own = contrasts.filter(({ a, b, estimates }) => {
    return conditions[a] && conditions[b] && Object.keys(estimates).length > 0;
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
  const rows = Object.entries(estimates);
  return html`<details><summary>${a} \u2212 ${b}${paired ? ', paired by seed' : ''}</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr><th scope="col">Estimate</th><th scope="col">difference</th><th scope="col" class="interval">interval</th><th scope="col">Holm p</th><th scope="col">prompts</th><th scope="col">seeds</th></tr></thead>
<tbody>
${rows.map(([name, { difference, low, high, holm, prompts, seeds }]) => {
  const p = pValue(holm);
  return html`<tr><th scope="row" title="${name}">${contrastWords(name)}</th><td>${signed(name, difference)}</td><td class="interval">${range(unitOf(name), { low, high })}</td><td>${holm < alpha ? html`<strong>${p}</strong>` : p}</td><td>${prompts}</td><td>${seeds}</td></tr>\n`;
})}</tbody></table></div>
</details>
`;
}

/** An estimator with its group, as a table of several groups needs it. */
function contrastWords(name: string): string {
  const { group, words } = estimatorWords(name);
  return `${GROUPS[group]?.title ?? group}: ${words}`;
}

/** Differences of shares are told in points, as those between interventions. */
function unitOf(name: string): string {
  return /^(length|early)\./.test(name) ? name : 'difference.';
}

function signed(name: string, difference: number): string {
  const text = figure(unitOf(name), difference);
  return unitOf(name) === name && difference > 0 ? `+${text}` : text;
}
