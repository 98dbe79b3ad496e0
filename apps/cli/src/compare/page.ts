import {
  type EstimatorKey,
  estimatorName,
  type Interval,
  type Intervention,
  type QuantityName,
} from '@vestige/analysis';
import {
  ACCENT,
  estimateText,
  estimatorWords,
  type Figure,
  figureSection,
  GROUPS,
  html,
  intervalText,
  type Markup,
  type PanelRow,
  pValue,
  REFERENCE,
  renderDocument,
  rowsPanel,
  SHARES,
  titledWords,
} from '@vestige/report/parts';
import {
  type Comparison,
  type ConditionComparison,
  type Difference,
  differencesOf,
  type Figures,
} from './compare.ts';
import { inWords, missing, promptsOf, rule, setting, settingsInWords, summary } from './tell.ts';

/** Shares that the picture shows where both reports have them. */
const DRAWN: readonly EstimatorKey[] = [
  ...under('accuracy', ['own', 'now', 'cut0', 'filler', 'shuffle', 'mistake', 'paraphrase']),
  ...under('unchanged', ['swap', 'flip', 'filler', 'cut0', 'cut50']),
  { quantity: 'reliance', part: 'minimum' },
  { quantity: 'mediation', part: 'indirect' },
  { quantity: 'mediation', part: 'direct' },
];

function under(quantity: 'accuracy' | 'unchanged', interventions: readonly Intervention[]): EstimatorKey[] {
  return interventions.map((intervention) => ({ quantity, intervention }));
}

/**
 * Two reports told apart, as one self-contained page.
 *
 * @param version of the command
 */
export function comparisonPage(comparison: Comparison, a: Figures, b: Figures, version: string): string {
  const title = `${comparison.a} (A) and ${comparison.b} (B)`;
  const body = html`<h1>${title}</h1>
<p class="claim">${summary(comparison)}</p>
<p>${settingsInWords(comparison)}</p>
${settingsTable(comparison)}${missing(comparison).map((line) => html`<p>${line}</p>\n`)}<ul class="verdicts">
${comparison.conditions.map((condition) => html`<li><p class="line"><strong>${condition.condition}</strong> \u2013 ${inWords(condition)}.</p></li>\n`)}</ul>
${comparison.conditions.length > 0 ? html`<h2>Side by side</h2>\n${figureSection(bothFigure(comparison, a, b))}\n` : undefined}${comparison.conditions.map(differencesSection)}<p class="note">${rule(comparison)}</p>
<footer>Made by Vestige ${version}.</footer>`;
  return renderDocument(title, version, body);
}

function settingsTable({ settings }: Comparison): Markup | undefined {
  if (!settings?.length) return undefined;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>
<thead><tr><th scope="col">Setting</th><th scope="col" class="text">A</th><th scope="col" class="text">B</th></tr></thead>
<tbody>
${settings.map(({ field, a, b }) => html`<tr><th scope="row">${field}</th><td class="text">${setting(a)}</td><td class="text">${setting(b)}</td></tr>\n`)}</tbody></table></div>
`;
}

function bothFigure({ a: nameA, b: nameB, conditions }: Comparison, a: Figures, b: Figures): Figure {
  return {
    name: 'both',
    title: 'Side by side',
    caption: `Orange rings: A, ${nameA}. Blue: B, ${nameB}. Bars: intervals. What lies outside 0% to 100% is drawn at the end.`,
    panels: conditions.map(({ condition, verdicts: [verdictA, verdictB] }) => {
      const [inA, inB] = [a.conditions[condition]!.estimates, b.conditions[condition]!.estimates];
      const rows = DRAWN.flatMap((estimator): PanelRow[] => {
        const [one, other] = [inA.get(estimator), inB.get(estimator)];
        if (!one || !other) return [];
        const dots = [
          { ...bounds(one), colour: REFERENCE, hollow: true },
          { ...bounds(other), colour: ACCENT },
        ];
        return [{ label: estimatorWords(estimator), group: GROUPS[estimator.quantity].title, dots }];
      });
      const told = rows.map(({ label, group, dots: [one, other] }) =>
        [group, label, ...[one, other].map((dot) => estimateText('accuracy', dot!.mean))].join(' '),
      );
      const verdict = verdictA === verdictB ? verdictA : `${verdictA} in A, ${verdictB} in B`;
      return rowsPanel(`${condition}: ${verdict}`, `${condition}, A and B: ${told.join(', ')}`, rows, {
        ...SHARES,
        width: 420,
        joined: true,
      });
    }),
    columns: 2,
    wide: true,
  };
}

function bounds({ mean, low, high }: Interval) {
  return { mean, low, high };
}

function differencesSection(condition: ConditionComparison): Markup {
  const { headline, others } = condition;
  return html`<h2>${condition.condition}</h2>
${missing(condition).map((line) => html`<p class="note">${line}</p>\n`)}${headline.length > 0 ? differencesTable(headline) : undefined}${
  others.length > 0
    ? html`<details><summary>${others.length} other estimates differ</summary>
${differencesTable(others)}
</details>`
    : undefined
}${differencesOf(condition).length === 0 ? html`<p>No estimate differs.</p>` : undefined}
`;
}

function differencesTable(differences: readonly Difference[]): Markup {
  return html`<p class="note">B \u2212 A of shares in percentage points. Bold: significant.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr><th scope="col">Estimate</th><th scope="col">A</th><th scope="col" class="interval">interval</th><th scope="col">B</th><th scope="col" class="interval">interval</th><th scope="col">B \u2212 A</th><th scope="col" class="interval">interval</th><th scope="col">Holm p</th><th scope="col">prompts</th></tr></thead>
<tbody>
${differences.map(({ estimator, a, b, difference: mean, low, high, holm, significant }) => {
  const { quantity } = estimator;
  const p = pValue(holm);
  return html`<tr><th scope="row" title="${estimatorName(estimator)}">${titledWords(estimator)}</th>${[
    a,
    b,
  ].map(
    (interval) =>
      html`<td>${estimateText(quantity, interval.mean)}</td><td class="interval">${intervalText(quantity, interval)}</td>`,
  )}<td>${signed(quantity, mean)}</td><td class="interval">${signed(quantity, low)} to ${signed(quantity, high)}</td><td>${significant ? html`<strong>${p}</strong>` : p}</td><td>${promptsOf(a, b)}</td></tr>\n`;
})}</tbody></table></div>`;
}

/** A difference in the unit of its quantity; shares in percentage points, as their own differences are. */
function signed(quantity: QuantityName, difference: number): string {
  const text = estimateText(quantity, difference).replace('%', '');
  return Number(text) > 0 && !text.startsWith('+') ? `+${text}` : text;
}
