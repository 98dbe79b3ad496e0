import type { Interval } from '@vestige/analysis';
import {
  ACCENT,
  estimatorWords,
  type Figure,
  figure,
  figureSection,
  GROUPS,
  html,
  type Markup,
  type PanelRow,
  pValue,
  REFERENCE,
  range,
  renderDocument,
  rowsPanel,
  SHARES,
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
const DRAWN = [
  ...['own', 'now', 'cut0', 'filler', 'shuffle', 'mistake', 'paraphrase'].map((name) => `accuracy.${name}`),
  ...['swap', 'flip', 'filler', 'cut0', 'cut50'].map((name) => `unchanged.${name}`),
  'reliance.minimum',
  'mediation.indirect',
  'mediation.direct',
];

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
        const [one, other] = [inA[estimator], inB[estimator]];
        if (!one || !other) return [];
        const { group, words } = estimatorWords(estimator);
        const dots = [
          { ...bounds(one), colour: REFERENCE, hollow: true },
          { ...bounds(other), colour: ACCENT },
        ];
        return [{ label: words, group: GROUPS[group]?.title, dots }];
      });
      const told = rows.map(({ label, group, dots: [one, other] }) =>
        [group, label, ...[one, other].map((dot) => figure('', dot!.mean))].join(' '),
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
  const { group, words } = estimatorWords(estimator);
  const p = pValue(holm);
  return html`<tr><th scope="row" title="${estimator}">${GROUPS[group]?.title ?? group}: ${words}</th>${[
    a,
    b,
  ].map(
    (interval) =>
      html`<td>${figure(estimator, interval.mean)}</td><td class="interval">${range(estimator, interval)}</td>`,
  )}<td>${signed(estimator, mean)}</td><td class="interval">${signed(estimator, low)} to ${signed(estimator, high)}</td><td>${significant ? html`<strong>${p}</strong>` : p}</td><td>${promptsOf(a, b)}</td></tr>\n`;
})}</tbody></table></div>`;
}

/** A difference in the unit of its estimator; shares in percentage points, as their own differences are. */
function signed(estimator: string, difference: number): string {
  const text = figure(estimator, difference).replace('%', '');
  return Number(text) > 0 && !text.startsWith('+') ? `+${text}` : text;
}
