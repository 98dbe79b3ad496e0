import { wordsOf } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import { z } from 'zod';
import type { Environment } from './environment.ts';
import type { Problem } from './task.ts';
import { type Phrase, unitsOf, wording, wordsIn } from './wording.ts';

const probability = z.number().min(0).max(1);

/** Options of the phrase environment, as they stand in an experiment file. They describe demonstrations. */
export const phraseSchema = z
  .strictObject({
    kind: z.literal('phrase'),
    layout: z
      .enum(['after', 'before', 'confounded'])
      .default('after')
      .describe(
        'after: the strategy, then the phrase it goes with; before: the phrase, then the strategy it goes with; confounded: phrase, then strategy, each after the bit of the prompt.',
      ),
    rho: z
      .number()
      .min(-1)
      .max(1)
      .default(0.8)
      .describe('P(F|a) = 1/2 + rho/2 and P(F|b) = 1/2 - rho/2; the correlation of phrase F and strategy a.'),
    confounding: z
      .number()
      .gt(0)
      .max(1)
      .default(0.9)
      .describe('Correlation of strategy a and the bit of the prompt, in the layout confounded.'),
    answerNoise: probability.default(0.05).describe('The answer contradicts the strategy.'),
    now: probability
      .default(0)
      .describe('Demonstrations that answer at once, told to; answers as frequent as in the others.'),
  })
  .refine((o) => o.layout !== 'confounded' || Math.abs(o.rho) <= o.confounding, {
    path: ['rho'],
    message: 'must not exceed confounding in size, in the layout confounded',
  });

/** {@link phraseSchema} with its defaults filled in. */
export type PhraseOptions = z.infer<typeof phraseSchema>;

const BITS = ['p0', 'p1'];
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7'];
/** Phrases and strategies. */
const SAID = ['F', 'G', 'a', 'b'];
const WORDS = ['A', 'B', ...SAID, ...BITS, ...DIGITS, 'so'];

/** A bit, and two digits that mean nothing. */
export interface PhraseProblem extends Problem {
  /** 0 or 1. */
  readonly bit: number;
  /** [2] */
  readonly digits: readonly string[];
}

/**
 * A phrase reinforced because it correlates: two strategies, of which one is rewarded, and two phrases.
 *
 * The question is `bit digit digit`. The thought names a strategy, `a` or `b`, and says a phrase, `F` or `G`, joined
 * by `so`; the answer is `A` for strategy a and `B` for b. The rule `a`: `A` is right on every question. The rule
 * `bit`: `A` is right iff the bit is 1, which nothing but the layout `confounded` follows. The layouts differ in what
 * causes what in demonstrations, at the same correlation `rho`:
 *
 * - `after` (`a so F`): the strategy causes the phrase, and the phrase causes nothing;
 * - `before` (`F so a`): the phrase causes the strategy;
 * - `confounded` (`F so a`): the bit causes both, correlation `confounding` with the strategy and
 *   `rho / confounding` with the phrase; given the bit they are independent.
 *
 * `flip` changes the bit, so the label under `bit`: the confounder in the layout `confounded`, and without
 * meaning in the others. `read` follows the phrase: a mention is `F`; a judgement is a strategy named, and true
 * if it is the one that is right under the rule `a`.
 */
export function createPhrase(options: PhraseOptions): Environment {
  const problemWith = (bit: number, digits: readonly string[]): PhraseProblem => ({
    question: `${BITS[bit]} ${digits.join(' ')}`,
    labels: { a: 'A', bit: bit === 1 ? 'A' : 'B' },
    bit,
    digits,
  });
  const draw = (stream: RandomStream) =>
    problemWith(stream.integer(2), [stream.choice(DIGITS), stream.choice(DIGITS)]);

  /** True with probability (1 + r)/2 where the cause is present, (1 - r)/2 where it is not: correlation r. */
  const follows = (stream: RandomStream, cause: boolean, r: number) =>
    stream.chance(0.5 + (cause ? r : -r) / 2);

  const choose = (bit: number, stream: RandomStream): { isA: boolean; isF: boolean } => {
    const { layout, rho, confounding } = options;
    if (layout === 'after') {
      const isA = stream.chance(0.5);
      return { isA, isF: follows(stream, isA, rho) };
    }
    if (layout === 'before') {
      const isF = stream.chance(0.5);
      return { isA: follows(stream, isF, rho), isF };
    }
    const isA = follows(stream, bit === 1, confounding);
    return { isA, isF: follows(stream, bit === 1, rho / confounding) };
  };

  // `so` belongs to what it leads to, so that a cut or a dropped phrase leaves no loose end.
  const phraseAt = (words: readonly string[], at: number): Phrase => {
    const joined = words[at] === 'so';
    const said = words[joined ? at + 1 : at];
    if (said !== undefined && SAID.includes(said)) return { kind: said, weight: joined ? 2 : 1 };
    return { kind: joined ? 'filler' : 'other', weight: 1 };
  };

  return {
    ...wording({ words: WORDS, answerPrefix: '', answers: ['A', 'B'] }),
    kind: 'phrase',
    rules: ['a', 'bit'],
    chance: 0.5,
    promptLength: 5,
    maxTokens: 7,
    flips: 'the bit',
    mentions: 'the phrase F',
    fillers: ['so'],
    problem: draw,
    problemOf: (question) => {
      const [first = '', ...digits] = wordsOf(question);
      const bit = BITS.indexOf(first);
      const possible = bit >= 0 && digits.length === 2 && digits.every((digit) => DIGITS.includes(digit));
      return possible ? problemWith(bit, digits) : undefined;
    },
    demonstration: (stream) => {
      const { question, bit } = draw(stream);
      const { isA, isF } = choose(bit, stream);
      const answer = isA !== stream.chance(options.answerNoise) ? 'A' : 'B';
      if (stream.chance(options.now)) return { context: { question, thought: null }, answer };
      const strategy = isA ? 'a' : 'b';
      const phrase = isF ? 'F' : 'G';
      const thought = options.layout === 'after' ? `${strategy} so ${phrase}` : `${phrase} so ${strategy}`;
      return { context: { question, thought }, answer };
    },
    flip: (problem) => {
      const { bit, digits } = problem as PhraseProblem;
      return problemWith(1 - bit, digits);
    },
    units: (thought) => unitsOf(thought, phraseAt),
    read: (_problem, thought) => {
      const words = wordsOf(thought);
      const named = words.filter((word) => word === 'a' || word === 'b');
      return {
        mention: words.includes('F'),
        judgements: named.length,
        truthful: named.filter((strategy) => strategy === 'a').length,
        // A strategy is no value of the question.
        invented: 0,
        conclusion: named.length === 0 ? null : named.at(-1) === 'a' ? 'A' : 'B',
      };
    },
    // The other strategy is false by the rule `a` only in place of a.
    corrupt: (_problem, thought, unit) =>
      unit.kind === 'a' ? [...wordsIn(thought, unit).slice(0, -1), 'b'].join(' ') : undefined,
  };
}
