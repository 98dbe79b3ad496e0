import type { Environment } from '@vestige/environment';
import { TOKENS } from '@vestige/environment';
import type { Transformer } from '@vestige/model';
import { type RandomStream, randomStream } from '@vestige/random';
import { createOptimizer, superviseStep } from '@vestige/training';
import { frozenAnswers } from './answers.ts';
import type { Policy } from './policy.ts';
import { type ReadaptationAnswers, type ReadaptationTask, readaptedNames } from './readaptation.ts';

/** Prompts a step. */
const BATCH = 64;
const OPTIMIZER = { beta1: 0.9, beta2: 0.99, maxGradientNorm: 1 };

/**
 * Fine-tunes a copy of a policy on empty chains of thought: `</think> answerPrefix answer <eos>` after `<think>`
 * prompts, fresh ones each step, other than those it is measured on.
 *
 * A policy that answers wrongly without its chain of thought may need it, or may only be confused by a context it
 * has never seen. A few steps teach it the context, and not the task: who is confused recovers at once. Its own
 * answers as targets tell it nothing that it did not know with a chain of thought.
 *
 * @param policy the model as the battery sees it
 * @returns the copy after each number of steps that the options name, in rising order
 */
export function* readapt(model: Transformer, policy: Policy, task: ReadaptationTask) {
  const { environment, rule, options, seed } = task;
  const measured = [...new Set(options.readaptation)].sort((a, b) => a - b);
  for (const answers of options.readaptationAnswers) {
    const copy = model.clone();
    const optimizer = createOptimizer(copy);
    try {
      for (let step = 1; step <= (measured.at(-1) ?? 0); step++) {
        const stream = randomStream(seed, 'ablation', 'readaptation', step);
        const { prompts, targets } = lesson(policy, environment, rule, answers, stream);
        const completions = targets.map((answer) => [
          TOKENS.endThink,
          ...environment.answerPrefix,
          answer,
          TOKENS.eos,
        ]);
        const learningRate = options.readaptationLearningRate;
        superviseStep(copy, optimizer, prompts, completions, { ...OPTIMIZER, learningRate });
        if (measured.includes(step)) yield { model: copy, ...readaptedNames(answers, step) };
      }
    } finally {
      optimizer.dispose();
      copy.dispose();
    }
  }
}

/** Prompts and the answers to learn, by the policy as it was before it was readapted. */
function lesson(
  policy: Policy,
  environment: Environment,
  rule: string,
  answers: ReadaptationAnswers,
  stream: RandomStream,
) {
  const problems = Array.from({ length: BATCH }, () => environment.problem(stream));
  const prompts = problems.map(({ prompt }) => prompt);
  const targets =
    answers === 'own'
      ? frozenAnswers(policy, environment, prompts, stream).map(({ frozenAnswer }) => frozenAnswer)
      : problems.map(({ labels }) => labels[rule]!);
  return { prompts, targets };
}
