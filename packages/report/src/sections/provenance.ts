import { type Analysis, HARMFUL, HEEDED, LOAD_BEARING, UNHEEDED, VESTIGIAL } from '@vestige/analysis';
import { citationText } from '../citation.ts';
import { givenSentences } from '../given.ts';
import { html, type Markup } from '../html.ts';
import type { ReportExperiment } from '../reportInput.ts';

/** How the figures were made, and how to make them again. */
export function provenanceSection(analysis: Analysis, experiment: ReportExperiment, version: string): Markup {
  const { backend, kernels, seeds, confidence, resamples } = analysis;
  const level = `${+(confidence * 100).toFixed(2)}%`;
  const oneSeed = seeds.length === 1;
  return html`<dl>
<dt>Experiment</dt><dd>${experiment.project}</dd>
<dt>Seeds</dt><dd>${seeds.join(', ')}</dd>
<dt>Prompts a final policy</dt><dd>${promptCounts(analysis)}</dd>
<dt>Backend</dt><dd>${backend}${kernels ? `, kernels ${kernels}` : ''}</dd>
<dt>Intervals</dt><dd>${level}, ${resamples} bootstrap resamples</dd>
<dt>Vestige</dt><dd>${version}</dd>
<dt>To cite it</dt><dd>${citationText(version)}</dd>
</dl>
${givenSentences(analysis.conditions).map(
  (sentence) => html`<p>${sentence}</p>
`,
)}<p>Each final policy answers the same prompts with its own chain of thought and after each intervention on it. ${
    oneSeed
      ? 'Intervals are percentiles of a bootstrap over prompts, all interventions on a prompt together; with one seed they say nothing about other seeds.'
      : 'Intervals are Student\u2019s t over seeds, by the jackknife; seeds that lie close by luck get at least a quarter of the interval of a bootstrap over prompts, all interventions on a prompt together.'
  } Differences to own reasoning are paired by prompt, and their p-values are corrected by Holm\u2019s method: those of the removals, on which the verdict rests, among themselves, and those of all other interventions. The verdict rests on the share of the accuracy above chance that is lost under the removal that costs least: at most ${VESTIGIAL * 100}% is vestigial, at least ${LOAD_BEARING * 100}% load-bearing, in between partly used, and undecided where the interval holds a bound. Where filler words cost as little, but no tokens at all cost more, it is filler-token. Where that removal gains more than ${HARMFUL * 100}% of what lies between guessing and perfect, the reasoning is harmful. What the answers follow rests on no accuracy: on the share of them that goes with the reasoning of a prompt that was answered otherwise, put in the place of its own; from ${HEEDED * 100}% on they follow the reasoning, up to ${UNHEEDED * 100}% the question. A run is left out only if it never left chance.</p>
<p>To make it again, in a clone of the repository:</p>
<pre><code>npm ci
npx nx run ${experiment.project}:report</code></pre>`;
}

/** How many prompts the final policies have: one number, or each number with the conditions that have it. */
function promptCounts({ conditions }: Analysis): string {
  const counts = Map.groupBy(Object.keys(conditions), (name) => conditions[name]!.prompts);
  if (counts.size === 1) return String([...counts.keys()][0]);
  return [...counts].map(([prompts, names]) => `${prompts} (${names.join(', ')})`).join(', ');
}
