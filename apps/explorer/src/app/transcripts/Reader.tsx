import { useMemo, useState } from 'preact/hooks';
import type { Outcome, Transcript, TranscriptPolicy } from '../../format.ts';
import { ColourBy } from './ColourBy.tsx';
import { effectsOf, MEASURES, type Measure } from './effects.ts';
import { linesOf, outcomeOf, type Shown } from './lines.ts';
import { Mark } from './Mark.tsx';
import { OutcomeTable } from './OutcomeTable.tsx';
import { answeredOf } from './query.ts';
import { Sentences } from './Sentences.tsx';
import { SentenceTold } from './SentenceTold.tsx';
import { ShownText } from './ShownText.tsx';
import { skippedWords } from './skipped.ts';

interface ReaderProps {
  readonly transcript: Transcript;
  readonly policy: TranscriptPolicy;
  /** Name of its condition. */
  readonly name: string;
  readonly interventions: readonly string[];
  readonly measures: readonly Measure[];
  readonly measure: Measure | 'nothing';
  readonly shown: Shown | undefined;
  readonly onShow: (shown: Shown | undefined) => void;
  readonly onMeasure: (measure: Measure | 'nothing') => void;
  /** Opens the prompt in the playground on the model, where there is one. */
  readonly onEdit: (() => void) | undefined;
}

/** One prompt: what was asked and written, or shown instead, and all answers. */
export function Reader(props: ReaderProps) {
  const { transcript, policy, name, interventions, measures, measure, shown, onShow, onMeasure, onEdit } =
    props;
  const { question, thought, around, units, label, group, id } = transcript;
  const [pinned, setPinned] = useState<number>();
  const [pointed, setPointed] = useState<number>();
  const lines = useMemo(() => linesOf(transcript, interventions), [transcript, interventions]);
  const byMeasure = useMemo(
    () =>
      Object.fromEntries(MEASURES.map((one) => [one, effectsOf(transcript, interventions, one)])) as Record<
        Measure,
        ReturnType<typeof effectsOf>
      >,
    [transcript, interventions],
  );
  const own = outcomeOf(transcript, interventions, 'own');
  const frozen = outcomeOf(transcript, interventions, 'frozen');
  const line = lines.find((one) => one.name === shown?.line);
  const outcome = line?.outcomes[Math.min(shown!.turn, line.outcomes.length - 1)];
  const changed = outcome !== undefined && line?.name !== 'own' && line?.name !== 'frozen';
  const told = changed ? undefined : (pointed ?? pinned);
  const show = (one: Outcome) => {
    const ofIt = lines.find(({ outcomes }) => outcomes.includes(one))!;
    onShow({ line: ofIt.name, turn: ofIt.outcomes.indexOf(one) });
  };
  return (
    <article class="reader" aria-label="The chosen prompt">
      <div class="read">
        <p class="soft">
          Prompt {id} of <bdi>{name}</bdi>
          {group !== null && (
            <>
              , <bdi>{group}</bdi>
            </>
          )}
        </p>
        {changed ? (
          <ShownText {...{ transcript, outcome, onShow }} line={line!} />
        ) : (
          <>
            <h3>Question</h3>
            <p class="text">
              <bdi>{question}</bdi>
            </p>
            <h3>Its own reasoning</h3>
            {thought === '' ? (
              <p class="soft">none</p>
            ) : (
              <>
                <Sentences
                  {...{ thought, units, pinned }}
                  part={policy.part}
                  effects={measure === 'nothing' ? undefined : byMeasure[measure]}
                  onPoint={setPointed}
                  onPin={setPinned}
                />
                <ColourBy {...{ measures, measure, onMeasure }} part={policy.part} />
              </>
            )}
            {around && around[1].trim() !== '' && (
              <details>
                <summary>What it wrote after it</summary>
                <p class="text after">
                  <bdi>{around[1].trim()}</bdi>
                </p>
              </details>
            )}
          </>
        )}
        <p class="answered">
          {changed ? 'By itself it answered' : 'It answered'}{' '}
          <b>
            <bdi>{own?.answer ?? 'nothing'}</bdi>
          </b>{' '}
          <Mark is={answeredOf(transcript, interventions)} />; right is{' '}
          <b>
            <bdi>{label}</bdi>
          </b>
          .
        </p>
        {onEdit && (
          <p>
            <button type="button" class="action" onClick={onEdit}>
              Edit it in the playground on the model
            </button>
          </p>
        )}
        {told !== undefined && (
          <SentenceTold
            {...{ transcript, frozen }}
            at={told}
            part={policy.part}
            effects={byMeasure}
            onShow={show}
            onClose={() => {
              setPinned(undefined);
              setPointed(undefined);
            }}
          />
        )}
      </div>
      <div class="outcomes">
        <OutcomeTable {...{ lines, frozen, shown, onShow }} units={units} part={policy.part} />
        {skippedWords(policy.skipped).map((words) => (
          <p key={words} class="soft">
            {words}
          </p>
        ))}
      </div>
    </article>
  );
}
