import { type Environment, TOKENS } from './environment.ts';

/** A completion taken apart. */
export interface ParsedCompletion {
  /** Tokens before the first `</think>`; all tokens if there is none. */
  readonly cot: readonly number[];
  /** The answer's token id, or -1 if the completion is not well-formed. */
  readonly answer: number;
  /** Whether it is exactly `cot </think> answerPrefix answer <eos>`. */
  readonly wellFormed: boolean;
}

/**
 * Parses what a policy wrote after a `<think>` prompt, strictly: the *first* `</think>`, then the answer, then
 * the end. A looser reading ("the label appears anywhere") rewards policies that answer many times.
 *
 * @param completion token ids after the prompt, without padding
 */
export function parseCompletion(environment: Environment, completion: readonly number[]): ParsedCompletion {
  const end = completion.indexOf(TOKENS.endThink);
  if (end < 0) return { cot: completion, answer: -1, wellFormed: false };
  const cot = completion.slice(0, end);
  const { answerPrefix } = environment;
  const tail = completion.slice(end + 1);
  const answer = tail[answerPrefix.length] ?? -1;
  const wellFormed =
    tail.length === answerPrefix.length + 2 &&
    answerPrefix.every((token, i) => tail[i] === token) &&
    environment.answers.includes(answer) &&
    tail.at(-1) === TOKENS.eos;
  return { cot, answer: wellFormed ? answer : -1, wellFormed };
}
