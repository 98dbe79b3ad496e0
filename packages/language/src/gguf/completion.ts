import type { Context, Writing, Written } from '@vestige/policy';
import { thoughtOutOfText } from '../format/textFormat.ts';
import type { Token } from './binding.ts';
import type { Segment } from './segments.ts';
import type { TextTokens } from './textTokens.ts';
import type { Tokenizer } from './tokenizer.ts';
import type { TokenReader } from './tokenReader.ts';

/** What a completion is written with. */
export interface Writer {
  readonly tokenizer: Tokenizer;
  readonly reader: TokenReader;
  readonly texts: TextTokens;
}

/** What is to be written on from. */
export interface Beginning {
  readonly question: readonly Segment[];
  readonly thought: readonly Segment[];
}

/** What was written, and its thought as it was evaluated. */
export interface Completion {
  readonly written: Written;
  readonly segments: readonly Segment[];
  /** What each of their tokens adds to the text. */
  readonly texts: readonly string[];
}

/**
 * Lets a model write on from a context.
 *
 * @param seed of all that is drawn
 * @throws what `signal` was aborted with
 */
export async function complete(
  { tokenizer, reader, texts: { format } }: Writer,
  { question }: Pick<Context, 'question'>,
  beginning: Beginning,
  { until, maxTokens, temperature }: Omit<Writing, 'forbidden'>,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Completion> {
  const given = beginning.thought.flat();
  const tokens: Token[] = [];
  const added: string[] = [];
  let text = '';
  const textOf = tokenizer.reader();
  const take = (token: Token) => {
    tokens.push(token);
    added.push(textOf(token));
    text += added.at(-1);
  };
  given.forEach(take);
  const begun = text.length;
  let end = -1;
  let stop: Written['stop'] = 'length';
  const drawn = reader.draw([...beginning.question, ...beginning.thought], temperature, seed, signal);
  for await (const token of drawn) {
    // What ends a thought may be what ends a turn, too.
    if (tokenizer.endsTurn(token) && (end >= 0 || format.endOfThought(tokenizer.text(token), 0) !== 0)) {
      stop = 'end';
      break;
    }
    take(token);
    if (end < 0) end = format.endOfThought(text, begun);
    if (end >= 0 && (until === 'thought' || format.answered(text.slice(end)))) {
      stop = 'end';
      break;
    }
    if (tokens.length >= maxTokens) break;
  }
  const thought = end < 0 ? text : text.slice(0, end);
  const inThought = Math.max(given.length, countWithin(added, thought.length));
  const answered = until === 'answer' && stop === 'end' && end >= 0;
  return {
    written: {
      thought: thoughtOutOfText(format, thought),
      answer: answered ? await format.answerIn(text.slice(end), question) : null,
      stop,
      raw: text.slice(begun),
    },
    segments: [...beginning.thought, ...tokens.slice(given.length, inThought).map((token) => [token])],
    texts: added.slice(0, inThought),
  };
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
