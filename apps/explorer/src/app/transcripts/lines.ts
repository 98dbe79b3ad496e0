import { placeOf } from '@vestige/ablation/interventions';
import { parseTreatment, treatmentName } from '@vestige/analysis/interventions';
import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import { interventionWords } from '@vestige/report/interventionWords';
import type { Outcome, Transcript } from '../../format.ts';

/** What one intervention made of a prompt: several outcomes where it was made part by part. */
export interface Line {
  /** Name of the intervention, with the kind of the unit if one was touched, but not each in turn. */
  readonly name: string;
  /** The same in words. */
  readonly words: string;
  readonly outcomes: readonly Outcome[];
}

/** An intervention whose text is read: a line by its name, and which of its outcomes. */
export interface Shown {
  readonly line: string;
  readonly turn: number;
}

/** What the interventions made of a prompt, in the order to show them in. */
export function linesOf({ outcomes }: Transcript, interventions: readonly string[]): Line[] {
  const names = new Map(outcomes.map((outcome) => [outcome, nameOf(outcome, interventions)]));
  return [...Map.groupBy(outcomes, (outcome) => names.get(outcome)!)]
    .map(([name, ofName]) => ({
      ...{ name, words: interventionWords(parseTreatment(name)), outcomes: ofName },
      place: placeOf(interventions[ofName[0]!.by]!),
    }))
    .sort(({ place: [i, x] }, { place: [j, y] }) => (i === j ? x - y : i - j))
    .map(({ name, words, outcomes }) => ({ name, words, outcomes }));
}

function nameOf({ by, unit, unitAt }: Outcome, interventions: readonly string[]): string {
  const { intervention } = parseTreatment(interventions[by]!);
  return unit === undefined || unitAt !== undefined
    ? interventions[by]!
    : treatmentName({ intervention, unit });
}

/** What came of an intervention that is made once; undefined if it was not made. */
export function outcomeOf(
  { outcomes }: Pick<Transcript, 'outcomes'>,
  interventions: readonly string[],
  name: string,
): Outcome | undefined {
  const by = interventions.indexOf(name);
  return outcomes.find((outcome) => outcome.by === by);
}

/** Whether the policy answers at all: the most probable of the answers says little where hardly any is probable. */
function answersAtAll({ answer, mass }: Outcome): boolean {
  return answer !== null && (mass ?? 1000) >= 1000 * ANSWERS_FROM;
}

/** Right, wrong or no answer. */
export type Rightness = 'right' | 'wrong' | 'silent';

export function rightnessOf(outcome: Outcome): Rightness {
  if (!answersAtAll(outcome)) return 'silent';
  return outcome.right >= 500 ? 'right' : 'wrong';
}

/** Whether the answer is another than after its own thought. */
export function isChanged({ unchanged }: Outcome): boolean {
  return unchanged < 500;
}
