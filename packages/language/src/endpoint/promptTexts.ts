import type { Context, Trace } from '@vestige/policy';
import { countWithin } from '../countWithin.ts';
import { answerInText, type Piece, type TextFormat, textOf, thoughtInText } from '../format/textFormat.ts';
import { SharedRequests } from '../sharedRequests.ts';
import { WrittenIds } from '../writtenIds.ts';
import type { Connection } from './connection.ts';
import { promptLengths } from './promptLength.ts';
import type { ServerTokens } from './serverTokens.ts';

/** A text as a server takes it: itself, or its token ids. */
type Prompt = string | readonly number[];

/** Contexts as prompts. */
interface PromptTexts {
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
  readonly #written = new WrittenIds('fewest');
  readonly #known = new Map<string, readonly number[]>();
  readonly #asked = new SharedRequests<readonly number[]>();
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
    const { controlInThought = false } = this.#format;
    return [...ids, ...(await this.#tokens.tokenize(rest, controlInThought, signal))];
  }

  async #pieces(pieces: readonly Piece[], signal?: AbortSignal): Promise<readonly number[]> {
    const ids: number[] = [];
    for (const piece of pieces) ids.push(...(await this.#piece(piece, signal)));
    return ids;
  }

  /** Questions and templates come again and again, so that each is asked for once. */
  async #piece({ text, control = false }: Piece, signal?: AbortSignal): Promise<readonly number[]> {
    const key = `${control}${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const ids = await this.#asked.ask(key, () => this.#tokens.tokenize(text, control, signal), signal);
    this.#known.set(key, ids);
    return ids;
  }
}

/** Contexts as text, which the server tokenizes anew each time. */
export class PlainTexts implements PromptTexts {
  readonly #format: TextFormat;
  readonly #length: (body: { readonly prompt: string }, signal?: AbortSignal) => Promise<number>;

  constructor(connection: Connection, format: TextFormat) {
    this.#format = format;
    this.#length = promptLengths(connection, '/v1/completions');
  }

  async writing({ question, thought }: Context, signal?: AbortSignal) {
    if (thought === null) return { prompt: textOf(this.#format.now(question)), given: 0 };
    const before = textOf(this.#format.thinking(question));
    if (thought === '') return { prompt: before, given: 0 };
    const prompt = before + thoughtInText(this.#format, thought);
    const given = (await this.#length({ prompt }, signal)) - (await this.#length({ prompt: before }, signal));
    return { prompt, given };
  }

  async answering({ question, thought }: Context): Promise<string> {
    if (thought === null) return textOf(this.#format.now(question));
    const before = thoughtInText(this.#format, thought);
    return textOf(this.#format.thinking(question)) + before + textOf(closeOf(this.#format, thought));
  }
}

/** What stands between a thought and its answer. */
export function closeOf(format: TextFormat, thought: string): readonly Piece[] {
  return format.close(thoughtInText(format, thought));
}
