import { type Environment, TOKENS } from '@vestige/environment';

const CONTROL: readonly number[] = Object.values(TOKENS);

/** A token in words; its number if the vocabulary has none. */
export function wordOf({ vocabulary }: Pick<Environment, 'vocabulary'>, token: number): string {
  return vocabulary[token] ?? `token ${token}`;
}

/** Tokens in words, without those that only steer the policy. */
export function wordsOf(environment: Pick<Environment, 'vocabulary'>, tokens: Iterable<number>): string {
  return Array.from(tokens)
    .filter((token) => !CONTROL.includes(token))
    .map((token) => wordOf(environment, token))
    .join(' ');
}
