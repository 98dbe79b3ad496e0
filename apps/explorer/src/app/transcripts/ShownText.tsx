import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Outcome, Transcript } from '../../format.ts';
import { differencesOf } from './differences.ts';
import { isChanged, type Line, rightnessOf, type Shown } from './lines.ts';
import { Mark } from './Mark.tsx';
import { shownIn } from './shownIn.ts';

interface ShownTextProps {
  readonly transcript: Transcript;
  readonly outcome: Outcome;
  readonly line: Line;
  readonly onShow: (shown: Shown | undefined) => void;
}

/** What an intervention showed, with the difference to its own marked. */
export function ShownText({ transcript, outcome, line, onShow }: ShownTextProps) {
  const { question, thought } = shownIn(transcript, outcome);
  const head = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    // On a phone the table from which it was chosen stands below.
    head.current!.scrollIntoView({ block: 'nearest' });
  }, [outcome]);
  return (
    <>
      <p class="shown-under" ref={head}>
        What it was shown under <b>{line.words}</b>
        {line.outcomes.length > 1 && ` (${line.outcomes.indexOf(outcome) + 1} of ${line.outcomes.length})`}
        <button type="button" class="action" onClick={() => onShow(undefined)}>
          Its own again
        </button>
      </p>
      <h3>Question</h3>
      <Compared own={transcript.question} shown={question} />
      <h3>Reasoning</h3>
      {thought === null ? (
        <p class="soft">None: it was asked to answer at once.</p>
      ) : (
        <Compared own={transcript.thought} shown={thought} />
      )}
      <p class="answered">
        It answers{' '}
        <b>
          <bdi>{outcome.answer ?? 'nothing'}</bdi>
        </b>{' '}
        <Mark is={rightnessOf(outcome)} />,{' '}
        {isChanged(outcome) ? 'another answer than after its own.' : 'as after its own.'}
      </p>
    </>
  );
}

interface ComparedProps {
  readonly own: string;
  readonly shown: string;
}

/** A text with what is new in it and what is missing; whole, where little of it is its own. */
function Compared({ own, shown }: ComparedProps) {
  const stretches = useMemo(() => differencesOf(own, shown), [own, shown]);
  if (shown.trim() === '') return <p class="soft">Left empty.</p>;
  if (!stretches) {
    return (
      <>
        <p class="soft">Other words altogether:</p>
        <p class="text">
          <bdi>{shown}</bdi>
        </p>
      </>
    );
  }
  return (
    <>
      {stretches.every(({ is }) => is === 'same') && <p class="soft">Its own, unchanged:</p>}
      <p class="text">
        {stretches.map(({ text, is }, i) => {
          if (is === 'same') return <bdi key={i}>{text}</bdi>;
          return is === 'added' ? (
            <ins key={i}>
              <bdi>{text}</bdi>
            </ins>
          ) : (
            <del key={i}>
              <bdi>{text}</bdi>
            </del>
          );
        })}
      </p>
    </>
  );
}
