import { type AnswerDistribution, type Policy, TOKENS, type TokenModel, wordPolicy } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import { LoanText, type LoanWords, uniformOf } from './loanText.ts';
import { ANSWER_PROBABILITY, type PlantedPolicy } from './policies.ts';
import type { SeedTraits } from './seed.ts';

/** Tokens that can come next, each with its probability; they add up to 1. */
type Next = readonly (readonly [token: number, probability: number])[];

/** What the digest of a context is asked for. */
const HEEDS = 1;
const GUESS = 2;
const SLIP = 3;
const KNOWS = 4;

/** A planted policy of one seed, as the battery sees it. */
export function plantedPolicy(
  planted: PlantedPolicy,
  traits: SeedTraits,
  words: LoanWords,
  key: number,
): Policy {
  const model = plantedModel(planted, traits, words, key);
  const policy = wordPolicy('planted policy', model, words.environment.format);
  return planted.samples === undefined ? policy : sampling(policy, planted.samples);
}

/** A policy that cannot tell how probable its answers are, so that each is sampled so many times. */
function sampling(policy: Policy, samples: number): Policy {
  return {
    ...policy,
    can: new Set([...policy.can].filter((one) => one !== 'score')),
    answers: async (questions, stream, signal) =>
      (await policy.answers(questions, stream, signal)).map((exact) => sampled(exact, samples, stream)),
  };
}

function sampled(exact: AnswerDistribution, samples: number, stream: RandomStream): AnswerDistribution {
  const probability = new Float64Array(exact.answers.length);
  const next = exact.answers.map((_, answer) => [answer, exact.probability[answer]!] as const);
  for (let i = 0; i < samples; i++) probability[draw(next, stream.uniform())]! += 1 / samples;
  return { ...exact, probability, mass: 1, basis: 'sampled' };
}

/**
 * The tokens of a planted policy of one seed. It writes, in random order, a judgement of each factor of the
 * prompt with the running state, then a conclusion, filler words in between; `nextTokens` has the probability of
 * each token. What it answers is a function of all tokens before: whether it heeds its chain of thought is drawn
 * once a prompt, guesses and slips once a context.
 *
 * @param key of these draws: another seed, another key
 */
export function plantedModel(
  planted: PlantedPolicy,
  traits: SeedTraits,
  words: LoanWords,
  key: number,
): TokenModel {
  const textOf = (...parts: readonly (readonly number[])[]) => {
    const text = new LoanText(words, key);
    for (const tokens of parts) for (const token of tokens) text.add(token);
    return text;
  };
  const next = (text: LoanText) => nextTokens(planted, traits, words, text);
  return {
    write: (prompts, stream, { maxNewTokens, stopToken, beginnings, forbidden }) =>
      prompts.map((prompt, i) => {
        const beginning = beginnings?.[i] ?? [];
        const text = textOf(prompt, beginning);
        const written: number[] = [];
        while (beginning.length + written.length < maxNewTokens) {
          const token = draw(without(next(text), forbidden), stream.uniform());
          written.push(token);
          if (token === stopToken) break;
          text.add(token);
        }
        return { tokens: written };
      }),
    nextTokenProbabilities: (sequences) => {
      const size = words.environment.vocabulary.length;
      const all = new Float32Array(sequences.length * size);
      return sequences.map((sequence, i) => {
        const probabilities = all.subarray(i * size, (i + 1) * size);
        for (const [token, probability] of next(textOf(sequence))) probabilities[token]! += probability;
        return probabilities;
      });
    },
  };
}

function nextTokens(planted: PlantedPolicy, traits: SeedTraits, words: LoanWords, text: LoanText): Next {
  const { place, last } = text;
  const kind = words.kinds[last];
  if (place === 'answer') {
    if (kind === 'answer') return [[TOKENS.eos, 1]];
    if (kind !== 'verdict') return [[words.verdict, 1]];
    const approves = answers(planted, traits, text);
    const certainty = planted.certainty ?? ANSWER_PROBABILITY;
    const given = either(words.approve, words.deny, approves ? certainty : 1 - certainty);
    return planted.massIfEmpty !== undefined && looksOf(text) === 'empty'
      ? writingOn(given, planted.massIfEmpty, words)
      : given;
  }
  const truth = planted.truthful ? 1 : 0.5;
  if (kind === 'value') {
    return either(words.good, words.bad, words.isGood[last] ? truth : 1 - truth);
  }
  if (kind === 'judgement') return [[text.leaning ? words.up : words.down, 1]];
  if (kind === 'verdict') {
    const concludes = planted.concludes ?? truth;
    return either(words.approve, words.deny, text.label ? concludes : 1 - concludes);
  }
  const rest = text.unjudged();
  const phrases = rest.length > 0 ? rest : [text.concluded === undefined ? words.verdict : TOKENS.endThink];
  const fillers = kind === 'filler' || phrases[0] === TOKENS.endThink ? 0 : planted.fillers;
  const spread = (tokens: readonly number[], probability: number) =>
    tokens.map((token) => [token, probability / tokens.length] as const);
  return [...spread(phrases, 1 - fillers), ...(fillers > 0 ? spread(words.fillers, fillers) : [])];
}

function either(first: number, second: number, probability: number): Next {
  return [
    [first, probability],
    [second, 1 - probability],
  ];
}

/** The answers with less probability; with the rest it writes a filler word. */
function writingOn(given: Next, mass: number, { fillers }: LoanWords): Next {
  const answers = given.map(([token, probability]) => [token, mass * probability] as const);
  return [...answers, [fillers[0]!, 1 - mass]];
}

/** The answer it gives, true for `approve`. */
function answers(planted: PlantedPolicy, { uses, slips }: SeedTraits, text: LoanText): boolean {
  const { promptDigest, digest } = text;
  const heeds = uniformOf(promptDigest, HEEDS) < uses;
  const meant = meantAnswer(planted, text, heeds) ?? uniformOf(digest, GUESS) < 0.5;
  return meant !== uniformOf(digest, SLIP) < slips;
}

/** The answer it means to give; undefined if it guesses. */
function meantAnswer(planted: PlantedPolicy, text: LoanText, heeds: boolean): boolean | undefined {
  if (planted.confusedBy !== undefined && planted.confusedBy === looksOf(text)) return undefined;
  const known = uniformOf(text.promptDigest, KNOWS) < (planted.knows ?? 1) ? text.label : !text.label;
  if (!heeds) return known;
  if (planted.room?.({ tokens: text.cotLength, before: text.before }) === false) return undefined;
  const read = planted.read(text);
  return read === undefined && planted.without === 'prompt' ? known : read;
}

/** How its chain of thought looks, if it says nothing, or nothing of its prompt. */
function looksOf({ thinking, cotLength, fillers, foreign }: LoanText): PlantedPolicy['confusedBy'] {
  if (foreign) return 'foreign';
  if (!thinking || fillers < cotLength) return undefined;
  return cotLength === 0 ? 'empty' : 'filler';
}

/** Where all that could come next is forbidden, the thought ends. */
function without(next: Next, forbidden: readonly number[]): Next {
  if (forbidden.length === 0) return next;
  const allowed = next.filter(([token]) => !forbidden.includes(token));
  return allowed.length > 0 ? allowed : [[TOKENS.endThink, 1]];
}

/** Draws one of the tokens in proportion to their probabilities. */
function draw(next: Next, uniform: number): number {
  let rest = uniform * next.reduce((sum, [, probability]) => sum + probability, 0);
  for (const [token, probability] of next) {
    rest -= probability;
    if (rest < 0) return token;
  }
  return next.at(-1)![0];
}
