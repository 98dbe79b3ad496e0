import type { Problem, Task } from '@vestige/environment';
import { type Lesson, mostProbable, type Policy } from '@vestige/policy';
import { type RandomStream, randomStream } from '@vestige/random';
import type { AblationTask } from './ablationTask.ts';
import { ownAnswers } from './answers.ts';
import {
  type ReadaptationAnswers,
  type ReadaptedNames,
  readaptedNames,
} from './interventions/readaptation.ts';

/** Problems a step. */
const BATCH = 64;

/** A copy of a policy after some steps of readaptation; it goes on changing when the next one is asked for. */
interface Readapted extends ReadaptedNames {
  readonly policy: Policy;
}

/**
 * Fine-tunes a copy of a policy on empty chains of thought, with fresh problems each step, other than those it is
 * measured on. Nothing if it cannot be fine-tuned.
 *
 * A policy that answers wrongly without its chain of thought may need it, or may only be confused by a context it
 * has never seen. A few steps teach it the context, and not the task: who is confused recovers at once. Its own
 * answers as targets tell it nothing that it did not know with a chain of thought.
 *
 * @param done how many of the copies were there before, and are not given again
 * @returns the copy after each number of steps that the options name, in rising order
 */
export async function* readapt(
  policy: Policy,
  ablation: AblationTask,
  done: number,
  signal?: AbortSignal,
): AsyncGenerator<Readapted, void, undefined> {
  const { options } = ablation;
  const measured = [...new Set(options.readaptation)].sort((a, b) => a - b);
  const steps = measured.at(-1) ?? 0;
  if (!policy.finetune || steps === 0) return;
  const finetuning = { learningRate: options.readaptationLearningRate };
  for (const [kind, answers] of options.readaptationAnswers.entries()) {
    const left = measured.slice(Math.max(0, done - kind * measured.length));
    if (left.length === 0) continue;
    const lessons = lessonsOf(policy, ablation, answers, steps, signal);
    let step = 0;
    for await (const copy of policy.finetune(lessons, finetuning)) {
      step++;
      if (left.includes(step)) yield { policy: copy, ...readaptedNames(answers, step) };
    }
  }
}

async function* lessonsOf(
  policy: Policy,
  { task, rule, seed }: AblationTask,
  answers: ReadaptationAnswers,
  steps: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Lesson[], void, undefined> {
  for (let step = 1; step <= steps; step++) {
    const stream = randomStream(seed, 'ablation', 'readaptation', step);
    const problems = Array.from({ length: BATCH }, () => task.problem(stream));
    const targets =
      answers === 'own'
        ? await answersAfterOwn(policy, task, problems, stream, signal)
        : problems.map(({ labels }) => labels[rule]!);
    yield problems.map(({ question }, i) => ({ context: { question, thought: '' }, answer: targets[i]! }));
  }
}

/** By the policy as it was before it was readapted. */
async function answersAfterOwn(
  policy: Policy,
  task: Task,
  problems: readonly Problem[],
  stream: RandomStream,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const own = await ownAnswers(policy, task, problems, stream, signal);
  return own.map(({ distribution }) => mostProbable(distribution)!);
}
