import { CONTROL_WORDS, type Environment, type Problem, TOKENS } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { UsageError } from '../failure.ts';
import { listed } from '../terminal/layout.ts';
import { nearest } from '../terminal/nearest.ts';

const PROBES = 400;
const MOST_NAMED = 8;
const MOST_WORDS = 60;

/** Token ids as words. */
export function inWords({ vocabulary }: Environment, ids: readonly number[]): string {
  return ids.map((id) => vocabulary[id] ?? `<${id}?>`).join(' ');
}

/** A prompt as it is typed: without `<bos>` and the mode token. */
export function promptInWords(environment: Environment, { prompt }: Problem): string {
  return inWords(environment, prompt.slice(1, -1));
}

/**
 * Reads a prompt in words; `<bos>` and the mode token may be left out.
 *
 * @throws {UsageError} naming the first word that is wrong, and what could stand there
 */
export function readPrompt(environment: Environment, text: string): Problem {
  const ids = idsOf(environment, text, 'prompt');
  const body = ids.filter(
    (id, i) => !(id === TOKENS.bos && i === 0) && !(isMode(id) && i === ids.length - 1),
  );
  const problem = environment.readPrompt([TOKENS.bos, ...body, TOKENS.think]);
  if (problem) return problem;
  const expected = environment.promptLength - 2;
  const example = promptInWords(environment, environment.problem(randomStream(0, 'example')));
  if (body.length !== expected) {
    throw new UsageError(`prompt: expected ${expected} words, such as "${example}"; got ${body.length}`);
  }
  throw new UsageError(
    `prompt: ${misplaced(environment, body) ?? `no prompt of this environment`}, such as "${example}"`,
  );
}

/**
 * Reads a chain of thought in words; a `</think>` at its end may be left out.
 *
 * @throws {UsageError} if a word is unknown, or it does not fit
 */
export function readCot(environment: Environment, text: string, contextLength: number): number[] {
  const ids = idsOf(environment, text, 'CoT');
  if (ids.at(-1) === TOKENS.endThink) ids.pop();
  if (ids.includes(TOKENS.endThink)) {
    throw new UsageError('CoT: </think> stands inside it; expected it at the end, or not at all');
  }
  const room = contextLength - environment.promptLength - environment.answerPrefix.length - 2;
  if (ids.length > room) throw new UsageError(`CoT: ${ids.length} words; expected at most ${room}`);
  return ids;
}

function idsOf({ vocabulary }: Environment, text: string, what: string): number[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const id = vocabulary.indexOf(word);
      if (id >= 0) return id;
      const near = nearest(word, vocabulary);
      const hint =
        near.length > 0 ? `did you mean ${listed(near)}?` : `the words are ${plainWords(vocabulary)}`;
      throw new UsageError(`${what}: "${word}" is not a word of this policy; ${hint}`);
    });
}

function plainWords(vocabulary: readonly string[]): string {
  const words = vocabulary.slice(CONTROL_WORDS.length);
  return words.slice(0, MOST_WORDS).join(' ') + (words.length > MOST_WORDS ? ' ...' : '');
}

function isMode(id: number): boolean {
  return id === TOKENS.think || id === TOKENS.now;
}

/** The first word that does not stand at its place in any of many prompts. */
function misplaced(environment: Environment, body: readonly number[]): string | undefined {
  const stream = randomStream(0, 'prompts');
  const prompts = Array.from({ length: PROBES }, () => environment.problem(stream).prompt.slice(1, -1));
  const at = body.findIndex((id, i) => prompts.every((prompt) => prompt[i] !== id));
  if (at < 0) return undefined;
  const possible = [...new Set(prompts.map((prompt) => prompt[at]!))].sort((a, b) => a - b);
  const named = possible.slice(0, MOST_NAMED).map((id) => environment.vocabulary[id]!);
  const rest = possible.length > MOST_NAMED ? ', ...' : '';
  return `word ${at + 1} is "${environment.vocabulary[body[at]!]}"; expected ${listed(named)}${rest}`;
}
