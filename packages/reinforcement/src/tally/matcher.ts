import { RE2JS } from 're2js';
import type { Feature } from '../discover/feature.ts';
import { hash53 } from '../survey/hash.ts';
import { PairIndex } from '../survey/pairIndex.ts';
import { templatesOf } from '../text/templates.ts';
import { BREAK, wordsOf } from '../text/words.ts';

const NONE = -1;

/** Numbers of the features that a text has, each once. Valid until the next text. */
export type Match = (text: string) => readonly number[];

/**
 * Looks for all features at once: phrases and words in a trie over numbers of words, which costs the same however many there
 * are; units by the hash of their template; patterns one by one with an automaton (RE2JS). All are linear in the length.
 */
export function matcher(features: readonly Feature[]): Match {
  const vocabulary = new Map<string, number>();
  const children = new PairIndex();
  const ends: (number | undefined)[] = [];
  const units = new Map<number, number>();
  const patterns: { readonly number: number; readonly pattern: RE2JS }[] = [];
  for (const [number, { kind, name, source }] of features.entries()) {
    if (kind === 'unit') units.set(hash53(name), number);
    else if (kind === 'pattern') patterns.push({ number, pattern: RE2JS.compile(source!) });
    else {
      let node = NONE;
      for (const word of name.split(' ')) {
        const id = vocabulary.get(word) ?? vocabulary.size;
        vocabulary.set(word, id);
        node = children.number(node, id);
      }
      ends[node] = number;
    }
  }
  const seen = new Int32Array(features.length).fill(-1);
  const found: number[] = [];
  let text = 0;
  const add = (number: number) => {
    if (seen[number] === text) return;
    seen[number] = text;
    found.push(number);
  };

  return (searched) => {
    text++;
    found.length = 0;
    if (vocabulary.size > 0) {
      const ids = wordsOf(searched).map((word) => (word === BREAK ? NONE : (vocabulary.get(word) ?? NONE)));
      for (let start = 0; start < ids.length; start++) {
        let node = NONE;
        for (let at = start; at < ids.length && ids[at] !== NONE; at++) {
          node = children.find(node, ids[at]!);
          if (node === NONE) break;
          const end = ends[node];
          if (end !== undefined) add(end);
        }
      }
    }
    if (units.size > 0) {
      for (const template of templatesOf(searched)) {
        const number = units.get(hash53(template));
        if (number !== undefined) add(number);
      }
    }
    for (const { number, pattern } of patterns) if (pattern.test(searched)) add(number);
    return found;
  };
}
