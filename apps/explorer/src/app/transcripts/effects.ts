import type { Outcome, Transcript } from '../../format.ts';
import { outcomeOf } from './lines.ts';

/** Interventions on each part of a thought in turn, which tell what it does. */
export const MEASURES = ['dropEach', 'resampleEach'] as const;

export type Measure = (typeof MEASURES)[number];

/** What a part of a thought does, by one measure. */
export interface Effect {
  /**
   * By how much its answer is less probable without the part, among the answers: dropped, or with what else the policy
   * wrote instead, a mean over the times that this said something else. Undefined if it never did.
   */
  readonly effect: number | undefined;
  readonly outcomes: readonly Outcome[];
}

/** The effect of each part of the thought, by place; undefined where it was not measured. */
export function effectsOf(
  transcript: Transcript,
  interventions: readonly string[],
  measure: Measure,
): (Effect | undefined)[] {
  const by = interventions.indexOf(measure);
  const frozen = outcomeOf(transcript, interventions, 'frozen');
  if (by < 0 || !frozen || frozen.answer === null) return transcript.units.map(() => undefined);
  return transcript.units.map((_, at) => {
    const outcomes = transcript.outcomes.filter((one) => one.by === by && one.unitAt === at);
    if (outcomes.length === 0) return undefined;
    const counted = measure === 'dropEach' ? outcomes : outcomes.filter(({ changed }) => changed ?? false);
    if (counted.length === 0) return { effect: undefined, outcomes };
    const mean = counted.reduce((sum, one) => sum + one.frozen, 0) / counted.length;
    return { effect: (frozen.frozen - mean) / 1000, outcomes };
  });
}

/** The largest effect of a part, in either direction, by any measure; 0 if none was measured. */
export function largestEffect(transcript: Transcript, interventions: readonly string[]): number {
  const effects = MEASURES.flatMap((measure) => effectsOf(transcript, interventions, measure));
  return Math.max(0, ...effects.map((one) => Math.abs(one?.effect ?? 0)));
}

/** The measures by which parts of the thoughts can be coloured. */
export function measuresIn(
  transcripts: readonly Transcript[],
  interventions: readonly string[],
): readonly Measure[] {
  return MEASURES.filter((measure) => {
    const by = interventions.indexOf(measure);
    return by >= 0 && transcripts.some(({ outcomes }) => outcomes.some((one) => one.by === by));
  });
}
