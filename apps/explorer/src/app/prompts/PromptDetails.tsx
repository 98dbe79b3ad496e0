import type { Laboratory } from '../laboratory.ts';
import { listAt } from '../lists.ts';
import type { PromptTable } from '../promptTable.ts';
import type { Shelf } from '../shelf.ts';
import { Tokens } from '../tokens/Tokens.tsx';
import { wordOf, wordsOf } from '../words.ts';
import { Rightness } from './PromptList.tsx';
import { outcomeAt } from './spread.ts';

interface PromptDetailsProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
  readonly table: PromptTable;
  readonly prompt: number;
  /** Names of all interventions, by place. */
  readonly names: readonly string[];
}

/** One prompt: its own chain of thought, and what each intervention makes of its answer. */
export function PromptDetails({ laboratory, shelf, table, prompt, names }: PromptDetailsProps) {
  const run = table.run[prompt]!;
  const environment = laboratory.environment(run);
  const tokens = Array.from(listAt(table.prompt, prompt));
  const cot = Array.from(listAt(table.cot, prompt));
  const starts = new Map(environment.phrases(cot).map(({ start, type }) => [start, type]));
  const last = laboratory.policiesOf(run).at(-1);
  return (
    <section class="prompt-details" aria-label="The chosen prompt">
      <p class="soft">
        Prompt {table.promptId[prompt]} of <bdi>{laboratory.runName(run)}</bdi>
      </p>
      <p class="words">
        <bdi>{wordsOf(environment, tokens)}</bdi>
      </p>
      <h3>Its own reasoning</h3>
      {cot.length === 0 ? (
        <p class="soft">none</p>
      ) : (
        <p>
          <Tokens
            label="its own chain of thought"
            tokens={cot.map((token, i) => ({ word: wordOf(environment, token), phrase: starts.get(i) }))}
          />
        </p>
      )}
      <p>
        It answers{' '}
        <b>
          <bdi>{wordOf(environment, table.answer[prompt]!)}</bdi>
        </b>
        ; right is{' '}
        <b>
          <bdi>{wordOf(environment, table.label[prompt]!)}</bdi>
        </b>
        .
      </p>
      {last && (
        <p>
          <button
            type="button"
            class="action"
            onClick={() => shelf.put({ run, step: last.step, prompt: tokens, cot })}
          >
            Open in playground
          </button>
        </p>
      )}
      <h3>Probability of that answer</h3>
      <ol class="bars">
        {names.map((name, place) => {
          const outcome = outcomeAt(table, prompt, place);
          return (
            outcome && (
              <li key={name}>
                <bdi>{name}</bdi>
                <Bar probability={outcome.probability} right={outcome.right} />
                <span class="figure">
                  {outcome.probability.toFixed(2)} <Rightness right={outcome.right} />
                </span>
              </li>
            )
          );
        })}
      </ol>
    </section>
  );
}

function Bar({ probability, right }: { readonly probability: number; readonly right: boolean }) {
  return (
    <span class="bar" aria-hidden="true">
      <span class={right ? 'right' : 'wrong'} style={{ width: `${100 * probability}%` }} />
    </span>
  );
}
