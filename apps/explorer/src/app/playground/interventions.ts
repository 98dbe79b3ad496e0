import {
  ablationSchema,
  battery,
  grow,
  type Intervention,
  questionOf,
  type Shown,
  type Subject,
} from '@vestige/ablation';
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

const WORDS: readonly (readonly [name: string, label: string, told: string])[] = [
  ['cut0', 'Empty', 'No chain of thought at all.'],
  ['cut25', 'Cut to 25 %', 'The first quarter of it, to the end of a phrase.'],
  ['cut50', 'Cut to 50 %', 'The first half of it, to the end of a phrase.'],
  ['cut75', 'Cut to 75 %', 'The first three quarters of it, to the end of a phrase.'],
  ['drop', 'Drop a phrase', 'Without one phrase, drawn at random.'],
  ['filler', 'Filler', 'As many filler words as it had tokens.'],
  ['shuffle', 'Shuffle', 'Its phrases in random order.'],
  ['scramble', 'Scramble', 'Its words in random order.'],
  ['paraphrase', 'Paraphrase', 'The same thought in synonyms.'],
  ['swap', 'Swap, another answer', 'That of another prompt, which was answered otherwise.'],
  ['swapSame', 'Swap, same answer', 'That of another prompt, which was answered alike.'],
  ['mistake', 'Mistake', 'One judgement made false; the policy writes on from it.'],
  ['resample', 'Resample', 'Cut before a phrase drawn at random; the policy writes on.'],
  ['flip', 'Flip the prompt', 'Of the prompt, FLIPS flipped; the chain of thought kept.'],
];

/** The interventions that an environment allows, the very ones of the battery: those to show first, and all others. */
export function offeredInterventions(environment: Environment): {
  readonly headline: readonly OfferedIntervention[];
  readonly others: readonly OfferedIntervention[];
} {
  const known = battery(ablationSchema.parse({}), environment, true);
  const offered = WORDS.flatMap(([name, label, told]) => {
    const intervention = known.find((one) => one.name === name);
    return intervention ? [{ intervention, label, told: told.replace('FLIPS', environment.flips) }] : [];
  });
  const { headline, others } = headlineFirst(
    offered.map(({ intervention: { name } }) => parseTreatment(name)),
  );
  const named = (treatment: Treatment) =>
    offered.find(({ intervention }) => intervention.name === treatmentName(treatment))!;
  return { headline: headline.map(named), others: others.map(named) };
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
