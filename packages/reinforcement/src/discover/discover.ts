import type { ReinforcementOptions } from '../options.ts';
import type { Sampled } from '../survey/survey.ts';
import { BREAK, wordsOf } from '../text/words.ts';
import { distinct } from './distinct.ts';
import { fewestOf, type Thirds } from './documents.ts';
import type { Feature } from './feature.ts';
import { type Candidate, phrasesOf } from './phrases.ts';
import { unitsOf } from './units.ts';

/** The features to look at, and how many more there were that are not. */
export interface Discovered {
  readonly features: readonly Feature[];
  /** Distinct ones beyond `most`. */
  readonly dropped: number;
}

/**
 * Finds the features to look at in a sample of texts: phrases, units, and the user's own. They are chosen by how often they are
 * there alone, never by what was rewarded, which is tested later on the same rollouts.
 *
 * @param thirdOf third of training of each text, 0 to 2
 */
export function discover(
  sample: readonly Sampled[],
  thirdOf: Uint8Array,
  options: Pick<ReinforcementOptions, 'minimumShare' | 'longest' | 'words' | 'patterns' | 'most'>,
): Discovered {
  const sizes: [number, number, number] = [0, 0, 0];
  for (const third of thirdOf) sizes[third as 0 | 1 | 2]++;
  const thirds: Thirds = { of: thirdOf, sizes };
  const fewest = fewestOf(thirds, options.minimumShare);
  const named: Feature[] = [
    ...[...new Set(options.words.map(normalized))].map((name) => ({
      kind: 'word' as const,
      name,
      alike: [],
    })),
    ...Object.entries(options.patterns).map(([name, source]) => ({
      ...{ kind: 'pattern' as const, name, source },
      alike: [],
    })),
  ];
  const texts = sample.map(({ text }) => text);
  const found = [
    ...unitsOf(texts, thirds, fewest),
    ...phrasesOf(texts, thirds, { longest: options.longest, fewest }),
  ];
  const inOrder = found
    .filter(
      ({ kind, name }) => kind !== 'phrase' || !named.some((one) => one.kind === 'word' && one.name === name),
    )
    .map((candidate) => ({ candidate, length: wordsOf(candidate.name).length }))
    .sort((a, b) => b.length - a.length || compare(a.candidate, b.candidate))
    .map(({ candidate }) => candidate);
  const features = distinct(inOrder, sample.length);
  const spread = new Map(
    found.map((candidate) => [candidate.name + candidate.kind, spreadOf(candidate, thirds)]),
  );
  const spreadOfFeature = ({ kind, name }: Feature) => spread.get(name + kind)!;
  features.sort((a, b) => spreadOfFeature(b) - spreadOfFeature(a) || compare(a, b));
  const room = Math.max(0, options.most - named.length);
  return {
    features: [...named, ...features.slice(0, room)],
    dropped: Math.max(0, features.length - room),
  };
}

function normalized(name: string): string {
  return wordsOf(name)
    .filter((word) => word !== BREAK)
    .join(' ');
}

/** The largest variance of presence in any third. */
function spreadOf({ documents }: Candidate, { of, sizes }: Thirds): number {
  const counts = [0, 0, 0];
  for (const document of documents) counts[of[document]!]!++;
  return Math.max(
    ...counts.map((count, third) => {
      const share = sizes[third] === 0 ? 0 : count / sizes[third]!;
      return share * (1 - share);
    }),
  );
}

function compare(a: { kind: string; name: string }, b: { kind: string; name: string }): number {
  return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.name < b.name ? -1 : Number(a.name > b.name);
}
