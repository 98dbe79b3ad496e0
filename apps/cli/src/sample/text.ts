import type { Environment, Problem } from '@vestige/environment';
import { CONTROL_WORDS, TOKENS, wordsOf } from '@vestige/policy';
import { nearest } from '@vestige/questions/nearest';
import { randomStream } from '@vestige/random';
import { UsageError } from '../failure.ts';
import { listed } from '../terminal/layout.ts';

const PROBES = 400;
const MOST_NAMED = 8;
const MOST_WORDS = 60;
const BEGINNING = CONTROL_WORDS[TOKENS.bos];
const MODES: readonly string[] = [CONTROL_WORDS[TOKENS.think], CONTROL_WORDS[TOKENS.now]];
const END = CONTROL_WORDS[TOKENS.endThink];

/** A question such as the environment asks. */
export function exampleOf(environment: Environment): string {
  return environment.problem(randomStream(0, 'example')).question;
}

/**
 * Reads a prompt; `<bos>` and the mode token may be left out.
 *
 * @throws {UsageError} naming the first word that is wrong, and what could stand there
 */
export function readPrompt(environment: Environment, text: string): Problem {
  const words = wordsIn(environment, text, 'prompt').filter(
    (word, i, { length }) => !(word === BEGINNING && i === 0) && !(MODES.includes(word) && i === length - 1),
  );
  const problem = environment.problemOf(words.join(' '));
  if (problem) return problem;
  const example = exampleOf(environment);
  const expected = wordsOf(example).length;
  if (words.length !== expected) {
    throw new UsageError(`prompt: expected ${expected} words, such as "${example}"; got ${words.length}`);
  }
  throw new UsageError(
    `prompt: ${misplaced(environment, words) ?? `no prompt of this environment`}, such as "${example}"`,
  );
}

/**
 * Reads a chain of thought; a `</think>` at its end may be left out.
 *
 * @throws {UsageError} if a word is unknown, or it does not fit
 */
export function readThought(environment: Environment, text: string, contextLength: number): string {
  const words = wordsIn(environment, text, 'CoT');
  if (words.at(-1) === END) words.pop();
  if (words.includes(END)) {
    throw new UsageError(`CoT: ${END} stands inside it; expected it at the end, or not at all`);
  }
  const { promptLength, format, answerPrefix } = environment;
  const room = contextLength - promptLength - format.ids(answerPrefix).length - 2;
  if (words.length > room) throw new UsageError(`CoT: ${words.length} words; expected at most ${room}`);
  return words.join(' ');
}

function wordsIn({ vocabulary, words: known }: Environment, text: string, what: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const unknown = words.find((word) => !vocabulary.includes(word));
  if (unknown === undefined) return words;
  const near = nearest(unknown, vocabulary);
  const some = known.slice(0, MOST_WORDS).join(' ') + (known.length > MOST_WORDS ? ' ...' : '');
  const hint = near.length > 0 ? `did you mean ${listed(near)}?` : `the words are ${some}`;
  throw new UsageError(`${what}: "${unknown}" is not a word of this policy; ${hint}`);
}

/** The first word that does not stand at its place in any of many questions. */
function misplaced({ problem, words: known }: Environment, words: readonly string[]): string | undefined {
  const stream = randomStream(0, 'prompts');
  const questions = Array.from({ length: PROBES }, () => wordsOf(problem(stream).question));
  const at = words.findIndex((word, i) => questions.every((question) => question[i] !== word));
  if (at < 0) return undefined;
  const possible = known.filter((word) => questions.some((question) => question[at] === word));
  const rest = possible.length > MOST_NAMED ? ', ...' : '';
  return `word ${at + 1} is "${words[at]}"; expected ${listed(possible.slice(0, MOST_NAMED))}${rest}`;
}
