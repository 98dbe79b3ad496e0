import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import type { PromptTable } from '../promptTable.ts';
import { Tokens } from '../tokens/Tokens.tsx';
import { placedWords } from '../words.ts';
import { Rightness } from './PromptList.tsx';
import { massWords, outcomeAt } from './stripLayout.ts';

interface PromptDetailsProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
  readonly table: PromptTable;
  readonly prompt: number;
  /** Names of all interventions, by place. */
  readonly names: readonly string[];
  /** Places of those that are shown first, and of all others. */
  readonly headline: readonly number[];
  readonly others: readonly number[];
}

/** One prompt: its own chain of thought, and what each intervention makes of its answer. */
export function PromptDetails(props: PromptDetailsProps) {
  const { pageData, requests, table, prompt, headline, others } = props;
  const run = table.run[prompt]!;
  const question = table.question.text(prompt);
  const thought = table.thought.text(prompt);
  const begun = new Map(
    pageData
      .environment(run)
      .units(thought)
      .map(({ start, kind }) => [start, kind]),
  );
  const last = pageData.policiesOf(run).at(-1);
  const measured = others.filter((place) => outcomeAt(table, prompt, place));
  return (
    <section class="prompt-details" aria-label="The chosen prompt">
      <p class="soft">
        Prompt {table.problemId[prompt]} of <bdi>{pageData.runName(run)}</bdi>
      </p>
      <p class="words">
        <bdi>{question}</bdi>
      </p>
      <h3>Its own reasoning</h3>
      {thought === '' ? (
        <p class="soft">none</p>
      ) : (
        <p>
          <Tokens
            label="its own chain of thought"
            tokens={placedWords(thought).map(({ word, start }) => ({ word, phrase: begun.get(start) }))}
          />
        </p>
      )}
      <p>
        It answers{' '}
        <b>
          <bdi>{table.answer[prompt]}</bdi>
        </b>
        ; right is{' '}
        <b>
          <bdi>{table.label[prompt]}</bdi>
        </b>
        .
      </p>
      {last && (
        <p>
          <button
            type="button"
            class="action"
            onClick={() => requests.open({ run, step: last.step, question, thought })}
          >
            Open in playground
          </button>
        </p>
      )}
      <h3>Probability of that answer, among the answers</h3>
      <Bars {...props} places={headline} />
      {measured.length > 0 && (
        <details>
          <summary>All interventions: {measured.length} more</summary>
          <Bars {...props} places={measured} />
        </details>
      )}
    </section>
  );
}

interface BarsProps extends Pick<PromptDetailsProps, 'table' | 'prompt' | 'names'> {
  readonly places: readonly number[];
}

/** A line an intervention: how probable the answer is among the answers, and how probable any answer is. */
function Bars({ table, prompt, names, places }: BarsProps) {
  return (
    <ol class="bars">
      {places.map((place) => {
        const outcome = outcomeAt(table, prompt, place);
        if (!outcome) return null;
        const { probability, mass, answers, right } = outcome;
        return (
          <li key={names[place]}>
            <bdi>{names[place]}</bdi>
            <span class="bar" aria-hidden="true">
              <span
                class={answers ? (right ? 'right' : 'wrong') : 'silent'}
                style={{ width: `${100 * probability}%` }}
              />
            </span>
            <span class="figure">
              {probability.toFixed(2)} <Rightness {...outcome} />
            </span>
            <span class="mass">
              {answers ? 'answers' : 'does not answer: answers'} in {massWords(mass)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
