import type { Token } from './binding.ts';
import type { Segment } from './segments.ts';
import type { Transcript } from './transcript.ts';

/** A text that a model wrote, or wrote on. */
interface Text {
  readonly question: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Where each token ends in the text. */
  readonly ends: readonly number[];
  /** In which it was evaluated: segments of what was given, each token of what was written. */
  readonly segments: readonly Segment[];
}

/** A text as tokens: segments that the cache may have, and what follows, which was not evaluated under its question. */
interface Known {
  readonly segments: readonly Segment[];
  readonly rest: readonly Token[];
}

/** Tokens of texts that a model wrote, by text: what it wrote is never tokenized again. */
export class WrittenTokens {
  readonly #all: Text[] = [];

  /**
   * @param question after which it was written
   * @param transcript of what was written
   */
  add(question: string, transcript: Pick<Transcript, 'evaluated'>): void {
    const { segments, texts } = transcript.evaluated();
    let end = 0;
    const ends = texts.map((text) => (end += text.length));
    this.#all.push({ question, text: texts.join(''), tokens: segments.flat(), ends, segments });
  }

  /**
   * Tokens of a text: those of its longest beginning that was written, the rest tokenized. Of several that wrote it the
   * first counts, so that the same text is always the same tokens.
   *
   * @param tokenize for what was not written
   */
  of(question: string, text: string, tokenize: (text: string) => readonly Token[]): Known {
    let tokens: readonly Token[] = [];
    let length = 0;
    for (const one of this.#all) {
      const count = tokensWithin(one, commonLength(one.text, text));
      const end = one.ends[count - 1] ?? 0;
      if (end > length) {
        length = end;
        tokens = one.tokens.slice(0, count);
      }
    }
    if (length < text.length) tokens = [...tokens, ...tokenize(text.slice(length))];
    let segments: readonly Segment[] = [];
    let covered = 0;
    for (const one of this.#all) {
      if (one.question !== question) continue;
      const { segments: whole, count } = wholeWithin(one.segments, commonLength(one.tokens, tokens));
      if (count > covered) [segments, covered] = [whole, count];
    }
    return { segments, rest: tokens.slice(covered) };
  }
}

function commonLength<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

/** How many of the first tokens of a text end within its first characters. */
function tokensWithin({ ends }: Text, length: number): number {
  const beyond = ends.findIndex((end) => end > length);
  const count = beyond < 0 ? ends.length : beyond;
  // Of tokens that add nothing, such as the first bytes of a character, those that end a beginning are not part of it.
  let first = count;
  while (first > 1 && ends[first - 1] === ends[first - 2]) first--;
  return first;
}

/** The first segments that are whole within so many tokens, and how many tokens those are. */
function wholeWithin(
  segments: readonly Segment[],
  tokens: number,
): { segments: readonly Segment[]; count: number } {
  let count = 0;
  const beyond = segments.findIndex(({ length }) => {
    if (count + length > tokens) return true;
    count += length;
    return false;
  });
  return { segments: beyond < 0 ? segments : segments.slice(0, beyond), count };
}
