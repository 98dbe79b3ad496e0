import type { Environment } from '@vestige/environment';
import { decimal } from './figures.ts';
import type { Measured } from './useEffects.ts';

/** The scale from 0 to 1 in the picture, pixels, and the room beside it for half a mark. */
const LENGTH = 110;
const MARGIN = 6;

interface AnswerShiftProps {
  readonly measured: Measured | undefined;
  readonly environment: Environment;
  /** Token id of the answer that was written; -1, of a malformed completion, stands for the most probable one. */
  readonly answer: number;
}

/** Probability of an answer after the chain of thought and after an empty one, as two marks on a line and in figures. */
export function AnswerShift({ measured, environment: { answers, vocabulary }, answer }: AnswerShiftProps) {
  if (!measured) return <span class="same-shift soft">being measured</span>;
  const { effects, policy } = measured;
  if (!effects) return <span class="same-shift soft">too long to be measured</span>;
  const { own, empty } = effects;
  const place = answer < 0 ? own.indexOf(Math.max(...own)) : answers.indexOf(answer);
  const [withCot, without] = [own[place]!, empty[place]!];
  const x = (p: number) => MARGIN + p * LENGTH;
  return (
    <span class="same-shift">
      <svg
        class="answer-shift"
        viewBox={`0 0 ${LENGTH + 2 * MARGIN} 12`}
        width={LENGTH + 2 * MARGIN}
        height="12"
        aria-hidden="true"
      >
        <line class="scale-line" x1={x(0)} x2={x(1)} y1="6" y2="6" />
        <line class="shift" x1={x(without)} x2={x(withCot)} y1="6" y2="6" />
        <circle class="own" cx={x(withCot)} cy="6" r="4" />
        <circle class="empty" cx={x(without)} cy="6" r="4" />
      </svg>{' '}
      <span class="soft">policy {policy.step}</span>
      <span class="same-figures">
        P(<bdi>{vocabulary[answers[place]!]}</bdi>) {decimal(withCot, 2)}, empty {decimal(without, 2)}
      </span>
    </span>
  );
}
