import { WrittenIds } from '../writtenIds.ts';
import type { Token } from './binding.ts';
import type { Segment } from './segments.ts';
import type { Transcript } from './transcript.ts';

/** What a model wrote after a question. */
interface Evaluated {
  readonly question: string;
  readonly tokens: readonly Token[];
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
  readonly #ids = new WrittenIds('first');
  readonly #all: Evaluated[] = [];

  /**
   * @param question after which it was written
   * @param transcript of what was written
   */
  add(question: string, transcript: Pick<Transcript, 'evaluated'>): void {
    const { segments, texts } = transcript.evaluated();
    const tokens = segments.flat();
    this.#ids.add(tokens, texts);
    this.#all.push({ question, tokens, segments });
  }

  /**
   * Tokens of a text: those of its longest beginning that was written, the rest tokenized.
   *
   * @param tokenize for what was not written
   */
  of(question: string, text: string, tokenize: (text: string) => readonly Token[]): Known {
    const { ids, rest } = this.#ids.beginningOf(text);
    const tokens = rest === '' ? ids : [...ids, ...tokenize(rest)];
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

function commonLength(a: readonly Token[], b: readonly Token[]): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
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
