import { sentenceSpans } from '@vestige/questions/sentences';
import { type Feature, featureSpans } from '@vestige/reinforcement';

/** A sentence, and the features that it has, by their numbers, each once. Places are in characters (UTF-16). */
export interface TextSentence {
  readonly start: number;
  readonly end: number;
  readonly features: readonly number[];
}

/**
 * Splits texts into sentences and says which features stand in them. A feature belongs to each sentence that it is in, in part
 * or whole.
 */
export function sentencesWith(features: readonly Feature[]): (text: string) => TextSentence[] {
  const spansOf = featureSpans(features);
  return (text) => {
    const spans = spansOf(text).sort((a, b) => a.start - b.start);
    const sentences = sentenceSpans(text);
    const found = sentences.map((): Set<number> => new Set());
    let first = 0;
    for (const { start, end, feature } of spans) {
      while (first < sentences.length && sentences[first]!.end <= start) first++;
      for (let at = first; at < sentences.length && sentences[at]!.start < end; at++) found[at]!.add(feature);
    }
    return sentences.map(({ start, end }, i) => ({ start, end, features: [...found[i]!] }));
  };
}

/** Words that a text with this feature has, as a query; undefined for patterns. */
export function queryOf({ kind, name }: Feature): string | undefined {
  if (kind === 'pattern') return undefined;
  const pieces = name.split(/["#]|\s-(?=\s)/).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
  return pieces.length === 0 ? undefined : pieces.map((piece) => `"${piece.trim()}"`).join(' ');
}
