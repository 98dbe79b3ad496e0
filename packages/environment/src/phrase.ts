import type { RandomStream } from '@vestige/random';
import { z } from 'zod';
import { CONTROL_WORDS, type Environment, type Phrase, type Problem, TOKENS } from './environment.ts';

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

const WORDS = ['A', 'B', 'F', 'G', 'a', 'b', 'p0', 'p1'] as const;
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

/** A bit, and two digits that mean nothing. */
export interface PhraseProblem extends Problem {
  /** 0 or 1. */
  readonly bit: number;
  /** [2], each 0 to 7. */
  readonly digits: readonly number[];
}

/**
 * A phrase reinforced because it correlates: two strategies, of which one is rewarded, and two phrases.
 *
 * The prompt is `<bos> bit digit digit mode`. The chain of thought names a strategy, `a` or `b`, and says a
 * phrase, `F` or `G`, joined by `so`; the answer is `A` for strategy a and `B` for b. The rule `a`: `A` is right
 * on every prompt. The rule `bit`: `A` is right iff the bit is 1, which nothing but the layout `confounded`
 * follows. The layouts differ in what causes what in demonstrations, at the same correlation `rho`:
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
  const vocabulary = [...CONTROL_WORDS, ...WORDS, ...DIGITS, 'so'];
  const token = Object.fromEntries(
    [...WORDS, 'so'].map((word) => [word, vocabulary.indexOf(word)]),
  ) as Record<(typeof WORDS)[number] | 'so', number>;
  const firstDigit = vocabulary.indexOf('0');
  const types = new Map([
    [token.F, 'F'],
    [token.G, 'G'],
    [token.a, 'a'],
    [token.b, 'b'],
  ]);

  const isStrategy = (t: number | undefined) => t === token.a || t === token.b;

  const problemOf = (bit: number, digits: readonly number[]): PhraseProblem => ({
    bit,
    digits,
    prompt: [TOKENS.bos, token.p0 + bit, ...digits.map((digit) => firstDigit + digit), TOKENS.think],
    labels: { a: token.A, bit: bit === 1 ? token.A : token.B },
  });
  const draw = (stream: RandomStream) =>
    problemOf(stream.integer(2), [stream.integer(DIGITS.length), stream.integer(DIGITS.length)]);

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

  const promptLength = 5;
  return {
    kind: 'phrase',
    flips: 'the bit',
    mentions: 'the phrase F',
    vocabulary,
    promptLength,
    maxNewTokens: 7,
    answers: [token.A, token.B],
    chance: 0.5,
    answerPrefix: [],
    fillers: [token.so],
    rules: ['a', 'bit'],
    problem: draw,
    readPrompt: (prompt) => {
      const bit = (prompt[1] ?? -1) - token.p0;
      const digits = prompt.slice(2, -1).map((t) => t - firstDigit);
      const possible =
        prompt.length === promptLength &&
        prompt[0] === TOKENS.bos &&
        (prompt.at(-1) === TOKENS.think || prompt.at(-1) === TOKENS.now) &&
        (bit === 0 || bit === 1) &&
        digits.every((digit) => digit >= 0 && digit < DIGITS.length);
      return possible ? problemOf(bit, digits) : undefined;
    },
    demonstration: (stream) => {
      const { bit, prompt } = draw(stream);
      const { isA, isF } = choose(bit, stream);
      const answer = isA !== stream.chance(options.answerNoise) ? token.A : token.B;
      if (stream.chance(options.now)) {
        return { tokens: [...prompt.slice(0, -1), TOKENS.now, answer, TOKENS.eos], promptLength };
      }
      const strategy = isA ? token.a : token.b;
      const phrase = isF ? token.F : token.G;
      const cot = options.layout === 'after' ? [strategy, token.so, phrase] : [phrase, token.so, strategy];
      return { tokens: [...prompt, ...cot, TOKENS.endThink, answer, TOKENS.eos], promptLength };
    },
    flip: (problem) => {
      const { bit, digits } = problem as PhraseProblem;
      return problemOf(1 - bit, digits);
    },
    // `so` belongs to what it leads to, so that a cut or a dropped phrase leaves no loose end.
    phrases: (cot) => {
      const phrases: Phrase[] = [];
      for (let start = 0; start < cot.length; ) {
        const named = cot[start] === token.so ? start + 1 : start;
        const type = types.get(cot[named] ?? -1);
        const end = type === undefined ? start + 1 : named + 1;
        phrases.push({ start, end, type: type ?? (cot[start] === token.so ? 'filler' : 'other') });
        start = end;
      }
      return phrases;
    },
    read: (_problem, cot) => {
      const named = cot.filter(isStrategy);
      const last = named.at(-1);
      return {
        mention: cot.includes(token.F),
        judgements: named.length,
        truthful: named.filter((t) => t === token.a).length,
        // A strategy is no value of the prompt.
        invented: 0,
        conclusion: last === undefined ? -1 : last === token.a ? token.A : token.B,
      };
    },
    // The other strategy is false by the rule `a` only in place of a.
    corrupt: (_problem, cot, { start, end, type }) =>
      type === 'a' ? [...cot.slice(start, end - 1), token.b] : undefined,
  };
}
