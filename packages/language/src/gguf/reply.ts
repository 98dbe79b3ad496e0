import type { Replying } from '../reply.ts';
import type { Writer } from './completion.ts';
import type { Segment } from './segments.ts';

/**
 * Lets a model answer a message of the user.
 *
 * @param segments the message, up to where the reply begins
 * @param seed of all that is drawn
 * @returns null if it had not ended after as many tokens as it may have
 */
export async function reply(
  { reader, tokenizer }: Writer,
  segments: readonly Segment[],
  { maxTokens, temperature }: Replying,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const textOf = tokenizer.reader();
  let text = '';
  let written = 0;
  for await (const { token } of reader.draw(segments, temperature, seed, signal)) {
    if (tokenizer.endsTurn(token)) return text.trim();
    text += textOf(token);
    if (++written >= maxTokens) break;
  }
  return null;
}
