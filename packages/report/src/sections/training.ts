import type { Analysis } from '@vestige/analysis';
import { html, type Markup } from '../html.ts';

/** Where each run stopped, and whether it was solved; undefined if there was none. */
export function trainingTable(analysis: Analysis): Markup | undefined {
  const rows = Object.entries(analysis.conditions).flatMap(([name, { training, seeds }]) =>
    Object.entries(training).map(([seed, { steps, solved, leftChance }]) => {
      const used = seeds.includes(Number(seed)) ? 'in the estimates' : 'left out of the estimates';
      const chance = leftChance ? '' : 'never left chance, ';
      return html`<tr><th scope="row">${name}</th><td>${seed}</td><td>${steps}</td><td class="text"><span class="${solved ? 'good' : 'bad'}">${solved ? 'solved' : 'not solved'}</span>, ${chance}${used}</td></tr>\n`;
    }),
  );
  if (rows.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>
<thead><tr><th scope="col">Condition</th><th scope="col">Seed</th><th scope="col">Updates</th><th scope="col" class="text">Outcome</th></tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}
