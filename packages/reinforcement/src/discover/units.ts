import { hash53 } from '../survey/hash.ts';
import { templatesOf } from '../text/templates.ts';
import { DocumentCounter } from './counter.ts';
import type { Thirds } from './documents.ts';
import type { Candidate } from './phrases.ts';

const SAYS_SOMETHING = /\p{L}/u;

/** Sentences and lines that are frequent in some third, as templates; none without a letter. */
export function unitsOf(texts: readonly string[], thirds: Thirds, fewest: readonly number[]): Candidate[] {
  const counter = new DocumentCounter(thirds);
  const hashes = texts.map((text, document) =>
    Int32Array.from(templatesOf(text), (template) => counter.add(document, hash53(template), 0)),
  );
  const places = new Map<number, { name: string; documents: number[] }>();
  for (const [document, numbers] of hashes.entries()) {
    if (!numbers.some((number) => counter.frequent(number, fewest))) continue;
    for (const [i, template] of templatesOf(texts[document]!).entries()) {
      const number = numbers[i]!;
      if (!counter.frequent(number, fewest) || !SAYS_SOMETHING.test(template)) continue;
      const place = places.get(number) ?? { name: template, documents: [] };
      if (place.documents.at(-1) !== document) place.documents.push(document);
      places.set(number, place);
    }
  }
  return [...places.values()].map(({ name, documents }) => ({
    ...{ kind: 'unit', name },
    documents: Int32Array.from(documents),
  }));
}
