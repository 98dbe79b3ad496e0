import type { Trace } from '@vestige/policy';
import type { IdTexts } from './promptTexts.ts';
import type { Reply, ReplyToken } from './reply.ts';

/**
 * What a server wrote, with the tokens it wrote it in. llama.cpp leaves control words out of the text; they are put back.
 *
 * @returns `trace` with the texts of the tokens as far as they make up the text; undefined if the server tells no ids
 */
export async function traced(
  { text, tokens, stop }: Reply,
  texts: IdTexts,
  signal?: AbortSignal,
): Promise<{ readonly text: string; readonly trace?: Trace & { readonly texts: readonly string[] } }> {
  if (tokens === null || !tokens.every(({ id }) => id !== null)) return { text };
  const ids = tokens.map(({ id }) => id!);
  const trace = { ids, logProbs: tokens.map(({ logProb }) => logProb) };
  // The last token of a text that ended is what ended it.
  const ended = stop === 'end' && tokens.at(-1)?.bytes.length === 0;
  const shown = ended ? tokens.slice(0, -1) : tokens;
  if (shown.every(({ bytes }) => bytes.length > 0)) {
    const added = addedTexts(shown.map(({ bytes }) => bytes));
    return { text, trace: { ...trace, texts: beginningOf(text, added) } };
  }
  const control = async ({ id, bytes }: ReplyToken) =>
    bytes.length > 0 ? bytes : new TextEncoder().encode(await texts.textOf(id!, signal));
  const all: Uint8Array[] = [];
  for (const token of shown) all.push(await control(token));
  const added = addedTexts(all);
  return { text: added.join(''), trace: { ...trace, texts: added } };
}

/** What each token adds to the text: a character whose bytes are spread over several tokens comes with the last. */
function addedTexts(tokens: readonly Uint8Array[]): string[] {
  const decoder = new TextDecoder();
  return tokens.map((bytes) => decoder.decode(bytes, { stream: true }));
}

/** The first parts that together are a beginning of a text. */
function beginningOf(text: string, parts: readonly string[]): string[] {
  let at = 0;
  const beyond = parts.findIndex((part) => {
    const fits = text.startsWith(part, at);
    at += part.length;
    return !fits;
  });
  return beyond < 0 ? [...parts] : parts.slice(0, beyond);
}
