// Columns of made-up tables for tests.
import type { Lists } from '../lists.ts';
import { Texts } from '../texts.ts';

export function listsFrom(lists: readonly (readonly number[])[]): Lists {
  const offsets = new Int32Array(lists.length + 1);
  for (const [i, { length }] of lists.entries()) offsets[i + 1] = offsets[i]! + length;
  return { offsets, values: Uint8Array.from(lists.flat()) };
}

/** @param vocabulary that of the texts themselves unless given */
export function textsFrom(
  texts: readonly string[],
  vocabulary: readonly string[] = [...new Set(texts.flatMap(wordsIn))],
): Texts {
  const ids = texts.map((text) => wordsIn(text).map((word) => vocabulary.indexOf(word)));
  return new Texts(listsFrom(ids), () => vocabulary);
}

function wordsIn(text: string): string[] {
  return text.split(' ').filter(Boolean);
}
