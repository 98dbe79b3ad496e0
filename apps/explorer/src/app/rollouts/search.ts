/** A sequence of words to find: at each place, 1 for the token ids that fit. */
export type Pattern = readonly Uint8Array[];

/** What is searched for, taken apart. */
export interface Wanted {
  readonly words: readonly string[];
  /** Whether the last word may go on. */
  readonly begun: boolean;
}

/** Takes a query apart. Its last word may go on, unless a space ends it. */
export function readWords(query: string): Wanted {
  const words = query.split(/\s+/).filter(Boolean);
  return { words, begun: words.length > 0 && !/\s$/.test(query) };
}

/** The query as a pattern over a vocabulary; undefined if it lacks one of the words. */
export function patternOf(wanted: Wanted, vocabulary: readonly string[]): Pattern | undefined {
  const places = wanted.words.map((_, place) => tokensOf(wanted, place, vocabulary));
  if (places.some(({ length }) => length === 0)) return undefined;
  return places.map((tokens) => {
    const fits = new Uint8Array(256);
    for (const token of tokens) fits[token] = 1;
    return fits;
  });
}

/** Words of the query that no vocabulary has. */
export function unknownWords(wanted: Wanted, vocabularies: Iterable<readonly string[]>): readonly string[] {
  const all = [...vocabularies];
  return wanted.words.filter((_, place) =>
    all.every((vocabulary) => tokensOf(wanted, place, vocabulary).length === 0),
  );
}

/** Whether the values from `start` to before `end` hold the sequence. */
export function holds(pattern: Pattern, values: Uint8Array, start: number, end: number): boolean {
  const { length, 0: first } = pattern;
  for (let at = start; at <= end - length; at++) {
    if (!first![values[at]!]) continue;
    let place = 1;
    while (place < length && pattern[place]![values[at + place]!]) place++;
    if (place === length) return true;
  }
  return false;
}

/** Token ids of a word of the query. In other letters than the vocabulary's only if none is written so. */
function tokensOf({ words, begun }: Wanted, place: number, vocabulary: readonly string[]): number[] {
  const word = words[place]!;
  const fits =
    begun && place === words.length - 1
      ? (other: string, sought: string) => other.startsWith(sought)
      : (other: string, sought: string) => other === sought;
  const ids = vocabulary.map((_, id) => id);
  const exact = ids.filter((id) => fits(vocabulary[id]!, word));
  return exact.length > 0
    ? exact
    : ids.filter((id) => fits(vocabulary[id]!.toLowerCase(), word.toLowerCase()));
}
