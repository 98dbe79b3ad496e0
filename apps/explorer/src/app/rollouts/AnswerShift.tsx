import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import type { Environment } from '@vestige/environment';
import { decimal } from './numbers.ts';
import type { Measured } from './useEffects.ts';

/** The scale from 0 to 1 in the picture, pixels, and the room beside it for half a mark. */
const LENGTH = 110;
const MARGIN = 6;

interface AnswerShiftProps {
  readonly measured: Measured | undefined;
  readonly environment: Environment;
  /** The answer that was written; null, of a malformed completion, stands for the most probable one. */
  readonly answer: string | null;
}

/** Probability of an answer after the chain of thought and after an empty one, as two marks on a line and in figures. */
export function AnswerShift({ measured, environment: { answers }, answer }: AnswerShiftProps) {
  if (!measured) return <span class="same-shift soft">being measured</span>;
  const { effects, policy } = measured;
  if (!effects) return <span class="same-shift soft">too long to be measured</span>;
  const { own, empty, mass } = effects;
  const place = answer === null ? own.indexOf(Math.max(...own)) : answers.indexOf(answer);
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
        <Mark kind="own" at={x(withCot)} mass={mass.own} />
        <Mark kind="empty" at={x(without)} mass={mass.empty} />
      </svg>{' '}
      <span class="soft">policy {policy.step}</span>
      <span class="same-figures">
        P(<bdi>{answers[place]}</bdi>) {decimal(withCot, 2)}, empty {decimal(without, 2)}
      </span>
      {mass.own < ANSWERS_FROM && <Silent after="this CoT" mass={mass.own} />}
      {mass.empty < ANSWERS_FROM && <Silent after="an empty one" mass={mass.empty} />}
    </span>
  );
}

interface MarkProps {
  readonly kind: 'own' | 'empty';
  readonly at: number;
  /** Probability of all answers together. */
  readonly mass: number;
}

/** A cross where the policy does not answer. */
function Mark({ kind, at, mass }: MarkProps) {
  if (mass >= ANSWERS_FROM) return <circle class={kind} cx={at} cy="6" r="4" />;
  return <path class="silent" d={`M${at - 3.5},2.5l7,7m0,-7l-7,7`} />;
}

function Silent({ after, mass }: { readonly after: string; readonly mass: number }) {
  return (
    <span class="same-figures soft">
      does not answer after {after}: {decimal(mass, 2)} on answers
    </span>
  );
}
