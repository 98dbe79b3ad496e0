/** A beginning of a text, and its tokens. */
interface Beginning {
  readonly text: string;
  readonly length: number;
  readonly ids: readonly number[];
  readonly count: number;
}

/**
 * Which way counts of a text that was written in several: the first, so that a text stays the same tokens; or the fewest
 * tokens, then those of the smallest ids, so that it does not matter which came first.
 */
export type Counting = 'first' | 'fewest';

/** Token ids of texts that a model wrote, by text, so that none is tokenized again. */
export class WrittenIds {
  readonly #counting: Counting;
  /** By the hash of the beginning, each token's end being one. */
  readonly #beginnings = new Map<number, Beginning>();

  constructor(counting: Counting) {
    this.#counting = counting;
  }

  /** @param texts what each of the tokens adds to the text */
  add(ids: readonly number[], texts: readonly string[]): void {
    const text = texts.join('');
    const hashes = hashesOf(text);
    let length = 0;
    for (const [i, added] of texts.entries()) {
      length += added.length;
      const beginning = { text, length, ids, count: i + 1 };
      const known = this.#beginnings.get(hashes[length]!);
      // A token that adds nothing to the text, such as the first byte of a character, ends no beginning.
      if (added === '') continue;
      if (known === undefined || (this.#counting === 'fewest' && before(beginning, known))) {
        this.#beginnings.set(hashes[length]!, beginning);
      }
    }
  }

  /** The longest beginning of a text that was written, as tokens, and the rest of the text. */
  beginningOf(text: string): { readonly ids: readonly number[]; readonly rest: string } {
    const hashes = hashesOf(text);
    for (let length = text.length; length > 0; length--) {
      const known = this.#beginnings.get(hashes[length]!);
      if (known === undefined || known.length !== length) continue;
      if (!text.startsWith(known.text.slice(0, length))) continue;
      return { ids: known.ids.slice(0, known.count), rest: text.slice(length) };
    }
    return { ids: [], rest: text };
  }
}

function before(a: Beginning, b: Beginning): boolean {
  if (a.count !== b.count) return a.count < b.count;
  for (let i = 0; i < a.count; i++) if (a.ids[i] !== b.ids[i]) return a.ids[i]! < b.ids[i]!;
  return false;
}

/** Hashes of all beginnings of a text, by length: two of 26 bits side by side. */
function hashesOf(text: string): Float64Array {
  const hashes = new Float64Array(text.length + 1);
  let [low, high] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    low = (Math.imul(low, 31) + text.charCodeAt(i)) | 0;
    high = (Math.imul(high, 16777619) ^ text.charCodeAt(i)) | 0;
    hashes[i + 1] = (low >>> 6) * 2 ** 26 + (high >>> 6);
  }
  return hashes;
}
