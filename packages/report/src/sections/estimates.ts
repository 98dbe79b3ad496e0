import { type Analysis, type Attributes, headlineFirst, type PromptsAnalysis } from '@vestige/analysis';
import { withGroups } from '../headline.ts';
import { html, type Markup } from '../html.ts';
import { figure, pValue, range } from '../numbers.ts';
import { restsOn, sizeOf } from '../restsOn.ts';
import { estimatorWords, GROUPS } from '../words.ts';

/** A condition or a kind of its prompts, with what it is called. */
type Part = readonly [name: string, part: PromptsAnalysis, ...unknown[]];

/** Rows of a table that are shown at once, and those on the interventions that are not, folded up. */
type Table = (names: readonly string[]) => Markup;

/** Every estimate with its interval and what it rests on, and why some have no figure. */
export function estimatesTable(parts: readonly Part[], attributes?: Attributes): Markup {
  const table: Table = (names) => html`${frame('estimates')}
<thead><tr><th scope="col">Estimate</th>${parts.map(
    ([name]) =>
      html`<th scope="col">${name}</th><th scope="col" class="interval">interval</th><th scope="col" class="interval">n</th>`,
  )}</tr></thead>
<tbody>
${grouped(names, 1 + 3 * parts.length, attributes, (estimator) =>
  parts.map(([, { estimates }]) => {
    const estimate = estimates[estimator];
    if (!estimate) return html`<td class="none" colspan="3"></td>`;
    return html`<td>${figure(estimator, estimate.mean)}</td><td class="interval">${range(estimator, estimate)}</td>${sizeCell(estimate)}`;
  }),
)}</tbody></table></div>`;
  return html`<p class="note">n: prompts of all seeds that a figure rests on, and in brackets seeds.</p>
${folding(interventionsIn(parts), namesOf(parts), table)}${absentTable(parts, attributes)}`;
}

/** Point estimates of each seed's policy. */
export function seedsTable(analysis: Analysis): Markup {
  const parts = withGroups(analysis);
  const columns = parts.flatMap(([name, { estimates }]) =>
    analysis.seeds.map((seed) => ({ name, seed, estimates })),
  );
  const table: Table = (names) => html`${frame('estimates')}
<thead><tr><th scope="col">Estimate</th>${columns.map(
    ({ name, seed }) => html`<th scope="col">${name} ${seed}</th>`,
  )}</tr></thead>
<tbody>
${grouped(names, 1 + columns.length, analysis.attributes, (estimator) =>
  columns.map(({ estimates, seed }) => {
    const value = estimates[estimator]?.bySeed[seed];
    return html`<td>${value === undefined ? undefined : figure(estimator, value)}</td>`;
  }),
)}</tbody></table></div>`;
  return folding(analysis.interventions, namesOf(parts), table);
}

/** Which interventions change the most probable answer's accuracy, against that after the own reasoning. */
export function comparisonsTable(analysis: Analysis): Markup {
  const conditions = Object.entries(analysis.conditions);
  const compared = analysis.interventions.filter((name) =>
    conditions.some(([, { comparisons }]) => comparisons[name]),
  );
  const table: Table = (names) => html`${frame('estimates')}
<thead><tr><th scope="col">Difference to own reasoning, most probable answer</th>${conditions.map(
    ([name]) =>
      html`<th scope="col">${name}</th><th scope="col" class="interval">n</th><th scope="col">Holm p</th>`,
  )}</tr></thead>
<tbody>
${names.map(
  (name) =>
    html`<tr><th scope="row">${estimatorWords(name).words}</th>${conditions.map(([, { comparisons }]) => {
      const comparison = comparisons[name.slice('difference.'.length)];
      if (!comparison) return html`<td class="none" colspan="3"></td>`;
      return html`<td>${figure('difference.', comparison.difference)}</td>${sizeCell(comparison)}<td>${probability(comparison)}</td>`;
    })}</tr>\n`,
)}</tbody></table></div>`;
  const names = compared.map((name) => `difference.${name}`);
  return folding(analysis.interventions, names, table);
}

function probability({ holm, differs }: { readonly holm: number; readonly differs: boolean }): Markup {
  const p = pValue(holm);
  return differs ? html`<strong>${p}</strong>` : html`${p}`;
}

function sizeCell(one: Parameters<typeof sizeOf>[0]): Markup {
  return html`<td class="interval" title="${restsOn(one)}">${sizeOf(one)}</td>`;
}

function frame(name: string): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="${name}">`;
}

function namesOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap(([, { estimates }]) => Object.keys(estimates)))];
}

/** The interventions that estimates are of. */
function interventionsIn(parts: readonly Part[]): string[] {
  const measured = /^(?:accuracy|unchanged)\.(.+)$/;
  return [...new Set(namesOf(parts).flatMap((name) => measured.exec(name)?.[1] ?? []))];
}

/** A table of the rows that are shown first, in the headline's order, and one of all others. */
function folding(interventions: readonly string[], names: readonly string[], table: Table): Markup {
  const { headline, others } = headlineFirst(interventions);
  const treatmentOf = (name: string) => name.slice(name.indexOf('.') + 1);
  const rank = (name: string) => (headline.indexOf(treatmentOf(name)) + 1 || Number.POSITIVE_INFINITY) - 1;
  const folded = names.filter((name) => others.includes(treatmentOf(name)));
  const first = names
    .filter((name) => !folded.includes(name))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : +(rank(a) > rank(b))));
  return html`${first.length > 0 ? table(first) : undefined}${
    folded.length > 0
      ? html`
<details><summary>All interventions: ${folded.length} more rows</summary>
${table(folded)}
</details>`
      : undefined
  }`;
}

/** Estimates that have no figure anywhere, with the reason, folded up. */
function absentTable(all: readonly Part[], attributes: Attributes | undefined): Markup | undefined {
  const parts = all.filter(([, { absent }]) => Object.keys(absent).length > 0);
  const names = [...new Set(parts.flatMap(([, { absent }]) => Object.keys(absent)))];
  if (names.length === 0) return undefined;
  return html`
<details class="absent"><summary>Without a figure: ${names.length} ${names.length === 1 ? 'estimate' : 'estimates'}</summary>
${frame('estimates')}
<thead><tr><th scope="col">Estimate</th>${parts.map(([name]) => html`<th scope="col" class="text">${name}</th>`)}</tr></thead>
<tbody>
${grouped(names, 1 + parts.length, attributes, (estimator) =>
  parts.map(([, part]) => html`<td class="text interval">${part.absent[estimator]}</td>`),
)}</tbody></table></div>
</details>`;
}

function grouped(
  names: readonly string[],
  span: number,
  attributes: Attributes | undefined,
  cells: (estimator: string) => Markup[],
): Markup[] {
  return Object.entries(GROUPS).flatMap(([group, { title, meaning }]) => {
    const own = names.filter((name) => estimatorWords(name).group === group);
    if (own.length === 0) return [];
    return [
      html`<tr class="group"><th scope="rowgroup" colspan="${span}">${title} <span>${meaning}</span></th></tr>\n`,
      ...own.map(
        (name) =>
          html`<tr><th scope="row" title="${name}">${estimatorWords(name, attributes).words}</th>${cells(name)}</tr>\n`,
      ),
    ];
  });
}
