import type { Analysis } from '@vestige/analysis';
import { headlineFigures } from '../headline.ts';
import { html, type Markup } from '../html.ts';
import type { ReportExperiment } from '../report.ts';
import { VERDICT_MEANING } from '../words.ts';

/** The headline: a sentence a condition, what decided it, and what the condition is. */
export function verdictsSection(analysis: Analysis, experiment: ReportExperiment): Markup {
  const items = Object.entries(analysis.conditions).map(([name, condition]) => {
    const description = experiment.conditions[name]?.description;
    return html`<li>
<p class="line"><strong>${name}: ${condition.verdict}</strong> \u2013 ${headlineFigures(condition, condition.chance ?? analysis.chance)}</p>
<p>${VERDICT_MEANING[condition.verdict]} <span class="soft">${condition.reason}</span></p>
<p class="soft">${description ? `${description} ` : undefined}Right means: by the rule <code>${condition.rule}</code>.</p>
</li>
`;
  });
  return html`<ul class="verdicts">
${items}</ul>`;
}
