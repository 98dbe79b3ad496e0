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

/** What an intervention asks a readapted copy. */
interface ReadaptedAsking {
  readonly answers: ReadaptationAnswers;
  /** Whether it is shown the policy's own chain of thought. */
  readonly thinking: boolean;
  /** Of fine-tuning. */
  readonly steps: number;
}

/** What an intervention asks a readapted copy, by its name; undefined if it asks none. */
export function parseReadaptation(name: string): ReadaptedAsking | undefined {
  const match = /^readapt(Label)?(Thinking)?(\d+)$/.exec(name);
  if (!match) return undefined;
  const [, label, thinking, steps] = match;
  return { answers: label ? 'label' : 'own', thinking: thinking !== undefined, steps: Number(steps) };
}

/** An intervention that asks a readapted copy, by its name; undefined if it is none. */
export function describeReadaptation(name: string): VariantDescription | undefined {
  const asking = parseReadaptation(name);
  if (!asking) return undefined;
  const { answers, thinking, steps } = asking;
  const label = answers === 'label';
  const told = `${steps} ${steps === 1 ? 'step' : 'steps'}`;
  return {
    // What is asked without a chain of thought comes first.
    order: steps + (label || thinking ? 100_000 : 0),
    ...(!label &&
      !thinking && {
        recovers: { under: 'cut0', notUnder: 'frozen', told: 'the accuracy lost with empty reasoning' },
      }),
    label: `readapted${label ? ' to the labels' : ''}${thinking ? ', own reasoning' : ''}, ${told}`,
    told: `${thinking ? 'its CoT' : 'no CoT'}, after ${told} of answering ${label ? 'right ' : ''}without one`,
  };
}
