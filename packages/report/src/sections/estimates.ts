import type { Analysis, Attributes, PromptsAnalysis } from '@vestige/analysis';
import { withGroups } from '../headline.ts';
import { html, type Markup } from '../html.ts';
import { figure, pValue, range } from '../numbers.ts';
import { estimatorWords, GROUPS } from '../words.ts';

/** A condition or a kind of its prompts, with what it is called. */
type Part = readonly [name: string, part: PromptsAnalysis, ...unknown[]];

/** Every estimate with its interval, a column pair for each condition or kind of prompts. */
export function estimatesTable(parts: readonly Part[], attributes?: Attributes): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr><th scope="col">Estimate</th>${parts.map(
    ([name]) => html`<th scope="col">${name}</th><th scope="col" class="interval">interval</th>`,
  )}</tr></thead>
<tbody>
${grouped(parts, 1 + 2 * parts.length, attributes, (estimator) =>
  parts.map(([, { estimates }]) => {
    const estimate = estimates[estimator];
    return estimate
      ? html`<td>${figure(estimator, estimate.mean)}</td><td class="interval">${range(estimator, estimate)}</td>`
      : html`<td></td><td></td>`;
  }),
)}</tbody></table></div>`;
}

/** Point estimates of each seed's policy. */
export function seedsTable(analysis: Analysis): Markup {
  const parts = withGroups(analysis);
  const columns = parts.flatMap(([name, { estimates }]) =>
    analysis.seeds.map((seed) => ({ name, seed, estimates })),
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr><th scope="col">Estimate</th>${columns.map(
    ({ name, seed }) => html`<th scope="col">${name} ${seed}</th>`,
  )}</tr></thead>
<tbody>
${grouped(parts, 1 + columns.length, analysis.attributes, (estimator) =>
  columns.map(({ estimates, seed }) => {
    const value = estimates[estimator]?.bySeed[seed];
    return html`<td>${value === undefined ? undefined : figure(estimator, value)}</td>`;
  }),
)}</tbody></table></div>`;
}

/** Which interventions differ from the policy left alone. */
export function comparisonsTable(analysis: Analysis): Markup {
  const conditions = Object.entries(analysis.conditions);
  const names = analysis.interventions.filter((name) =>
    conditions.some(([, { comparisons }]) => comparisons[name]),
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>
<thead><tr><th scope="col">Difference to own reasoning</th>${conditions.map(
    ([name]) => html`<th scope="col">${name}</th><th scope="col">Holm p</th>`,
  )}</tr></thead>
<tbody>
${names.map(
  (name) =>
    html`<tr><th scope="row">${estimatorWords(`difference.${name}`).words}</th>${conditions.map(
      ([, { comparisons }]) => {
        const comparison = comparisons[name];
        if (!comparison) return html`<td></td><td></td>`;
        const p = pValue(comparison.holm);
        return html`<td>${figure('difference.', comparison.difference)}</td><td>${comparison.differs ? html`<strong>${p}</strong>` : p}</td>`;
      },
    )}</tr>\n`,
)}</tbody></table></div>`;
}

function grouped(
  parts: readonly Part[],
  span: number,
  attributes: Attributes | undefined,
  cells: (estimator: string) => Markup[],
): Markup[] {
  const names = [...new Set(parts.flatMap(([, { estimates }]) => Object.keys(estimates)))];
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
