import type { RandomStream } from '@vestige/random';
import type { Replier } from './reply.ts';

/** Tells what is wanted; `{text}` is what is to be said in other words. */
const WANTED = `Say the following in other words. Keep its order and everything it says: every number, name and formula, its mistakes too. Reply with the new wording only.

{text}`;
/** A wording may be longer than the text. A token has four characters, more or less. */
const MOST_LONGER = 2;
const CHARACTERS = 4;
const LEAST_TOKENS = 64;

/**
 * Texts in other words, as a model has them: a message of its own for each, outside of the question that they are about.
 *
 * @returns null where the model came to no end, said nothing, or the same
 * @throws what `signal` was aborted with
 */
export async function paraphraseWith(
  replier: Replier,
  texts: readonly string[],
  stream: RandomStream,
  signal?: AbortSignal,
): Promise<readonly (string | null)[]> {
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0);
  const maxTokens = LEAST_TOKENS + Math.ceil((MOST_LONGER * longest) / CHARACTERS);
  const messages = texts.map((text) => WANTED.split('{text}').join(text));
  const replies = await replier.reply(messages, { maxTokens, temperature: 1 }, stream, signal);
  return replies.map((said, i) => (said === null || said === '' || said === texts[i]!.trim() ? null : said));
}
