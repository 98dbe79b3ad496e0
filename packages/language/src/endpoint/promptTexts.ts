import type { Context, Trace } from '@vestige/policy';
import { answerInText, type Piece, type TextFormat, textOf, thoughtInText } from '../format/textFormat.ts';
import type { Connection } from './connection.ts';
import type { ServerTokens } from './serverTokens.ts';
import { WrittenIds } from './writtenIds.ts';

/** A text as a server takes it: itself, or its token ids. */
export type Prompt = string | readonly number[];

/** Contexts as prompts. */
export interface PromptTexts {
  /**
   * Up to where a thought goes on, or where an answer stands that no thought is asked for.
   *
   * @returns `given`: tokens of the thought in it
   */
  writing(
    context: Context,
    signal?: AbortSignal,
  ): Promise<{ readonly prompt: Prompt; readonly given: number }>;
  /** Up to where the answer stands. */
  answering(context: Context, signal?: AbortSignal): Promise<Prompt>;
}

/** Contexts as token ids: those that were written where a text was, the rest tokenized by the server. */
export class IdTexts implements PromptTexts {
  readonly #tokens: ServerTokens;
  readonly #format: TextFormat;
  readonly #written = new WrittenIds();
  readonly #known = new Map<string, readonly number[]>();
  readonly #texts = new Map<number, string>();

  constructor(tokens: ServerTokens, format: TextFormat) {
    this.#tokens = tokens;
    this.#format = format;
  }

  async writing({ question, thought }: Context, signal?: AbortSignal) {
    if (thought === null) return { prompt: await this.#pieces(this.#format.now(question), signal), given: 0 };
    const before = await this.#pieces(this.#format.thinking(question), signal);
    const given = await this.#thought(thought, signal);
    return { prompt: [...before, ...given], given: given.length };
  }

  async answering(context: Context, signal?: AbortSignal): Promise<readonly number[]> {
    const { prompt } = await this.writing(context, signal);
    return context.thought === null
      ? prompt
      : [...prompt, ...(await this.#pieces(closeOf(this.#format, context.thought), signal))];
  }

  /** An answer as it stands behind what closes the thought. */
  answer(answer: string, signal?: AbortSignal): Promise<readonly number[]> {
    return this.#piece({ text: answerInText(this.#format, answer) }, signal);
  }

  /** What a token is in the text, a control word too. */
  async textOf(id: number, signal?: AbortSignal): Promise<string> {
    const text = this.#texts.get(id) ?? (await this.#tokens.detokenize([id], signal));
    this.#texts.set(id, text);
    return text;
  }

  /** Keeps the tokens of a thought that was written, for when it is asked about. */
  async learn({ thought }: Context, { ids, texts }: Trace, signal?: AbortSignal): Promise<void> {
    if (thought === null || texts === undefined) return;
    const given = await this.#thought(thought, signal);
    const text = texts.join('');
    const before = thoughtInText(this.#format, thought);
    const end = this.#format.endOfThought(before + text, before.length) - before.length;
    const within = countWithin(texts, end < 0 ? text.length : end);
    // What was given stands in the first of its tokens: it is a beginning as a whole.
    const first = given.map((_, i) => (i === given.length - 1 ? before : ''));
    this.#written.add([...given, ...ids.slice(0, within)], [...first, ...texts.slice(0, within)]);
  }

  async #thought(thought: string, signal?: AbortSignal): Promise<readonly number[]> {
    const { ids, rest } = this.#written.beginningOf(thoughtInText(this.#format, thought));
    return [...ids, ...(await this.#tokens.tokenize(rest, false, signal))];
  }

  async #pieces(pieces: readonly Piece[], signal?: AbortSignal): Promise<readonly number[]> {
    const ids: number[] = [];
    for (const piece of pieces) ids.push(...(await this.#piece(piece, signal)));
    return ids;
  }

  /** Questions and templates come again and again, so that each is asked for once. */
  async #piece({ text, control = false }: Piece, signal?: AbortSignal): Promise<readonly number[]> {
    const key = `${control}${text}`;
    const known = this.#known.get(key) ?? (await this.#tokens.tokenize(text, control, signal));
    this.#known.set(key, known);
    return known;
  }
}

/** Contexts as text, which the server tokenizes anew each time. */
export class PlainTexts implements PromptTexts {
  readonly #connection: Connection;
  readonly #format: TextFormat;
  readonly #lengths = new Map<string, number>();

  constructor(connection: Connection, format: TextFormat) {
    this.#connection = connection;
    this.#format = format;
  }

  async writing({ question, thought }: Context, signal?: AbortSignal) {
    if (thought === null) return { prompt: textOf(this.#format.now(question)), given: 0 };
    const before = textOf(this.#format.thinking(question));
    const prompt = before + thoughtInText(this.#format, thought);
    // The server alone can count tokens.
    const given =
      thought === '' ? 0 : (await this.#length(prompt, signal)) - (await this.#length(before, signal));
    return { prompt, given };
  }

  async answering({ question, thought }: Context): Promise<string> {
    if (thought === null) return textOf(this.#format.now(question));
    const before = thoughtInText(this.#format, thought);
    return textOf(this.#format.thinking(question)) + before + textOf(closeOf(this.#format, thought));
  }

  async #length(prompt: string, signal?: AbortSignal): Promise<number> {
    const known = this.#lengths.get(prompt);
    if (known !== undefined) return known;
    const { model } = this.#connection.sent;
    const body = { model, prompt, max_tokens: 1, temperature: 0 };
    const answer = await this.#connection.post('/v1/completions', body, signal);
    const length = (answer as { usage?: { prompt_tokens?: number } }).usage?.prompt_tokens ?? 0;
    this.#lengths.set(prompt, length);
    return length;
  }
}

/** What stands between a thought and its answer. */
export function closeOf(format: TextFormat, thought: string): readonly Piece[] {
  return format.close(thoughtInText(format, thought));
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
