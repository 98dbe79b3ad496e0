import type { Analysis, FeatureHistory } from '@vestige/analysis';
import { amount } from '../figures/histories.ts';
import { historyWords, mean, type ShownHistory, shownHistories, withinWords } from '../histories.ts';
import { html, type Markup } from '../html.ts';
import { decimal } from '../numbers.ts';

/** The histories of phrases in words, a row a feature of a condition; undefined if none are told. */
export function historiesTable(analysis: Analysis): Markup | undefined {
  const conditions = Object.keys(analysis.conditions).flatMap((condition) => {
    const histories = shownHistories(analysis, condition);
    return histories.length > 0 ? [{ condition, histories }] : [];
  });
  if (conditions.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="histories">
<thead><tr><th scope="col">Feature</th><th scope="col">at first</th><th scope="col">at last</th><th scope="col">reinforcement</th><th scope="col" class="text">History, in updates</th></tr></thead>
<tbody>
${conditions.map(
  ({ condition, histories }) =>
    html`<tr class="group"><th scope="rowgroup" colspan="5">${condition}</th></tr>\n${histories.map(row)}`,
)}</tbody></table></div>`;
}

function row({ feature, words, runs, within }: ShownHistory): Markup {
  const tokens = feature === 'length';
  const of = (pick: (run: FeatureHistory) => number) => mean(runs.map(pick));
  const first = amount(
    of(({ frequency }) => frequency[0]!),
    tokens,
  );
  const last = amount(
    of(({ frequency }) => frequency.at(-1)!),
    tokens,
  );
  const received = decimal(
    of(({ reinforcement }) => reinforcement.at(-1)!),
    2,
  );
  return html`<tr><th scope="row">${words}</th><td data-head="at first">${first}</td><td data-head="at last">${last}</td><td data-head="reinforcement">${received}</td><td class="text">${tokens ? undefined : [historyWords(runs), withinWords(within)].filter((part) => part !== undefined).join('; ')}</td></tr>\n`;
}
