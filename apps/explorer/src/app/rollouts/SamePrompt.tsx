import { useMemo, useState } from 'preact/hooks';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import { Tokens } from '../tokens/Tokens.tsx';
import { AnswerShift } from './AnswerShift.tsx';
import { count } from './numbers.ts';
import { Outcome } from './Outcome.tsx';
import { samePrompt, thinned } from './samePrompt.ts';
import { type Colours, shownTokens } from './shownTokens.ts';
import { useEffects } from './useEffects.ts';

/** Rows at first; more are shown when asked for. */
const MOST = 16;

interface SamePromptProps {
  readonly id: string;
  readonly pageData: PageData;
  readonly table: RolloutTable;
  readonly row: number;
  readonly colours: Colours;
  readonly onClose: () => void;
}

/** What the policy wrote for the prompt of a rollout over training, and what that did to its answer. */
export function SamePrompt({ id, pageData, table, row, colours, onClose }: SamePromptProps) {
  const [all, setAll] = useState(false);
  const same = useMemo(() => samePrompt(table, row), [table, row]);
  const shown = useMemo(() => (all ? same : thinned(same, MOST, row)), [all, same, row]);
  const { measured, error } = useEffects(pageData, table, shown);
  const environment = pageData.environment(table.run[row]!);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <section id={id} class="same-prompt" aria-label="Same prompt over training" onKeyDown={leave}>
      <p class="note">
        {same.length === 1
          ? 'The page holds no other rollout of this prompt by this run.'
          : `What ${pageData.runName(table.run[row]!)} wrote for this very prompt, by update.`}{' '}
        Right: the probability of the answer that was written, <Mark kind="own" /> after its CoT and{' '}
        <Mark kind="empty" /> after an empty one, by the nearest policy in the page. Where the two meet, this
        answer does not need the CoT.
      </p>
      {error && <Failure error={error} />}
      <ol>
        {shown.map((other) => (
          <li key={other} aria-current={other === row ? 'true' : undefined}>
            <span class="same-update">
              <b>{count(table.step[other]!)}</b> {table.evaluation[other] ? 'evaluation' : 'training'}
            </span>
            <span class="same-text">
              <Tokens
                label={`Completion at update ${table.step[other]}`}
                tokens={shownTokens(table, other, environment, colours, measured.get(other)?.effects)}
              />
              <span class="same-outcome">
                <Outcome table={table} row={other} />
              </span>
            </span>
            <AnswerShift
              measured={measured.get(other)}
              environment={environment}
              answer={table.answer[other]!}
            />
          </li>
        ))}
      </ol>
      <p class="rollout-actions">
        {shown.length < same.length && (
          <button type="button" onClick={() => setAll(true)}>
            Show all {count(same.length)}
          </button>
        )}
        <button type="button" onClick={onClose}>
          Close
        </button>
      </p>
    </section>
  );
}

/** The mark of the picture as it stands in a line of text. */
function Mark({ kind }: { readonly kind: 'own' | 'empty' }) {
  return (
    <svg class="answer-shift" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <circle class={kind} cx="6" cy="6" r="4" />
    </svg>
  );
}
