import { type Environment, TOKENS } from '@vestige/environment';

/** What was typed, read: tokens, or what is wrong with it in a sentence. */
export type Reading<T> =
  | { readonly value: T; readonly complaint?: undefined }
  | { readonly value?: undefined; readonly complaint: string };

/** Token ids as words. */
export function inWords({ vocabulary }: Environment, tokens: Iterable<number>): string {
  return Array.from(tokens, (token) => vocabulary[token] ?? `token ${token}`).join(' ');
}

/** A prompt as it is typed: without `<bos>` and the mode token. */
export function promptInWords(environment: Environment, prompt: readonly number[]): string {
  return inWords(environment, prompt.slice(1, -1));
}

/** Most tokens of a chain of thought that the policy can be shown: the command line's limit. */
export function roomForCot(environment: Environment, contextLength: number): number {
  return contextLength - environment.promptLength - environment.answerPrefix.length - 2;
}

/** Reads a chain of thought in words; a `</think>` at its end may be left out. */
export function readCot(
  environment: Environment,
  text: string,
  contextLength: number,
): Reading<readonly number[]> {
  const read = readWords(environment, text);
  if (read.complaint !== undefined) return read;
  const tokens = read.value.at(-1) === TOKENS.endThink ? read.value.slice(0, -1) : read.value;
  if (tokens.includes(TOKENS.endThink)) {
    return { complaint: '</think> stands inside the CoT; it may stand at its end only.' };
  }
  const room = roomForCot(environment, contextLength);
  if (tokens.length > room) {
    return { complaint: `${tokens.length} words are too many: this policy takes a CoT of at most ${room}.` };
  }
  return { value: tokens };
}

/** Reads a prompt in words, without `<bos>` and the mode token. */
export function readPrompt(environment: Environment, text: string): Reading<readonly number[]> {
  const read = readWords(environment, text);
  if (read.complaint !== undefined) return read;
  const expected = environment.promptLength - 2;
  if (read.value.length !== expected) {
    return { complaint: `A prompt has ${expected} words; these are ${read.value.length}.` };
  }
  const problem = environment.readPrompt([TOKENS.bos, ...read.value, TOKENS.think]);
  return problem
    ? { value: problem.prompt }
    : { complaint: 'These words in this order are no prompt of the environment.' };
}

function readWords({ vocabulary }: Environment, text: string): Reading<readonly number[]> {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const unknown = words.find((word) => !vocabulary.includes(word));
  if (unknown === undefined) return { value: words.map((word) => vocabulary.indexOf(word)) };
  return { complaint: `“${unknown}” is no word of this policy.` };
}
