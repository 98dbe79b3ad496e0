import type { ImportedRow } from '@vestige/rollouts';

/** Words that there are, some of them rare: the one of rank r stands in a text in proportion to 1 / r. */
const WORDS = 30_000;
const CHARACTERS = 1500;
const SHARE_OF_THOUGHT = 0.85;
const GROUP = 8;
const STEP = 1024;
const PROBLEMS = 10_000;
/** Words of a sentence. */
const SENTENCE = 14;

/** The word of a rank, from 0. */
export function wordOf(rank: number): string {
  // Letters alone, so that no word is the beginning of many others.
  return `${String.fromCharCode(97 + (rank % 26))}${rank.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)}`;
}

/** A name that stands in one rollout alone. */
export const nameOf = (rollout: number) => `only${rollout}`;

const VOCABULARY = Array.from({ length: WORDS }, (_, rank) => wordOf(rank));

/** Imported rollouts of about 1.5 kB, groups of eight of a problem at a step. The same number gives the same rollout. */
export function rolloutOf(number: number): ImportedRow {
  const next = numbers(number);
  const group = Math.floor(number / GROUP);
  const problem = (group * 7919) % PROBLEMS;
  const right = next() < 0.4;
  const thought = sentences(next, CHARACTERS * SHARE_OF_THOUGHT * (0.5 + next()));
  const answer = right ? problem % 97 : 100 + Math.floor(next() * 10);
  return {
    step: Math.floor(number / STEP),
    problem: `problem-${problem}`,
    group: null,
    question: `How many of ${VOCABULARY[problem]} and ${VOCABULARY[(problem * 31) % WORDS]} are there?`,
    ...{ boundary: 'closed', opening: '<think>', closing: '</think>' },
    thought: number % 100 === 0 ? `${thought} ${nameOf(number)}.` : thought,
    response: `${sentences(next, CHARACTERS * (1 - SHARE_OF_THOUGHT))} The answer is \\boxed{${answer}}.`,
    ...{ answer: String(answer), label: String(problem % 97), reward: Number(right), advantage: null },
    ...{ tokens: Math.round(thought.length / 4), stop: next() < 0.05 ? 'length' : 'end' },
    ...{ ids: null, log_probs: null, line: number + 1, extra: null },
  };
}

function sentences(next: () => number, characters: number): string {
  let text = '';
  for (let words = 0; text.length < characters; words++) {
    const word = VOCABULARY[Math.floor(WORDS ** next()) - 1]!;
    text += words % SENTENCE === 0 ? `${words === 0 ? '' : '. '}${word}` : ` ${word}`;
  }
  return `${text}.`;
}

/** Numbers from 0 to below 1 (xorshift of 32 bits). */
function numbers(seed: number): () => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
