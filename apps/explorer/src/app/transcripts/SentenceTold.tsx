import type { Outcome, Transcript } from '../../format.ts';
import { count, decimal, signed } from '../rollouts/numbers.ts';
import type { Effect, Measure } from './effects.ts';
import { rightnessOf } from './lines.ts';
import { Mark } from './Mark.tsx';
import { shownIn } from './shownIn.ts';

interface SentenceToldProps {
  readonly transcript: Transcript;
  /** What came of its own thought. */
  readonly frozen: Outcome | undefined;
  /** Place of the part that is told of. */
  readonly at: number;
  readonly part: string;
  readonly effects: Readonly<Record<Measure, readonly (Effect | undefined)[]>>;
  readonly onShow: (outcome: Outcome) => void;
  readonly onClose: () => void;
}

/** What a part of a thought does: the answers without it, and what came in its place. */
export function SentenceTold({ transcript, frozen, at, part, effects, onShow, onClose }: SentenceToldProps) {
  const dropped = effects.dropEach[at];
  const resampled = effects.resampleEach[at];
  return (
    <section class="told-of" aria-live="polite" aria-label={`The chosen ${part}`}>
      <p>
        <b>
          {part[0]!.toUpperCase() + part.slice(1)} {at + 1} of {transcript.units.length}
        </b>
        , <bdi>{transcript.units[at]![2]}</bdi>
        <button type="button" class="plain close" onClick={onClose}>
          close
        </button>
      </p>
      {frozen && frozen.answer !== null && (
        <p class="soft">
          After all of its reasoning: <bdi>{frozen.answer}</bdi> with {share(frozen.frozen)}.
        </p>
      )}
      {!dropped && !resampled && <p>What it does was not measured.</p>}
      {dropped?.outcomes.map((outcome, i) => (
        <p key={i}>
          Left out: {share(outcome.frozen)}
          {dropped.effect !== undefined && ` (effect ${signed(dropped.effect, 2)})`}, it answers{' '}
          <Answered outcome={outcome} /> <Read onClick={() => onShow(outcome)} />
        </p>
      ))}
      {resampled && (
        <>
          <p>
            Written anew {times(resampled.outcomes.length)},{' '}
            {resampled.effect === undefined
              ? 'it said the same each time.'
              : `${count(resampled.outcomes.filter(({ changed }) => changed).length)} of them otherwise (effect ${signed(resampled.effect, 2)}). In its place:`}
          </p>
          <ul>
            {resampled.outcomes
              .filter(({ changed }) => changed)
              .map((outcome, i) => (
                <li key={i}>
                  <Instead transcript={transcript} outcome={outcome} />: {share(outcome.frozen)}, it answers{' '}
                  <Answered outcome={outcome} /> <Read onClick={() => onShow(outcome)} />
                </li>
              ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Instead({ transcript, outcome }: { readonly transcript: Transcript; readonly outcome: Outcome }) {
  const { thought } = shownIn(transcript, outcome);
  if (!outcome.instead) return <span class="soft">its reasoning ends before it</span>;
  return (
    <q>
      <bdi>{(thought ?? '').slice(...outcome.instead)}</bdi>
    </q>
  );
}

function Answered({ outcome }: { readonly outcome: Outcome }) {
  return (
    <>
      <b>
        <bdi>{outcome.answer ?? 'nothing'}</bdi>
      </b>{' '}
      <Mark is={rightnessOf(outcome)} />
    </>
  );
}

function Read({ onClick }: { readonly onClick: () => void }) {
  return (
    <button type="button" class="plain link" onClick={onClick}>
      read
    </button>
  );
}

function share(thousandths: number): string {
  return `P ${decimal(thousandths / 1000, 2)}`;
}

function times(number: number): string {
  return number === 1 ? 'once' : `${count(number)} times`;
}
