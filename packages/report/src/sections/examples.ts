import type { Example } from '@vestige/analysis';
import { html, type Markup } from '../html.ts';
import type { ReportInput } from '../reportInput.ts';

/** Ten rollouts of the final policies of each condition that was trained here, in words. */
export function examplesSection(input: ReportInput): Markup[] | undefined {
  return section(
    input,
    false,
    (condition, examples) => html`<h3>${condition}</h3>
<ol class="rollouts">
${examples.map(rollout)}</ol>
`,
  );
}

/** Ten transcripts of each policy that was trained elsewhere: text of any form, as it stands. */
export function transcriptsSection(input: ReportInput): Markup[] | undefined {
  return section(
    input,
    true,
    (condition, examples) => html`<h3>${condition}</h3>
<ol class="rollouts texts">
${examples.map(transcript)}</ol>
`,
  );
}

/** @param given whether of policies that were trained elsewhere */
function section(
  { analysis, experiment }: ReportInput,
  given: boolean,
  render: (condition: string, examples: readonly Example[]) => Markup,
): Markup[] | undefined {
  const shown = Object.entries(analysis.conditions).filter(
    ([condition]) => (experiment.conditions[condition]?.given ?? false) === given,
  );
  return shown.length === 0 ? undefined : shown.map(([name, { examples }]) => render(name, examples));
}

function rollout(example: Example): Markup {
  const { seed, problemId, question } = example;
  return html`<li>
<p class="words">${question} <span class="soft">seed ${seed}, prompt ${problemId}</span></p>
<p class="words">${reasoning(example)}</p>
${outcome(example)}
</li>
`;
}

function transcript(example: Example): Markup {
  const { problemId, question, thought } = example;
  return html`<li>
<p class="text">${question}</p>
<p class="text thought">${thought === '' ? html`<span class="soft">(no reasoning)</span>` : thought}</p>
<p><span class="soft">Prompt ${problemId}.</span></p>
${outcome(example)}
</li>
`;
}

function outcome({ right, answer, label, frozen, now, flip }: Example): Markup {
  const verdict = right
    ? html`<strong class="good">right</strong>`
    : html`<strong class="bad">wrong</strong> (right: ${label})`;
  const others = [
    now === null ? undefined : html`, at once <span class="words">${now}</span>`,
    frozen === null || frozen === answer
      ? undefined
      : html`, most probable <span class="words">${frozen}</span>`,
    flip === null ? undefined : html`, prompt flipped <span class="words">${flip}</span>`,
  ];
  return html`<p>Answer <span class="words">${answer ?? 'not well-formed'}</span>, ${verdict}${others}.</p>`;
}

/** The chain of thought, unit by unit, or plain if it was not split. */
function reasoning({ thought, units }: Example): Markup {
  if (thought === '') return html`<span class="soft">(no reasoning)</span>`;
  if (units.length === 0) return html`${thought}`;
  return html`${units.map(({ start, end, kind }) => {
    const name = kind.toLowerCase().replace(/[^a-z0-9-]/g, '');
    return html`<span class="phrase phrase-${name}" title="${kind}">${thought.slice(start, end)}</span> `;
  })}`;
}
