import type { VariantDescription } from '../intervention.ts';

const NAMES = { own: 'readapt', label: 'readaptLabel' } as const;

/** What a policy is fine-tuned to answer. */
export type ReadaptationAnswers = keyof typeof NAMES;

/** What the options say of it. */
interface ReadaptationSettings {
  readonly readaptation: readonly number[];
  readonly readaptationAnswers: readonly ReadaptationAnswers[];
}

/** Names of the interventions that ask a readapted copy. */
export interface ReadaptedNames {
  /** Of the one that asks it without a chain of thought, such as `readapt3`. */
  readonly removed: string;
  /** Of the one that shows it the policy's own chain of thought, such as `readaptThinking3`. */
  readonly kept: string;
}

/** Names of the interventions that readaptation leads to. */
export function readaptationNames({ readaptation, readaptationAnswers }: ReadaptationSettings): string[] {
  return readaptationAnswers.flatMap((answers) =>
    readaptation.flatMap((steps) => {
      const { removed, kept } = readaptedNames(answers, steps);
      return [removed, kept];
    }),
  );
}

export function readaptedNames(answers: ReadaptationAnswers, steps: number): ReadaptedNames {
  return { removed: `${NAMES[answers]}${steps}`, kept: `${NAMES[answers]}Thinking${steps}` };
}

/** An intervention that asks a readapted copy, by its name; undefined if it is none. */
export function describeReadaptation(name: string): VariantDescription | undefined {
  const match = /^readapt(Label)?(Thinking)?(\d+)$/.exec(name);
  if (!match) return undefined;
  const [, label, thinking, digits] = match;
  const steps = `${digits} ${digits === '1' ? 'step' : 'steps'}`;
  const taught = label ? 'readapted to the labels' : 'readapted';
  return {
    // What is asked without a chain of thought comes first.
    order: Number(digits) + (label || thinking ? 100_000 : 0),
    label: `${taught}${thinking ? ', own reasoning' : ''}, ${steps}`,
    told: `${thinking ? 'its CoT' : 'no CoT'}, after ${steps} of answering ${label ? 'right ' : ''}without one`,
  };
}
