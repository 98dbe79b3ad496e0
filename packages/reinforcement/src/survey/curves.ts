import { type RandomStream, randomStream } from '@vestige/random';
import type { Rollout } from '../rollout.ts';
import { scriptsOf } from '../text/scripts.ts';
import { BREAK } from '../text/words.ts';
import { hash53 } from './hash.ts';

/** Words of a step that its wording is told from, and how many of them one rollout gives. */
const WORDS_KEPT = 2048;
const WORDS_DRAWN = 16;
/** A step with fewer says nothing of its wording. */
const FEWEST_WORDS = 256;
const FIRST_WORDS = 100;
const FEWEST_FIRST = 8;

/** Sums over the rollouts of a step. */
export interface StepSums {
  rollouts: number;
  rewards: number;
  reward: number;
  characters: number;
  words: number;
  stops: number;
  cut: number;
  letters: number;
  switches: number;
  mixed: number;
  readonly boundaries: Map<string, number>;
  readonly parts: Map<string, { count: number; sum: number }>;
  /** Words drawn, by hash: a reservoir. */
  readonly drawn: number[];
  offered: number;
  readonly firstWords: Map<number, number>;
  readonly stream: RandomStream;
}

export function emptyStep(step: number): StepSums {
  return {
    ...{ rollouts: 0, rewards: 0, reward: 0, characters: 0, words: 0, stops: 0, cut: 0 },
    ...{ letters: 0, switches: 0, mixed: 0, offered: 0, drawn: [] },
    ...{ boundaries: new Map(), parts: new Map(), firstWords: new Map() },
    stream: randomStream('reinforcement', 'wording', step),
  };
}

/** @param text that is searched, and its tokens by `wordsOf` */
export function addToStep(sums: StepSums, rollout: Rollout, text: string, tokens: readonly string[]): void {
  sums.rollouts++;
  if (rollout.reward !== null) {
    sums.rewards++;
    sums.reward += rollout.reward;
  }
  for (const [name, value] of Object.entries(rollout.parts ?? {})) {
    if (value === null) continue;
    const part = sums.parts.get(name) ?? { count: 0, sum: 0 };
    part.count++;
    part.sum += value;
    sums.parts.set(name, part);
  }
  sums.boundaries.set(rollout.boundary, (sums.boundaries.get(rollout.boundary) ?? 0) + 1);
  if (rollout.stop !== null) {
    sums.stops++;
    sums.cut += Number(rollout.stop === 'length');
  }
  sums.characters += text.length;
  const words = tokens.filter((token) => token !== BREAK);
  sums.words += words.length;
  const { letters, systems, switches } = scriptsOf(text);
  sums.letters += letters;
  sums.switches += switches;
  sums.mixed += Number(systems > 1);
  if (words.length === 0) return;
  const first = hash53(words[0]!);
  sums.firstWords.set(first, (sums.firstWords.get(first) ?? 0) + 1);
  for (let i = 0; i < WORDS_DRAWN; i++) draw(sums, words);
}

/** Algorithm R (Vitter 1985) over words drawn with replacement, as many from each rollout, so that long ones do not weigh more. */
function draw(sums: StepSums, words: readonly string[]): void {
  const { drawn, stream } = sums;
  const at = drawn.length < WORDS_KEPT ? drawn.length : stream.integer(sums.offered + 1);
  sums.offered++;
  if (at >= WORDS_KEPT) return;
  drawn[at] = hash53(words[stream.integer(words.length)]!);
}

/** A step, or several together. */
export interface CurvePoint {
  readonly first: number | null;
  readonly last: number | null;
  readonly rollouts: number;
  /** Mean reward and its parts; null without any. */
  readonly reward: number | null;
  readonly parts: Readonly<Record<string, number | null>>;
  /** Mean length of the text that is searched. */
  readonly characters: number;
  readonly words: number;
  /** Share of rollouts by where their thought ends. */
  readonly boundaries: Readonly<Record<string, number>>;
  /** Share that was cut off for its length, of those of which it is known; null of none. */
  readonly cut: number | null;
  /** Entropy of single words, bits, of equally many words at each point, equally many from each rollout; null of few. */
  readonly entropy: number | null;
  /** Distinct first words that as many rollouts at each point would have; null of few. */
  readonly firstWords: number | null;
  /** Share of rollouts with words in more than one writing system. */
  readonly mixedScripts: number;
  /** Changes of the writing system per 1000 letters. */
  readonly scriptSwitches: number;
}

/** Curves over steps in order. Wording is compared on samples of one size, since entropy and distinct words grow with theirs. */
export function curvesOf(
  points: readonly {
    readonly first: number | null;
    readonly last: number | null;
    readonly sums: readonly StepSums[];
  }[],
): { readonly points: CurvePoint[]; readonly wordsCompared: number; readonly firstWordsCompared: number } {
  const boundaries = namesOf(
    points.flatMap(({ sums }) => sums.flatMap((step) => [...step.boundaries.keys()])),
  );
  const parts = namesOf(points.flatMap(({ sums }) => sums.flatMap((step) => [...step.parts.keys()])));
  const drawn = points.map(({ sums }) => sums.flatMap((step) => step.drawn));
  const firsts = points.map(({ sums }) => merged(sums.map((step) => step.firstWords)));
  const wordsCompared = smallest(
    drawn.map(({ length }) => length),
    FEWEST_WORDS,
    WORDS_KEPT,
  );
  const firstWordsCompared = smallest(firsts.map(total), FEWEST_FIRST, FIRST_WORDS);
  return {
    wordsCompared,
    firstWordsCompared,
    points: points.map(({ first, last, sums }, i) => {
      const sum = (of: (step: StepSums) => number) => sums.reduce((all, step) => all + of(step), 0);
      const rollouts = sum((step) => step.rollouts);
      const rewards = sum((step) => step.rewards);
      const stops = sum((step) => step.stops);
      const letters = sum((step) => step.letters);
      const part = (name: string) => {
        const count = sum((step) => step.parts.get(name)?.count ?? 0);
        return count === 0 ? null : sum((step) => step.parts.get(name)?.sum ?? 0) / count;
      };
      const share = (name: string) => sum((step) => step.boundaries.get(name) ?? 0) / rollouts;
      return {
        ...{ first, last, rollouts },
        reward: rewards === 0 ? null : sum((step) => step.reward) / rewards,
        parts: Object.fromEntries(parts.map((name) => [name, part(name)])),
        characters: sum((step) => step.characters) / rollouts,
        words: sum((step) => step.words) / rollouts,
        boundaries: Object.fromEntries(boundaries.map((name) => [name, share(name)])),
        cut: stops === 0 ? null : sum((step) => step.cut) / stops,
        entropy: drawn[i]!.length < FEWEST_WORDS ? null : entropyOf(drawn[i]!, wordsCompared),
        firstWords: total(firsts[i]!) < FEWEST_FIRST ? null : rarefied(firsts[i]!, firstWordsCompared),
        mixedScripts: sum((step) => step.mixed) / rollouts,
        scriptSwitches: letters === 0 ? 0 : (1000 * sum((step) => step.switches)) / letters,
      };
    }),
  };
}

function namesOf(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** The smallest size that is large enough to say something, at most `most`. */
function smallest(sizes: readonly number[], fewest: number, most: number): number {
  return Math.min(most, ...sizes.filter((size) => size >= fewest));
}

function merged(maps: readonly ReadonlyMap<number, number>[]): ReadonlyMap<number, number> {
  if (maps.length === 1) return maps[0]!;
  const all = new Map<number, number>();
  for (const map of maps) for (const [key, count] of map) all.set(key, (all.get(key) ?? 0) + count);
  return all;
}

function total(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Entropy of the first `size` things, plug-in, bits: they came in random order. */
function entropyOf(things: readonly number[], size: number): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < size; i++) counts.set(things[i]!, (counts.get(things[i]!) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / size) * Math.log2(count / size), 0);
}

/** Kinds that `size` draws without replacement are expected to hold (Hurlbert 1971). */
function rarefied(counts: ReadonlyMap<number, number>, size: number): number {
  const all = total(counts);
  let expected = 0;
  for (const count of counts.values()) {
    let absent = 1;
    for (let i = 0; i < size && absent > 0; i++) absent *= Math.max(0, all - count - i) / (all - i);
    expected += 1 - absent;
  }
  return expected;
}
