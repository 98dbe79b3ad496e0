import type { Context, Writing, Written } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { endOfThought, outOfText, type TextFormat } from '../textFormat.ts';
import type { LlamaModel, Token } from './binding.ts';
import type { TextTokens } from './textTokens.ts';
import type { TokenReader } from './tokenReader.ts';

/** What a completion is written with. */
export interface Writer {
  readonly model: Pick<LlamaModel, 'detokenize' | 'isEogToken'>;
  readonly reader: TokenReader;
  readonly texts: TextTokens;
}

/**
 * Lets a model write on from a context.
 *
 * @param seed of all that is drawn
 */
export async function complete(
  { model, reader, texts }: Writer,
  context: Context,
  { until, maxTokens, temperature }: Omit<Writing, 'forbidden'>,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Written> {
  const segments = texts.thinking(context);
  const [, given] = segments;
  const end = endOfThought(texts.format);
  const tokens: Token[] = [];
  // What each token adds to the text: a character may have several tokens, so that one alone may be none.
  const added: string[] = [];
  let text = '';
  const take = (token: Token) => {
    tokens.push(token);
    const now = model.detokenize(tokens, true);
    added.push(now.slice(text.length));
    text = now;
  };
  given.forEach(take);
  const begun = text.length;
  let stop: Written['stop'] = 'length';
  const seedAt = (drawn: number) => randomStream(seed, drawn).integer(2 ** 31);
  for await (const token of reader.draw(segments, temperature, seedAt)) {
    signal?.throwIfAborted();
    if (model.isEogToken(token)) {
      stop = 'end';
      break;
    }
    take(token);
    if (until === 'thought' && text.includes(end, begun)) {
      stop = 'end';
      break;
    }
    if (tokens.length >= maxTokens) break;
  }
  const at = text.indexOf(end, begun);
  const thought = at < 0 ? text : text.slice(0, at);
  const inThought = countWithin(added, thought.length);
  texts.written.add(tokens.slice(0, inThought), added.slice(0, inThought));
  const ended = until === 'answer' && stop === 'end' && at >= 0;
  return {
    thought: outOfText(texts.format, thought),
    answer: ended ? answerIn(text.slice(at), texts.format) : null,
    stop,
    raw: text.slice(begun),
  };
}

/** The answer of a text that begins where the thought ends; null if what comes is none. */
function answerIn(text: string, format: TextFormat): string | null {
  const close = format.close.map((piece) => piece.text).join('');
  return text.startsWith(close) ? format.answerIn(text.slice(close.length)) : null;
}

/** How many of the first parts are no longer together than that. */
function countWithin(parts: readonly string[], length: number): number {
  let sum = 0;
  const beyond = parts.findIndex((part) => {
    sum += part.length;
    return sum > length;
  });
  return beyond < 0 ? parts.length : beyond;
}
