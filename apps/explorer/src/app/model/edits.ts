import { reordered, upTo, without } from '@vestige/ablation/thought';
import type { Unit } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';
import type { Transcript } from '../../format.ts';
import { outcomeOf } from '../transcripts/lines.ts';

/** The first half of the parts of a thought, whole, the middle one included. */
export function firstHalf(thought: string, units: readonly Unit[]): string {
  return upTo(thought, units[Math.ceil(units.length / 2) - 1]);
}

/** A thought without the part in which a character stands, or that comes next; the last if none does. */
export function withoutPartAt(thought: string, units: readonly Unit[], at: number): string {
  const unit = units.find(({ end }) => at < end) ?? units.at(-1);
  return unit ? without(thought, unit) : thought;
}

/** The parts of a thought in another order: one that differs if there is any. */
export function shuffled(thought: string, units: readonly Unit[], stream: RandomStream): string {
  const other = reordered(thought, units, stream.shuffled(units));
  return other === thought ? reordered(thought, units, units.toReversed()) : other;
}

/** The thought of another prompt, one that was answered differently if there is any. */
export function otherThought(
  { id, outcomes }: Transcript,
  all: readonly Transcript[],
  interventions: readonly string[],
  stream: RandomStream,
): string | undefined {
  const others = all.filter((one) => one.id !== id);
  const answer = outcomeOf({ outcomes }, interventions, 'frozen')?.answer;
  const otherwise = others.filter((one) => outcomeOf(one, interventions, 'frozen')?.answer !== answer);
  const from = otherwise.length > 0 ? otherwise : others;
  return from.length === 0 ? undefined : stream.choice(from).thought;
}
