import type { Documents } from './documents.ts';
import type { Feature } from './feature.ts';
import type { Candidate } from './phrases.ts';

/** Rollouts in which only one of two features is, as a share of those in which either is, up to which they are alike. */
const TOLERANCE = 0.05;
/** How many of those that are alike are named. */
const NAMED = 10;

/**
 * Leaves out features found in nearly the same texts as one that is kept: sub-phrases of a phrase above all, which without it
 * is there once for each. An n-gram that is exactly where its longer one is, one that is not closed, is always left out, and
 * with the tolerance those that nearly are (δ-tolerance closed, Cheng et al. 2006). So that two features that are nearly
 * everywhere are not taken for alike, those in which neither is have to agree as well.
 *
 * @param candidates in the order in which they are kept
 * @param texts how many there are
 */
export function distinct(candidates: readonly Candidate[], texts: number): Feature[] {
  const words = Math.ceil(texts / 32);
  const kept: { candidate: Candidate; bits: Uint32Array; alike: string[] }[] = [];
  // Those kept, by how many texts they are in, so that only comparable ones are compared.
  const bySize = new Map<number, typeof kept>();
  for (const candidate of candidates) {
    const size = candidate.documents.length;
    const bits = bitsOf(candidate.documents, words);
    const twin = findTwin(bits, size);
    if (twin) {
      twin.alike.push(candidate.name);
      continue;
    }
    const one = { candidate, bits, alike: [] };
    kept.push(one);
    bySize.set(size, [...(bySize.get(size) ?? []), one]);
  }
  return kept.map(({ candidate: { kind, name }, alike }) => ({ kind, name, alike: alike.slice(0, NAMED) }));

  function findTwin(bits: Uint32Array, size: number) {
    const most = (other: number) =>
      TOLERANCE * Math.min(Math.max(size, other), texts - Math.min(size, other));
    for (let other = Math.floor(size * (1 - TOLERANCE)); other <= size / (1 - TOLERANCE) + 1; other++) {
      if (Math.abs(other - size) > most(other)) continue;
      for (const one of bySize.get(other) ?? []) {
        if (differing(one.bits, bits, most(other))) continue;
        return one;
      }
    }
    return undefined;
  }
}

function bitsOf(documents: Documents, words: number): Uint32Array {
  const bits = new Uint32Array(words);
  for (const document of documents) bits[document >>> 5]! |= 1 << (document & 31);
  return bits;
}

/** Whether more than `most` bits differ. */
function differing(a: Uint32Array, b: Uint32Array, most: number): boolean {
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    const differs = a[i]! ^ b[i]!;
    if (differs !== 0) count += bitCount(differs);
    if (count > most) return true;
  }
  return false;
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
