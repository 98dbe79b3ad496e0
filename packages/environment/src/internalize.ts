import { wordsOf } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import { z } from 'zod';
import type { Environment } from './environment.ts';
import { rewordFillers } from './fillerWords.ts';
import type { Problem } from './task.ts';
import { type Phrase, unitsOf, wording, wordsIn } from './wording.ts';

const probability = z.number().min(0).max(1);

/** Options of the internalize environment, as they stand in an experiment file. Rates are those of demonstrations. */
export const internalizeSchema = z.strictObject({
  kind: z.literal('internalize'),
  check: probability.default(0.85).describe('Demonstrations that check the code; the others guess.'),
  verdictRight: probability.default(0.75).describe('The verdict of a check is right.'),
  verdictFollowed: probability.default(0.95).describe('The answer follows the verdict of the check.'),
  filler: probability.default(0.3).describe('A filler word at the start.'),
  now: probability.default(0).describe('Demonstrations that answer at once, told to; they guess.'),
});

/** {@link internalizeSchema} with its defaults filled in. */
export type InternalizeOptions = z.infer<typeof internalizeSchema>;

const CODES = Array.from({ length: 8 }, (_, code) => `code${code}`);
const DIGITS = Array.from({ length: 10 }, (_, digit) => `${digit}`);
const FILLERS = ['um'];
const WORDS = ['approve', 'deny', 'check', 'means', 'yes', 'no', ...FILLERS, ...CODES, ...DIGITS];
/** Codes that are approved: no parity, no order, so that each has to be learned. */
const APPROVED = ['code0', 'code2', 'code3', 'code6'];
const DENIED = CODES.filter((code) => !APPROVED.includes(code));

/** A code, and three digits that mean nothing. */
export interface InternalizeProblem extends Problem {
  readonly code: string;
  /** [3] */
  readonly digits: readonly string[];
}

/**
 * A check that is useful once and can be learned by heart: reasoning that becomes vestigial while it is kept.
 *
 * The question is `code digit digit digit`. The rule `code`: approve iff the code is 0, 2, 3 or 6. The thought may
 * check it, `check code means yes`; demonstrations guess without a check, and with one they are right as often as its
 * verdict is right and followed: the check carries all that they know. Nothing in the task forces that: the answer is
 * a lookup that one pass can make.
 *
 * `flip` changes the code to one of the other answer. In `read`, the mention is a code, and a judgement is the
 * verdict of a check, true if it is of the code of the question and fits it.
 */
export function createInternalize(options: InternalizeOptions): Environment {
  const answer = (approve: boolean) => (approve ? 'approve' : 'deny');

  const problemWith = (code: string, digits: readonly string[]): InternalizeProblem => ({
    question: `${code} ${digits.join(' ')}`,
    labels: { code: answer(APPROVED.includes(code)) },
    code,
    digits,
  });
  const draw = (stream: RandomStream) =>
    problemWith(stream.choice(CODES), [stream.choice(DIGITS), stream.choice(DIGITS), stream.choice(DIGITS)]);

  const phraseAt = (words: readonly string[], at: number): Phrase => {
    if (FILLERS.includes(words[at]!)) return { kind: 'filler', weight: 1 };
    if (words[at] !== 'check') return { kind: 'other', weight: 1 };
    let end = at + 1;
    if (isCode(words[end])) end++;
    if (words[end] === 'means') end++;
    if (isVerdict(words[end])) end++;
    return { kind: 'check', weight: end - at };
  };

  return {
    ...wording({ words: WORDS, answerPrefix: '', answers: ['approve', 'deny'] }),
    kind: 'internalize',
    rules: ['code'],
    chance: 0.5,
    promptLength: 6,
    maxTokens: 12,
    flips: 'the code',
    mentions: 'a code',
    fillers: FILLERS,
    problem: draw,
    problemOf: (question) => {
      const [code = '', ...digits] = wordsOf(question);
      const possible = isCode(code) && digits.length === 3 && digits.every((digit) => DIGITS.includes(digit));
      return possible ? problemWith(code, digits) : undefined;
    },
    demonstration: (stream) => {
      const { question, code, labels } = draw(stream);
      const guess = answer(stream.chance(0.5));
      if (stream.chance(options.now)) return { context: { question, thought: null }, answer: guess };
      const filler = stream.chance(options.filler) ? FILLERS : [];
      if (!stream.chance(options.check)) {
        return { context: { question, thought: filler.join(' ') }, answer: guess };
      }
      const yes = (labels.code === 'approve') === stream.chance(options.verdictRight);
      const thought = [...filler, 'check', code, 'means', yes ? 'yes' : 'no'].join(' ');
      return {
        context: { question, thought },
        answer: answer(yes === stream.chance(options.verdictFollowed)),
      };
    },
    flip: (problem, stream) => {
      const { code, digits } = problem as InternalizeProblem;
      return problemWith(stream.choice(APPROVED.includes(code) ? DENIED : APPROVED), digits);
    },
    units: (thought) => unitsOf(thought, phraseAt),
    read: (problem, thought) => {
      const { code, labels } = problem as InternalizeProblem;
      const words = wordsOf(thought);
      let judgements = 0;
      let truthful = 0;
      let invented = 0;
      let conclusion: string | null = null;
      for (const [i, verdict] of words.entries()) {
        if (!isVerdict(verdict) || words[i - 1] !== 'means') continue;
        const checked = words[i - 2];
        judgements++;
        conclusion = answer(verdict === 'yes');
        if (isCode(checked) && checked !== code) invented++;
        else if (conclusion === labels.code) truthful++;
      }
      return { mention: words.some(isCode), judgements, truthful, invented, conclusion };
    },
    corrupt: ({ labels }, thought, unit) => {
      const words = wordsIn(thought, unit);
      const [truth, untruth] = labels.code === 'approve' ? ['yes', 'no'] : ['no', 'yes'];
      if (unit.kind !== 'check' || words.at(-1) !== truth || words.at(-2) !== 'means') return undefined;
      return [...words.slice(0, -1), untruth].join(' ');
    },
    paraphrase: (thought, stream) => rewordFillers(thought, FILLERS, stream),
  };
}

function isCode(word: string | undefined): boolean {
  return word !== undefined && CODES.includes(word);
}

function isVerdict(word: string | undefined): boolean {
  return word === 'yes' || word === 'no';
}
