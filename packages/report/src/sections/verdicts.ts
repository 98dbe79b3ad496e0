import type { ConditionAnalysis } from '@vestige/analysis';
import { headlineFigures, phraseSentence } from '../headline.ts';
import { html, type Markup } from '../html.ts';
import type { ReportInput } from '../report.ts';
import { verdictWords } from '../words.ts';

/** The headline: a sentence a condition, what decided it, and what the condition is. */
export function verdictsSection({
  analysis,
  experiment,
}: Pick<ReportInput, 'analysis' | 'experiment'>): Markup {
  const items = Object.entries(analysis.conditions).map(([name, condition]) => {
    const description = experiment.conditions[name]?.description;
    const verdict = verdictWords(condition.verdict, condition.training);
    return html`<li>
<p class="line"><strong>${name}: ${verdict.name}</strong> \u2013 ${headlineFigures(condition, condition.chance ?? analysis.chance)}</p>
<p>${verdict.meaning} <span class="soft">${condition.reason}</span></p>
${groupVerdicts(condition, condition.chance ?? analysis.chance)}${phraseVerdicts(condition)}<p class="soft">${description ? `${description} ` : undefined}Right means: by the rule <code>${condition.rule}</code>.</p>
</li>
`;
  });
  return html`<ul class="verdicts">
${items}</ul>`;
}

/** The verdict on each kind of prompt, where there are several. */
function groupVerdicts({ groups, training }: ConditionAnalysis, chance: number): Markup[] {
  return Object.entries(groups).map(
    ([name, group]) =>
      html`<p><strong>${name}: ${verdictWords(group.verdict, training).name}</strong> \u2013 ${headlineFigures(group, chance)} <span class="soft">${group.reason}</span></p>
`,
  );
}

function phraseVerdicts(condition: ConditionAnalysis): Markup | undefined {
  const sentence = phraseSentence(condition);
  return sentence === undefined ? undefined : html`<p class="soft">${sentence}</p>\n`;
}
