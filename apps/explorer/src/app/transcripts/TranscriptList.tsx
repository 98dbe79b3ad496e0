import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Transcript } from '../../format.ts';
import { outcomeOf } from './lines.ts';
import { Mark } from './Mark.tsx';
import { answeredOf } from './query.ts';

/** Prompts in the list at a time. */
const SIZE = 50;
/** Characters of a question in the list. */
const LENGTH = 160;

interface TranscriptListProps {
  readonly found: readonly Transcript[];
  /** Place of the one that is read. */
  readonly at: number;
  readonly interventions: readonly string[];
  readonly onChoose: (at: number) => void;
}

/** The prompts that were found: one stop of the tabulator key, arrows go from one to the next. */
export function TranscriptList({ found, at, interventions, onChoose }: TranscriptListProps) {
  const list = useRef<HTMLOListElement>(null);
  const from = Math.floor(at / SIZE) * SIZE;
  const go = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= found.length) return;
    onChoose(to);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-current]')?.focus());
  };
  useLayoutEffect(() => {
    // Within the list alone: the page stays where it is.
    const chosen = list.current!.querySelector<HTMLElement>('[aria-current]');
    if (!chosen) return;
    const { top, bottom } = list.current!.getBoundingClientRect();
    const row = chosen.getBoundingClientRect();
    if (row.top < top) list.current!.scrollTop += row.top - top;
    if (row.bottom > bottom) list.current!.scrollTop += row.bottom - bottom;
  }, [at, found]);
  return (
    <nav class="found-prompts" aria-label="Prompts">
      <ol ref={list} start={from + 1} onKeyDown={go}>
        {found.slice(from, from + SIZE).map((transcript, i) => {
          const current = from + i === at;
          const answer = outcomeOf(transcript, interventions, 'own')?.answer;
          return (
            <li key={transcript.id}>
              <button
                type="button"
                class="plain"
                tabIndex={current ? 0 : -1}
                aria-current={current ? 'true' : undefined}
                onClick={() => onChoose(from + i)}
              >
                <Mark is={answeredOf(transcript, interventions)} />
                <span class="asked">
                  <bdi>{transcript.question.slice(0, LENGTH)}</bdi>
                </span>
                <span class="answer">
                  <bdi>{answer ?? '–'}</bdi>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <p class="pages">
        <Turn words="Previous" to={at - 1} count={found.length} onTurn={onChoose} />
        <span>
          {at + 1} of {found.length}
        </span>
        <Turn words="Next" to={at + 1} count={found.length} onTurn={onChoose} />
      </p>
    </nav>
  );
}

interface TurnProps {
  readonly words: string;
  readonly to: number;
  readonly count: number;
  readonly onTurn: (at: number) => void;
}

/** Goes to another prompt. At an end it stays a stop of the tabulator key, so that the focus is not lost. */
function Turn({ words, to, count, onTurn }: TurnProps) {
  const end = to < 0 || to >= count;
  return (
    <button type="button" class="action" aria-disabled={end} onClick={() => end || onTurn(to)}>
      {words}
    </button>
  );
}
