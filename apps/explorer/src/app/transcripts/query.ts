import type { Transcript } from '../../format.ts';
import { largestEffect } from './effects.ts';
import { isChanged, linesOf, outcomeOf, type Rightness, rightnessOf } from './lines.ts';

/** Which prompts are wanted. What is absent or empty does not matter. */
export interface Filters {
  readonly group?: string | undefined;
  /** What its own answer was. */
  readonly answered?: Rightness | undefined;
  /** Intervention, by the name of its line, under which the answer changes, once at least. */
  readonly changedUnder?: string | undefined;
  /** Text in the question, in what was written, or in an answer; in any letters. */
  readonly text: string;
}

export const EVERYTHING: Filters = { text: '' };

export const ORDERS = {
  asked: 'as they were asked',
  effect: 'largest effect of a part',
  length: 'longest reasoning',
} as const;

export type Order = keyof typeof ORDERS;

/** The prompts that are wanted, in order; equal ones in the order they were asked. */
export function selectTranscripts(
  transcripts: readonly Transcript[],
  interventions: readonly string[],
  { group, answered, changedUnder, text }: Filters,
  order: Order,
): readonly Transcript[] {
  const sought = text.trim().toLowerCase();
  const wanted = transcripts.filter(
    (transcript) =>
      (group === undefined || transcript.group === group) &&
      (answered === undefined || answeredOf(transcript, interventions) === answered) &&
      (changedUnder === undefined ||
        linesOf(transcript, interventions).some(
          ({ name, outcomes }) => name === changedUnder && outcomes.some(isChanged),
        )) &&
      (sought === '' || textsOf(transcript).some((one) => one.toLowerCase().includes(sought))),
  );
  if (order === 'asked') return wanted;
  const keyOf = (transcript: Transcript) =>
    order === 'length' ? transcript.thought.length : largestEffect(transcript, interventions);
  return wanted
    .map((transcript) => ({ transcript, value: keyOf(transcript) }))
    .sort((a, b) => b.value - a.value)
    .map(({ transcript }) => transcript);
}

/** Right, wrong or no answer, as it was written. */
export function answeredOf(transcript: Transcript, interventions: readonly string[]): Rightness {
  const own = outcomeOf(transcript, interventions, 'own');
  // Of what was sampled the probability of the answers says nothing.
  return own ? rightnessOf({ ...own, mass: null }) : 'silent';
}

function textsOf({ question, thought, around, label, outcomes }: Transcript): string[] {
  return [question, thought, ...(around ?? []), label, ...outcomes.flatMap(({ answer }) => answer ?? [])];
}
