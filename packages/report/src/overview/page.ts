import { renderDocument } from '../document.ts';
import type { Figure } from '../figures/figure.ts';
import { html, type Markup } from '../html.ts';
import { estimatesTable } from '../sections/estimates.ts';
import { figureSection } from '../sections/figure.ts';
import type { OverviewInput } from './input.ts';
import { rowSentence, SENTENCES_NOTE } from './sentence.ts';
import { COLUMNS } from './table.ts';

/** `overview.html`. */
export function renderOverviewPage(input: OverviewInput, figures: readonly Figure[]): string {
  const { overview, rows, reports, generator } = input;
  const body = html`<h1>${overview.title}</h1>
${overview.claim ? html`<p class="claim">${overview.claim}</p>` : undefined}
<p class="note">${SENTENCES_NOTE}</p>
<ul class="verdicts dense">
${rows.map(
  (row) => html`<li>
<p class="line"><strong><a href="${row.page}">${row.label}</a>: ${row.part.verdict}</strong> \u2013 ${rowSentence(row)}</p>
${row.description ? html`<p class="soft">${row.description}</p>\n` : undefined}</li>
`,
)}</ul>
${figures.map((figure) => html`<h2>${figure.title}</h2>\n${figureSection(figure)}\n`)}<h2>Side by side</h2>
<p class="note">Point estimates; reliance with its interval. Own: accuracy of the most probable answer after its own reasoning. Without: the same under the removal of the reasoning that costs least. Same: answers that stay when the reasoning is swapped, or the prompt flipped. Indirect, direct: effects of what a flip changes. Tokens before: of the pretrained policy that a row was trained from.</p>
${summaryTable(input)}
<h2>All estimates</h2>
<p class="note">Final policies, over the seeds that count; beside each its interval.</p>
${estimatesTable(rows.map(({ label, part }) => [label, part]))}
<h2>Reports</h2>
<p class="note">Rollouts, figures by seed, and how each was made.</p>
<ul>
${reports.map(({ project, title, page }) => html`<li><a href="${page}">${title}</a> <span class="soft">${project}</span></li>\n`)}</ul>
<p>To make it all again, in a clone of the repository:</p>
<pre><code>npm ci
npx nx run ${overview.project}:report</code></pre>
<footer>Made by Vestige ${generator.version} as ${overview.project}. Figures for other tools are in <code>metrics.json</code>.</footer>`;
  return renderDocument(overview.title, generator.version, body);
}

function summaryTable({ rows }: OverviewInput): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table"><table class="estimates">
<thead><tr><th scope="col">Condition</th><th scope="col" class="verdict">Verdict</th>${COLUMNS.map(({ words }) => html`<th scope="col">${words}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) =>
    html`<tr><th scope="row">${row.label}</th><td class="verdict">${row.part.verdict}</td>${COLUMNS.map(({ cell }) => html`<td>${cell(row)}</td>`)}</tr>\n`,
)}</tbody></table></div>`;
}
