import type { Analysis, Example } from '@vestige/analysis';
import { html, type Markup } from '../html.ts';

/** Ten rollouts of each condition's final policies, in words. */
export function examplesSection(analysis: Analysis): Markup[] {
  return Object.entries(analysis.conditions).map(
    ([condition, { examples }]) => html`<h3>${condition}</h3>
<ol class="rollouts">
${examples.map(rollout)}</ol>
`,
  );
}

function rollout(example: Example): Markup {
  const { seed, problemId, question, right, answer, label, frozen, now, flip } = example;
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
  return html`<li>
<p class="words">${question} <span class="soft">seed ${seed}, prompt ${problemId}</span></p>
<p class="words">${reasoning(example)}</p>
<p>Answer <span class="words">${answer ?? 'not well-formed'}</span>, ${verdict}${others}.</p>
</li>
`;
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
