import {
  ablationSchema,
  answerDistributions,
  battery,
  grow,
  type Intervention,
  mostProbable,
  type Policy,
  type Shown,
  type Subject,
} from '@vestige/ablation/withoutModel';
import { headlineFirst } from '@vestige/analysis/interventions';
import type { Environment } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';
import { type Situation, sameTokens } from './history.ts';

/** An intervention of the battery under a button. */
export interface Offered {
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
export function offeredIn(environment: Environment): {
  readonly headline: readonly Offered[];
  readonly others: readonly Offered[];
} {
  const known = battery(ablationSchema.parse({}), environment, true);
  const offered = WORDS.flatMap(([name, label, told]) => {
    const intervention = known.find((one) => one.name === name);
    return intervention ? [{ intervention, label, told: told.replace('FLIPS', environment.flips) }] : [];
  });
  const { headline, others } = headlineFirst(offered.map(({ intervention: { name } }) => name));
  const named = (name: string) => offered.find(({ intervention }) => intervention.name === name)!;
  return { headline: headline.map(named), others: others.map(named) };
}

/**
 * Applies an intervention as the battery does.
 *
 * @param others what it may borrow from
 * @throws if the policy would have to write on from more than it ever writes
 */
export function intervene(
  { growth, apply }: Intervention,
  { prompt, cot }: Situation,
  others: readonly Subject[],
  policy: Policy,
  environment: Environment,
  stream: RandomStream,
): Situation {
  const problem = environment.readPrompt(prompt)!;
  const flipped = environment.flip(problem, stream);
  const [distribution] = answerDistributions(policy, environment, [{ prompt, cot }]);
  const subject: Subject = { problem, flipped, cot, frozenAnswer: mostProbable(environment, distribution!) };
  const foreign = others.filter((other) => !sameTokens(other.problem.prompt, prompt));
  const context = { environment, subjects: [subject, ...foreign], stream };
  const beginning = growth?.begin(subject, context);
  const grown: Shown = beginning
    ? { ...beginning, cot: writeOn(policy, environment, beginning, stream) }
    : { prompt, cot };
  const shown = apply(subject, context, grown);
  return { prompt: shown.prompt, cot: shown.cot ?? [] };
}

/**
 * A chain of thought that the policy writes on from a beginning, at temperature 1.
 *
 * @throws if the beginning is longer than all that it ever writes
 */
export function writeOn(
  policy: Policy,
  environment: Environment,
  { prompt, cot }: Situation,
  stream: RandomStream,
): readonly number[] {
  const { maxNewTokens } = environment;
  if (cot.length > maxNewTokens) {
    throw new Error(
      `This policy writes at most ${maxNewTokens} words, and ${cot.length} are there before that place: nothing can be written on.`,
    );
  }
  return grow(policy, environment, [{ prompt, cot }], [], stream)[0]!;
}

/** The prompt of the flipped problem, the chain of thought kept. */
export function flipped(
  { prompt, cot }: Situation,
  environment: Environment,
  stream: RandomStream,
): Situation {
  return { prompt: environment.flip(environment.readPrompt(prompt)!, stream).prompt, cot };
}
