import {
  ablationSchema,
  battery,
  grow,
  type Intervention,
  questionOf,
  type Shown,
  type Subject,
} from '@vestige/ablation';
import { describe, KIND_NAMES } from '@vestige/ablation/interventions';
import {
  headlineFirst,
  parseTreatment,
  type Treatment,
  treatmentName,
} from '@vestige/analysis/interventions';
import type { Environment } from '@vestige/environment';
import { mostProbable, type Policy } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import type { Thinking } from '../thinking.ts';

/** An intervention of the battery under a button. */
export interface OfferedIntervention {
  readonly intervention: Intervention;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly told: string;
}

/** Every kind, whether or not it runs by default. */
const OPTIONS = ablationSchema.parse({ interventions: KIND_NAMES });

/** The interventions that an environment allows, the very ones of the battery: those to show first, and all others. */
export function offeredInterventions(environment: Environment): {
  readonly headline: readonly OfferedIntervention[];
  readonly others: readonly OfferedIntervention[];
} {
  // `frozen` and `repeat` change nothing; the answer at once always stands beside what is shown.
  const known = battery(OPTIONS, environment, true).filter(
    ({ name }) => !['frozen', 'repeat', 'now'].includes(name),
  );
  const { headline, others } = headlineFirst(known.map(({ name }) => parseTreatment(name)));
  const offered = (treatment: Treatment): OfferedIntervention => {
    const { label, told } = describe(treatment.intervention)!;
    return {
      intervention: known.find(({ name }) => name === treatmentName(treatment))!,
      label: capitalized(label),
      told: `${capitalized(told.replace('the prompt flipped', `the prompt with ${environment.flips} flipped`))}.`,
    };
  };
  return { headline: headline.map(offered), others: others.map(offered) };
}

function capitalized(words: string): string {
  return words[0]!.toUpperCase() + words.slice(1);
}

/** What an intervention is made with. */
interface InterventionContext {
  /** What it may borrow from. */
  readonly others: readonly Subject[];
  readonly policy: Policy;
  readonly environment: Environment;
  readonly stream: RandomStream;
}

/**
 * Applies an intervention as the battery does.
 *
 * @throws if the policy would have to write on from more than it ever writes
 */
export async function intervene(
  { growth, apply }: Intervention,
  { question, thought }: Thinking,
  { others, policy, environment: task, stream }: InterventionContext,
): Promise<Thinking> {
  const problem = task.problemOf(question)!;
  const flipped = task.flip(problem, stream);
  const [distribution] = await policy.answers([questionOf(task, problem, { question, thought })], stream);
  const subject: Subject = { problem, flipped, thought, frozenAnswer: mostProbable(distribution!) };
  const foreign = others.filter((other) => other.problem.question !== question);
  const context = { task, subjects: [subject, ...foreign], stream };
  const beginning = growth?.begin(subject, context);
  const grown: Shown = beginning
    ? { ...beginning, thought: await writeOn(policy, task, beginning, stream) }
    : { question, thought };
  const shown = apply(subject, context, grown);
  return { question: shown.question, thought: shown.thought ?? '' };
}

/**
 * A chain of thought that the policy writes on from a beginning, at temperature 1.
 *
 * @throws if the beginning is longer than all that it ever writes
 */
export async function writeOn(
  policy: Policy,
  task: Environment,
  beginning: Thinking,
  stream: RandomStream,
): Promise<string> {
  const length = task.length(beginning.thought);
  if (length > task.maxTokens) {
    throw new Error(
      `This policy writes at most ${task.maxTokens} words, and ${length} are there before that place: nothing can be written on.`,
    );
  }
  const [thought] = await grow(policy, task, [beginning], [], stream);
  return thought!;
}

/** The flipped question, the chain of thought kept. */
export function flipped({ question, thought }: Thinking, task: Environment, stream: RandomStream): Thinking {
  return { question: task.flip(task.problemOf(question)!, stream).question, thought };
}
