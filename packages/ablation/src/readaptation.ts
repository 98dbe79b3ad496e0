import type { Environment } from '@vestige/environment';
import type { AblationOptions } from './options.ts';
import type { Policy } from './policy.ts';

const NAMES = { own: 'readapt', label: 'readaptLabel' } as const;

/** What a policy is fine-tuned to answer. */
export type ReadaptationAnswers = keyof typeof NAMES;

/** Names of the interventions that ask a readapted copy. */
interface ReadaptedNames {
  /** Of the one that asks it without a chain of thought, such as `readapt3`. */
  readonly removed: string;
  /** Of the one that shows it the policy's own chain of thought, such as `readaptThinking3`. */
  readonly kept: string;
}

/** A copy of a policy after some steps of readaptation; it goes on changing when the next one is asked for. */
export interface Readapted extends ReadaptedNames {
  readonly policy: Policy;
}

export interface ReadaptationTask {
  readonly environment: Environment;
  readonly rule: string;
  readonly options: AblationOptions;
  readonly seed: number;
}

/** Names of the interventions that readaptation leads to. */
export function readaptationNames({ readaptation, readaptationAnswers }: AblationOptions): string[] {
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
