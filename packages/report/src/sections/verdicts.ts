import type { ConditionAnalysis, PromptsAnalysis } from '@vestige/analysis';
import { verdictPanel } from '../figures/verdict.ts';
import { isAskedOfServer } from '../given.ts';
import { followsLine, headlineFigures, meaningSentence, phraseSentence, seedsSentence } from '../headline.ts';
import { html, Markup } from '../html.ts';
import type { ReportInput } from '../reportInput.ts';
import { followedWords, verdictWords } from '../words.ts';

/** The headline: a sentence a condition, what decided it, and what the condition is. */
export function verdictsSection({
  analysis,
  experiment,
}: Pick<ReportInput, 'analysis' | 'experiment'>): Markup {
  const items = Object.entries(analysis.conditions).map(([name, condition]) => {
    const { description } = experiment.conditions[name] ?? {};
    const verdict = verdictWords(condition.verdict, condition.training);
    const chance = condition.chance ?? analysis.chance;
    return html`<li>
${pictured(
  name,
  condition,
  chance,
  html`<p class="line"><strong>${name}: ${verdict.name}</strong>${isAskedOfServer(condition) ? ' (as a server answered)' : ''} \u2013 ${headlineFigures(condition, chance)}</p>
${seedsLine(condition, condition)}<p>${meaningSentence(condition)} ${followedWords(condition.follows.followed)}${description ? html` <span class="soft">${description}</span>` : undefined}</p>
<details><summary>What decided it</summary>
<p>${condition.reason}</p>
<p>${followsLine(condition)}</p>
${phraseVerdicts(condition)}<p>Right means: by the rule <code>${condition.rule}</code>.</p>
</details>`,
)}
${groupVerdicts(name, condition, chance)}</li>
`;
  });
  return html`<ul class="verdicts">
${items}</ul>`;
}

/** The verdict on each kind of prompt, where there are several. */
function groupVerdicts(name: string, condition: ConditionAnalysis, chance: number): Markup[] {
  return Object.entries(condition.groups).map(([kind, group]) =>
    pictured(
      `${name}, ${kind}`,
      group,
      chance,
      html`<p><strong>${kind}: ${verdictWords(group.verdict, condition.training).name}</strong> \u2013 ${headlineFigures(group, chance)}</p>
${seedsLine(group, condition)}<details><summary>What decided it</summary>
<p>${group.reason}</p>
<p>${followsLine(group)}</p>
</details>`,
    ),
  );
}

/** Sentences on a policy, and beside them the picture of their figures. */
function pictured(name: string, part: PromptsAnalysis, chance: number, sentences: Markup): Markup {
  const picture = verdictPanel(name, part, chance);
  return html`<div class="verdict">
<div>
${sentences}
</div>
${picture && new Markup(picture.svg)}</div>
`;
}

/** The verdict on each seed, where there are several. */
function seedsLine(part: PromptsAnalysis, condition: ConditionAnalysis): Markup | undefined {
  const sentence = seedsSentence(part, condition);
  return sentence === undefined ? undefined : html`<p class="seeds">${sentence}</p>\n`;
}

function phraseVerdicts(condition: ConditionAnalysis): Markup | undefined {
  const sentence = phraseSentence(condition);
  return sentence === undefined ? undefined : html`<p>${sentence}</p>\n`;
}
