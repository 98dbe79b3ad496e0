import { ANY_NUMBER, BREAK, wordsOf } from '../text/words.ts';
import { DocumentCounter } from './counter.ts';
import type { Documents, Thirds } from './documents.ts';

/** What was found, and where it is. */
export interface Candidate {
  readonly kind: 'phrase' | 'unit';
  readonly name: string;
  readonly documents: Documents;
}

const NONE = -1;

/** Counters into which pairs are hashed before they are counted one by one. */
const BUCKETS = 1 << 22;

/**
 * Word n-grams that are frequent in some third, none over the end of a sentence or a line, level by level: an n-gram is
 * counted only if its first and its last n - 1 words are frequent (Agrawal and Srikant 1994), and only if it shares its
 * hash with as many (Park, Chen and Yu 1995), since most occur once. One that is numbers alone is none.
 *
 * @param fewest texts of each third that it has to be in
 */
export function phrasesOf(
  texts: readonly string[],
  thirds: Thirds,
  { longest, fewest }: { readonly longest: number; readonly fewest: readonly number[] },
): Candidate[] {
  const { tokens, words } = numberedWords(texts);
  const least = Math.min(...fewest);
  // At each place the n-gram that begins there, or NONE; those of the level before.
  let grams = tokens;
  let names: readonly string[] = words;
  const found: Candidate[] = [];
  for (let n = 1; n <= longest; n++) {
    const counter = new DocumentCounter(thirds);
    const buckets = new Int32Array(BUCKETS);
    /** Goes through the n-grams whose parts are frequent: the n-gram of n - 1 words, and the word after it. */
    const each = (visit: (document: number, at: number, before: number, word: number) => void) => {
      for (const [document, before] of grams.entries()) {
        const text = tokens[document]!;
        for (let i = 0; i + n <= text.length; i++) {
          if (before[i] === NONE || (n > 1 && before[i + 1] === NONE)) continue;
          visit(document, i, before[i]!, n === 1 ? 0 : text[i + n - 1]!);
        }
      }
    };
    each((_document, _at, before, word) => buckets[bucketOf(before, word)]!++);
    const next = tokens.map(({ length }) => new Int32Array(length).fill(NONE));
    each((document, at, before, word) => {
      if (buckets[bucketOf(before, word)]! < least) return;
      next[document]![at] = counter.add(document, before, word);
    });
    const named = new Array<string>(counter.pairs.size);
    const places: number[][] = Array.from({ length: counter.pairs.size });
    for (const [document, text] of next.entries()) {
      for (let i = 0; i < text.length; i++) {
        const gram = text[i]!;
        if (gram === NONE) continue;
        if (!counter.frequent(gram, fewest)) {
          text[i] = NONE;
          continue;
        }
        named[gram] ??=
          n === 1
            ? words[tokens[document]![i]!]!
            : `${names[grams[document]![i]!]} ${words[tokens[document]![i + n - 1]!]}`;
        places[gram] ??= [];
        if (places[gram].at(-1) !== document) places[gram].push(document);
      }
    }
    for (const [gram, documents] of places.entries()) {
      if (documents === undefined || NUMBERS.test(named[gram]!)) continue;
      found.push({ kind: 'phrase', name: named[gram]!, documents: Int32Array.from(documents) });
    }
    grams = next;
    names = named;
  }
  return found;
}

/** The words of all texts as numbers, NONE at the ends of sentences and lines. */
function numberedWords(texts: readonly string[]) {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const tokens = texts.map((text) =>
    Int32Array.from(wordsOf(text), (word) => {
      if (word === BREAK) return NONE;
      let number = numbers.get(word);
      if (number === undefined) {
        number = words.length;
        numbers.set(word, number);
        words.push(word);
      }
      return number;
    }),
  );
  return { tokens, words };
}

function bucketOf(before: number, word: number): number {
  const hash = Math.imul(before, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}

const NUMBERS = new RegExp(`^${ANY_NUMBER}(?: ${ANY_NUMBER})*$`);
