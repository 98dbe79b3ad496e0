import {
  type Analysis,
  type Attributes,
  ByEstimator,
  ByTreatment,
  type EstimatorKey,
  estimatorName,
  headlineFirst,
  type PromptsAnalysis,
  type Treatment,
} from '@vestige/analysis';
import { withGroups } from '../headline.ts';
import { html, type Markup } from '../html.ts';
import { interventionWords } from '../interventionWords.ts';
import { estimateText, intervalText, pValue } from '../numbers.ts';
import { sampleSize, sampleSizeWords } from '../sampleSize.ts';
import { skippedSentences } from '../skipped.ts';
import { estimatorWords, GROUPS } from '../words.ts';

/** A condition or a kind of its prompts, with what it is called. */
type Part = readonly [name: string, part: PromptsAnalysis, ...unknown[]];

/** Rows of a table that are shown at once, and those on the interventions that are not, folded up. */
type Table = (keys: readonly EstimatorKey[]) => Markup;

/** Every estimate with its interval and what it rests on, and why some have no figure. */
export function estimatesTable(parts: readonly Part[], attributes?: Attributes): Markup {
  const table: Table = (keys) => html`${frame('estimates')}
<thead><tr><th scope="col">Estimate</th>${parts.map(
    ([name]) =>
      html`<th scope="col">${name}</th><th scope="col" class="interval">interval</th><th scope="col" class="interval">n</th>`,
  )}</tr></thead>
<tbody>
${grouped(keys, 1 + 3 * parts.length, attributes, (key) =>
  parts.map(([, { estimates }]) => {
    const estimate = estimates.get(key);
    if (!estimate) return html`<td class="none" colspan="3"></td>`;
    return html`<td>${estimateText(key.quantity, estimate.mean)}</td><td class="interval">${intervalText(key.quantity, estimate)}</td>${sizeCell(estimate)}`;
  }),
)}</tbody></table></div>`;
  return html`<p class="note">n: prompts of all seeds that a figure rests on, and in brackets seeds.</p>
${folding(treatmentsIn(parts), keysOf(parts), table)}${absentTable(parts, attributes)}`;
}

/** Point estimates of each seed's policy. */
export function seedsTable(analysis: Analysis): Markup {
  const parts = withGroups(analysis);
  const columns = parts.flatMap(([name, { estimates }]) =>
    analysis.seeds.map((seed) => ({ name, seed, estimates })),
  );
  const table: Table = (keys) => html`${frame('estimates')}
<thead><tr><th scope="col">Estimate</th>${columns.map(
    ({ name, seed }) => html`<th scope="col">${name} ${seed}</th>`,
  )}</tr></thead>
<tbody>
${grouped(keys, 1 + columns.length, analysis.attributes, (key) =>
  columns.map(({ estimates, seed }) => {
    const value = estimates.get(key)?.bySeed[seed];
    return html`<td>${value === undefined ? undefined : estimateText(key.quantity, value)}</td>`;
  }),
)}</tbody></table></div>`;
  return folding(analysis.interventions, keysOf(parts), table);
}

/** Interventions that were asked for and not run, with the reason and of which conditions; nothing if all were. */
export function skippedNote({ conditions }: Analysis): Markup | undefined {
  const told = skippedSentences(conditions);
  return told.length === 0 ? undefined : html`<p class="note">${told.join(' ')}</p>`;
}

/** Which interventions change the most probable answer's accuracy, against that after the own reasoning. */
export function comparisonsTable(analysis: Analysis): Markup {
  const conditions = Object.entries(analysis.conditions);
  const compared = analysis.interventions.filter((treatment) =>
    conditions.some(([, { comparisons }]) => comparisons.get(treatment)),
  );
  const table = (treatments: readonly Treatment[]) => html`${frame('estimates')}
<thead><tr><th scope="col">Difference to own reasoning, most probable answer</th>${conditions.map(
    ([name]) =>
      html`<th scope="col">${name}</th><th scope="col" class="interval">n</th><th scope="col">Holm p</th>`,
  )}</tr></thead>
<tbody>
${treatments.map(
  (treatment) =>
    html`<tr><th scope="row">${interventionWords(treatment)}</th>${conditions.map(([, { comparisons }]) => {
      const comparison = comparisons.get(treatment);
      if (!comparison) return html`<td class="none" colspan="3"></td>`;
      return html`<td>${estimateText('difference', comparison.difference)}</td>${sizeCell(comparison)}<td>${probability(comparison)}</td>`;
    })}</tr>\n`,
)}</tbody></table></div>`;
  const { headline, others } = headlineFirst(compared);
  return folded(headline, others, table);
}

function probability({ holm, differs }: { readonly holm: number; readonly differs: boolean }): Markup {
  const p = pValue(holm);
  return differs ? html`<strong>${p}</strong>` : html`${p}`;
}

function sizeCell(one: Parameters<typeof sampleSize>[0]): Markup {
  return html`<td class="interval" title="${sampleSizeWords(one)}">${sampleSize(one)}</td>`;
}

function frame(name: string): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="${name}">`;
}

function keysOf(parts: readonly Part[]): EstimatorKey[] {
  return new ByEstimator(parts.flatMap(([, { estimates }]) => [...estimates])).keys();
}

/** The treatments that estimates are of. */
function treatmentsIn(parts: readonly Part[]): Treatment[] {
  const measured = keysOf(parts).flatMap((key) =>
    key.quantity === 'accuracy' || key.quantity === 'unchanged' ? [[treatmentIn(key)!, true] as const] : [],
  );
  return new ByTreatment(measured).keys();
}

/** The treatment that an estimator is of, if it is of one. */
function treatmentIn(key: EstimatorKey): Treatment | undefined {
  if (!('intervention' in key)) return undefined;
  const { intervention } = key;
  return 'unit' in key && key.unit !== undefined ? { intervention, unit: key.unit } : { intervention };
}

/** A table of the rows that are shown first, in the headline's order, and one of all others. */
function folding(interventions: readonly Treatment[], keys: readonly EstimatorKey[], table: Table): Markup {
  const { headline, others } = headlineFirst(interventions);
  const places = new ByTreatment(headline.map((treatment, place) => [treatment, place]));
  const folds = new ByTreatment(others.map((treatment) => [treatment, true]));
  const rank = (key: EstimatorKey) => {
    const treatment = treatmentIn(key);
    return (treatment && places.get(treatment)) ?? Number.POSITIVE_INFINITY;
  };
  const isFolded = (key: EstimatorKey) => {
    const treatment = treatmentIn(key);
    return treatment !== undefined && folds.get(treatment) === true;
  };
  const first = keys
    .filter((key) => !isFolded(key))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : +(rank(a) > rank(b))));
  return folded(first, keys.filter(isFolded), table);
}

function folded<T>(first: readonly T[], others: readonly T[], table: (rows: readonly T[]) => Markup): Markup {
  return html`${first.length > 0 ? table(first) : undefined}${
    others.length > 0
      ? html`
<details><summary>All interventions: ${others.length} more rows</summary>
${table(others)}
</details>`
      : undefined
  }`;
}

/** Estimates that have no figure anywhere, with the reason, folded up. */
function absentTable(all: readonly Part[], attributes: Attributes | undefined): Markup | undefined {
  const parts = all.filter(([, { absent }]) => absent.size > 0);
  const keys = new ByEstimator(parts.flatMap(([, { absent }]) => [...absent])).keys();
  if (keys.length === 0) return undefined;
  return html`
<details class="absent"><summary>Without a figure: ${keys.length} ${keys.length === 1 ? 'estimate' : 'estimates'}</summary>
${frame('estimates')}
<thead><tr><th scope="col">Estimate</th>${parts.map(([name]) => html`<th scope="col" class="text">${name}</th>`)}</tr></thead>
<tbody>
${grouped(keys, 1 + parts.length, attributes, (key) =>
  parts.map(([, { absent }]) => html`<td class="text interval">${absent.get(key)}</td>`),
)}</tbody></table></div>
</details>`;
}

function grouped(
  keys: readonly EstimatorKey[],
  span: number,
  attributes: Attributes | undefined,
  cells: (key: EstimatorKey) => Markup[],
): Markup[] {
  return Object.entries(GROUPS).flatMap(([group, { title, meaning }]) => {
    const own = keys.filter(({ quantity }) => quantity === group);
    if (own.length === 0) return [];
    return [
      html`<tr class="group"><th scope="rowgroup" colspan="${span}">${title} <span>${meaning}</span></th></tr>\n`,
      ...own.map(
        (key) =>
          html`<tr><th scope="row" title="${estimatorName(key)}">${estimatorWords(key, attributes)}</th>${cells(key)}</tr>\n`,
      ),
    ];
  });
}
