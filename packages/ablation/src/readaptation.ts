import type { Environment } from '@vestige/environment';
import { TOKENS } from '@vestige/environment';
import type { Transformer } from '@vestige/model';
import { type RandomStream, randomStream } from '@vestige/random';
import { createOptimizer, superviseStep } from '@vestige/training';
import { frozenAnswers } from './answers.ts';
import type { AblationOptions } from './options.ts';

/** Prompts a step. */
const BATCH = 64;
const OPTIMIZER = { beta1: 0.9, beta2: 0.99, maxGradientNorm: 1 };
const NAMES = { own: 'readapt', label: 'readaptLabel' } as const;

type Answers = keyof typeof NAMES;

/** A copy of the policy after some steps of readaptation; it goes on changing when the next one is asked for. */
export interface Readapted {
  readonly model: Transformer;
  /** Name of the intervention that asks it without a chain of thought, such as `readapt3`. */
  readonly removed: string;
  /** Name of the one that shows it the policy's own chain of thought, such as `readaptThinking3`. */
  readonly kept: string;
}

export interface ReadaptationTask {
  readonly environment: Environment;
  readonly rule: string;
  readonly options: AblationOptions;
  readonly seed: number;
}

/**
 * Fine-tunes a copy of a policy on empty chains of thought: `</think> answerPrefix answer <eos>` after `<think>`
 * prompts, fresh ones each step, other than those it is measured on.
 *
 * A policy that answers wrongly without its chain of thought may need it, or may only be confused by a context it
 * has never seen. A few steps teach it the context, and not the task: who is confused recovers at once. Its own
 * answers as targets tell it nothing that it did not know with a chain of thought.
 *
 * @returns the copy after each number of steps that the options name, in rising order
 */
export function* readapt(model: Transformer, task: ReadaptationTask): Generator<Readapted, void> {
  const { environment, rule, options, seed } = task;
  const measured = [...new Set(options.readaptation)].sort((a, b) => a - b);
  for (const answers of options.readaptationAnswers) {
    const copy = model.clone();
    const optimizer = createOptimizer(copy);
    try {
      for (let step = 1; step <= (measured.at(-1) ?? 0); step++) {
        const stream = randomStream(seed, 'ablation', 'readaptation', step);
        const { prompts, targets } = lesson(model, environment, rule, answers, stream);
        const completions = targets.map((answer) => [
          TOKENS.endThink,
          ...environment.answerPrefix,
          answer,
          TOKENS.eos,
        ]);
        const learningRate = options.readaptationLearningRate;
        superviseStep(copy, optimizer, prompts, completions, { ...OPTIMIZER, learningRate });
        if (measured.includes(step)) yield { model: copy, ...namesOf(answers, step) };
      }
    } finally {
      optimizer.dispose();
      copy.dispose();
    }
  }
}

/** Names of the interventions that {@link readapt} leads to. */
export function readaptationNames({ readaptation, readaptationAnswers }: AblationOptions): string[] {
  return readaptationAnswers.flatMap((answers) =>
    readaptation.flatMap((steps) => {
      const { removed, kept } = namesOf(answers, steps);
      return [removed, kept];
    }),
  );
}

function namesOf(answers: Answers, steps: number) {
  return { removed: `${NAMES[answers]}${steps}`, kept: `${NAMES[answers]}Thinking${steps}` };
}

/** Prompts and the answers to learn, by the policy as it was before it was readapted. */
function lesson(
  model: Transformer,
  environment: Environment,
  rule: string,
  answers: Answers,
  stream: RandomStream,
) {
  const problems = Array.from({ length: BATCH }, () => environment.problem(stream));
  const prompts = problems.map(({ prompt }) => prompt);
  const targets =
    answers === 'own'
      ? frozenAnswers(model, environment, prompts, stream).map(({ frozenAnswer }) => frozenAnswer)
      : problems.map(({ labels }) => labels[rule]!);
  return { prompts, targets };
}
