import type { Environment } from '@vestige/environment';
import { CONTROL_WORDS, TOKENS, wordsOf } from '@vestige/policy';

/** What was typed, read: as the policy is shown it, or what is wrong with it in a sentence. */
export type Reading =
  | { readonly value: string; readonly complaint?: undefined }
  | { readonly value?: undefined; readonly complaint: string };

const END = CONTROL_WORDS[TOKENS.endThink];

/** Most words of a chain of thought that the policy can be shown: the command line's limit. */
export function roomForCot(environment: Environment, contextLength: number): number {
  return contextLength - environment.promptLength - wordsOf(environment.answerPrefix).length - 2;
}

/** Reads a chain of thought in words; a `</think>` at its end may be left out. */
export function readCot(environment: Environment, text: string, contextLength: number): Reading {
  const typed = typedWords(text);
  const complaint = unknownIn(environment, typed);
  if (complaint !== undefined) return { complaint };
  const words = typed.at(-1) === END ? typed.slice(0, -1) : typed;
  if (words.includes(END)) {
    return { complaint: `${END} stands inside the CoT; it may stand at its end only.` };
  }
  const room = roomForCot(environment, contextLength);
  if (words.length > room) {
    return { complaint: `${words.length} words are too many: this policy takes a CoT of at most ${room}.` };
  }
  return { value: words.join(' ') };
}

/** Reads a question in words. */
export function readQuestion(environment: Environment, text: string): Reading {
  const words = typedWords(text);
  const complaint = unknownIn(environment, words);
  if (complaint !== undefined) return { complaint };
  const expected = environment.promptLength - 2;
  if (words.length !== expected) {
    return { complaint: `A prompt has ${expected} words; these are ${words.length}.` };
  }
  const question = words.join(' ');
  return environment.problemOf(question)
    ? { value: question }
    : { complaint: 'These words in this order are no prompt of the environment.' };
}

function typedWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function unknownIn({ vocabulary }: Environment, words: readonly string[]): string | undefined {
  const unknown = words.find((word) => !vocabulary.includes(word));
  return unknown === undefined ? undefined : `“${unknown}” is no word of this policy.`;
}
