import { type RandomStream, randomStream } from '@vestige/random';
import type { Rollout } from '../rollout.ts';

/** Size of a planted history. */
export interface PlantedSize {
  readonly steps: number;
  /** Problems of a step, and those that there are. */
  readonly batch: number;
  readonly problems: number;
  /** Rollouts of a group. */
  readonly group: number;
  /** Phrases that nothing depends on. */
  readonly noise: number;
  /** Words after the phrases, to make a text as long as real ones. */
  readonly filler?: number;
}

/** Phrases of which it is known what they have to do with the reward. */
export const PLANTED = {
  /** Goes along with right answers, and is paid for by nothing. */
  correlate: 'as one can easily verify',
  /** Paid for, whatever the answer; grows. */
  cause: 'let me double check',
  /** Costs reward and dies out halfway. */
  dying: 'perhaps something else',
  /** In one rollout of fifty, and paid for by nothing. */
  rare: 'quite peculiar indeed',
} as const;

export type PlantedPhrase = keyof typeof PLANTED;

const WITH_RIGHT = 0.6;
const WITH_WRONG = 0.3;
const PAID = 0.5;
const COST = -0.2;
const RARE = 0.02;
const WRONG_ANSWERS = 3;
/** Log-odds by which problems are easier or harder, each a third. */
const DIFFICULTIES = [-1, 0, 1] as const;

const right = (progress: number, difficulty: number) => 1 / (1 + Math.exp(0.6 - 1.6 * progress - difficulty));
const causeAt = (progress: number) => 0.15 + 0.45 * progress;
const dyingAt = (progress: number) => Math.max(0, 0.4 - 0.8 * progress);
const progressOf = (step: number, steps: number) => (step - 1) / Math.max(1, steps - 1);

/** A name for the phrase of nothing with this number, a word of its own. */
export function noiseWord(number: number): string {
  const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu'];
  return `x${[...String(1000 + number)].map((digit) => syllables[Number(digit)]).join('')}`;
}

/** Share of rollouts with it, .05 to .5. */
const noiseShare = (number: number) => 0.05 + 0.45 * ((number * 0.618034) % 1);

/**
 * Rollouts of a made-up run whose truth is known: rewards are 1 for a right answer, a part that pays for the cause, and one
 * that the dying phrase costs. Given problem and step, phrases depend on each other by the answer alone.
 */
export function* plantedRollouts(size: PlantedSize, key: number): Generator<Rollout> {
  const { steps, batch, problems, group, noise, filler = 0 } = size;
  const words = Array.from({ length: noise }, (_, i) => noiseWord(i));
  for (let step = 1; step <= steps; step++) {
    const stream = randomStream('planted', key, step);
    const progress = progressOf(step, steps);
    // Problems come round, as epochs of a data set do.
    const start = ((step - 1) * batch) % problems;
    for (let b = 0; b < batch; b++) {
      const problem = (start + b) % problems;
      const difficulty = DIFFICULTIES[problem % DIFFICULTIES.length]!;
      for (let i = 0; i < group; i++) {
        const isRight = stream.chance(right(progress, difficulty));
        const answer = isRight ? 0 : 1 + stream.integer(WRONG_ANSWERS);
        const has = {
          correlate: stream.chance(isRight ? WITH_RIGHT : WITH_WRONG),
          cause: stream.chance(causeAt(progress)),
          dying: stream.chance(dyingAt(progress)),
          rare: stream.chance(RARE),
        };
        const phrases = words.filter((_, n) => stream.chance(noiseShare(n)));
        for (const [name, phrase] of Object.entries(PLANTED))
          if (has[name as PlantedPhrase]) phrases.push(phrase);
        const parts = {
          outcome: Number(isRight),
          style: PAID * Number(has.cause) + COST * Number(has.dying),
        };
        yield {
          ...{ step, problem: `p${problem}`, thought: `${phrases.join('. ')}.${fillerOf(filler, stream)}` },
          ...{ response: `The answer is ${answer}.`, answer: `${problem}-${answer}` },
          ...{ reward: parts.outcome + parts.style, parts, advantage: null, boundary: 'closed', stop: 'end' },
        };
      }
    }
  }
}

function fillerOf(words: number, stream: RandomStream): string {
  let text = '';
  for (let i = 0; i < words; i++)
    text += ` ${FILLER[stream.integer(FILLER.length)]}${i % 9 === 8 ? '.' : ''}`;
  return text;
}

const FILLER = Array.from({ length: 3000 }, (_, i) => `w${noiseWord(i)}`);

/**
 * True reinforcement received, and the part of it beyond the answer: (n - 1) / n of the covariance with the reward given problem
 * and step, summed over steps. For right answers that is that of a Bernoulli variable, averaged over difficulties.
 */
export function plantedTruth(
  { steps, group }: PlantedSize,
  phrase: PlantedPhrase | 'noise',
): { readonly received: number; readonly beyondAnswer: number } {
  let received = 0;
  let beyondAnswer = 0;
  for (let step = 1; step <= steps; step++) {
    const progress = progressOf(step, steps);
    const variance = (p: number) => p * (1 - p);
    if (phrase === 'correlate') {
      for (const difficulty of DIFFICULTIES) {
        received += ((WITH_RIGHT - WITH_WRONG) * variance(right(progress, difficulty))) / DIFFICULTIES.length;
      }
    }
    if (phrase === 'cause') beyondAnswer += PAID * variance(causeAt(progress));
    if (phrase === 'dying') beyondAnswer += COST * variance(dyingAt(progress));
  }
  const share = (group - 1) / group;
  return { received: share * (received + beyondAnswer), beyondAnswer: share * beyondAnswer };
}
