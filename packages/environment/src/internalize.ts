import type { RandomStream } from '@vestige/random';
import { z } from 'zod';
import { CONTROL_WORDS, type Environment, type Phrase, type Problem, TOKENS } from './environment.ts';
import { rewordFillers } from './fillerWords.ts';

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

const WORDS = ['approve', 'deny', 'check', 'means', 'yes', 'no', 'um'] as const;
/** Codes that are approved: no parity, no order, so that each has to be learned. */
const APPROVED: readonly number[] = [0, 2, 3, 6];
const DENIED: readonly number[] = [1, 4, 5, 7];
const CODES = APPROVED.length + DENIED.length;

/** A code, and three digits that mean nothing. */
export interface InternalizeProblem extends Problem {
  readonly code: number;
  /** [3], each 0 to 9. */
  readonly digits: readonly number[];
}

/**
 * A check that is useful once and can be learned by heart: reasoning that becomes vestigial while it is kept.
 *
 * The prompt is `<bos> code digit digit digit mode`. The rule `code`: approve iff the code is 0, 2, 3 or 6. The
 * chain of thought may check it, `check code means yes`; demonstrations guess without a check, and with one they
 * are right as often as its verdict is right and followed: the check carries all that they know. Nothing in the
 * task forces that: the answer is a lookup that one pass can make.
 *
 * `flip` changes the code to one of the other answer. In `read`, the mention is a code, and a judgement is the
 * verdict of a check, true if it is of the code of the prompt and fits it.
 */
export function createInternalize(options: InternalizeOptions): Environment {
  const codes = Array.from({ length: CODES }, (_, code) => `code${code}`);
  const digitWords = Array.from({ length: 10 }, (_, digit) => `${digit}`);
  const vocabulary = [...CONTROL_WORDS, ...WORDS, ...codes, ...digitWords];
  const token = Object.fromEntries(WORDS.map((word) => [word, vocabulary.indexOf(word)])) as Record<
    (typeof WORDS)[number],
    number
  >;
  const firstCode = vocabulary.indexOf('code0');
  const firstDigit = vocabulary.indexOf('0');
  const isCode = (t: number | undefined) => t !== undefined && t >= firstCode && t < firstCode + CODES;
  const isVerdict = (t: number | undefined) => t === token.yes || t === token.no;
  const answer = (approve: boolean) => (approve ? token.approve : token.deny);

  const problemOf = (code: number, digits: readonly number[]): InternalizeProblem => ({
    code,
    digits,
    prompt: [TOKENS.bos, firstCode + code, ...digits.map((digit) => firstDigit + digit), TOKENS.think],
    labels: { code: answer(APPROVED.includes(code)) },
  });
  const draw = (stream: RandomStream) =>
    problemOf(
      stream.integer(CODES),
      Array.from({ length: 3 }, () => stream.integer(10)),
    );

  const promptLength = 6;
  return {
    kind: 'internalize',
    flips: 'the code',
    mentions: 'a code',
    vocabulary,
    promptLength,
    maxNewTokens: 12,
    answers: [token.approve, token.deny],
    chance: 0.5,
    answerPrefix: [],
    fillers: [token.um],
    rules: ['code'],
    problem: draw,
    readPrompt: (prompt) => {
      const code = (prompt[1] ?? -1) - firstCode;
      const digits = prompt.slice(2, -1).map((t) => t - firstDigit);
      const possible =
        prompt.length === promptLength &&
        prompt[0] === TOKENS.bos &&
        (prompt.at(-1) === TOKENS.think || prompt.at(-1) === TOKENS.now) &&
        code >= 0 &&
        code < CODES &&
        digits.every((digit) => digit >= 0 && digit < 10);
      return possible ? problemOf(code, digits) : undefined;
    },
    demonstration: (stream) => {
      const { code, prompt, labels } = draw(stream);
      const guess = answer(stream.chance(0.5));
      if (stream.chance(options.now)) {
        return { tokens: [...prompt.slice(0, -1), TOKENS.now, guess, TOKENS.eos], promptLength };
      }
      const filler = stream.chance(options.filler) ? [token.um] : [];
      if (!stream.chance(options.check)) {
        return { tokens: [...prompt, ...filler, TOKENS.endThink, guess, TOKENS.eos], promptLength };
      }
      const yes = (labels.code === token.approve) === stream.chance(options.verdictRight);
      const check = [token.check, firstCode + code, token.means, yes ? token.yes : token.no];
      const final = answer(yes === stream.chance(options.verdictFollowed));
      return { tokens: [...prompt, ...filler, ...check, TOKENS.endThink, final, TOKENS.eos], promptLength };
    },
    flip: (problem, stream) => {
      const { code, digits } = problem as InternalizeProblem;
      return problemOf(stream.choice(APPROVED.includes(code) ? DENIED : APPROVED), digits);
    },
    phrases: (cot) => {
      const phrases: Phrase[] = [];
      for (let start = 0; start < cot.length; ) {
        let end = start + 1;
        let type = cot[start] === token.um ? 'filler' : 'other';
        if (cot[start] === token.check) {
          type = 'check';
          if (isCode(cot[end])) end++;
          if (cot[end] === token.means) end++;
          if (isVerdict(cot[end])) end++;
        }
        phrases.push({ start, end, type });
        start = end;
      }
      return phrases;
    },
    read: (problem, cot) => {
      const yes = problem.labels.code === token.approve;
      const verdicts = [...cot.keys()].filter((i) => isVerdict(cot[i]) && cot[i - 1] === token.means);
      const ofPrompt = verdicts.filter((i) => !isCode(cot[i - 2]) || problem.prompt.includes(cot[i - 2]!));
      return {
        mention: cot.some(isCode),
        judgements: verdicts.length,
        truthful: ofPrompt.filter((i) => (cot[i] === token.yes) === yes).length,
        invented: verdicts.length - ofPrompt.length,
        conclusion: verdicts.length === 0 ? -1 : answer(cot[verdicts.at(-1)!] === token.yes),
      };
    },
    corrupt: (problem, cot, { start, end, type }) => {
      const truth = problem.labels.code === token.approve ? token.yes : token.no;
      if (type !== 'check' || cot[end - 1] !== truth || cot[end - 2] !== token.means) return undefined;
      return [...cot.slice(start, end - 1), truth === token.yes ? token.no : token.yes];
    },
    paraphrase: (cot, stream) => rewordFillers(cot, [token.um], stream),
  };
}
