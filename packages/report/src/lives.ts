import type { Analysis, FeatureLife } from '@vestige/analysis';
import { decimal } from './numbers.ts';
import { featureWords, STRATUM } from './words.ts';

/** A feature of a condition's rollouts, and its life in each run. */
export interface ShownLife {
  readonly feature: string;
  readonly words: string;
  /** By seed. */
  readonly runs: readonly FeatureLife[];
  /**
   * How far its share moved on prompts of each kind, the mean over seeds; empty if it is no word whose drift was
   * measured, or there is one kind only.
   */
  readonly within: readonly { readonly stratum: string; readonly change: number }[];
}

/** Types of phrases, and words, that are shown of a condition. */
const [PHRASES, WORDS] = [5, 2];
/** Share of the rollouts that a type of phrase, or the mention, must once have been in. */
const SEEN = 0.1;

/**
 * The features of a condition whose lives are shown: its most frequent types of phrases, what the
 * environment counts as a mention, the length, and the words whose frequency moved most.
 */
export function shownLives(analysis: Analysis, condition: string): ShownLife[] {
  const byFeature = new Map<string, FeatureLife[]>();
  for (const life of analysis.lives[condition] ?? []) {
    byFeature.set(life.feature, [...(byFeature.get(life.feature) ?? []), life]);
  }
  const all = [...byFeature].map(([feature, runs]) => ({
    feature,
    words: featureWords(feature),
    runs,
    within: changesWithin(analysis, condition, feature),
  }));
  const ofKind = (kind: string) => all.filter(({ feature }) => feature.startsWith(kind));
  const seen = ({ runs }: ShownLife) => peak(runs) >= SEEN;
  return [
    ...most(ofKind('phrase:').filter(seen), ({ runs }) => peak(runs)).slice(0, PHRASES),
    ...ofKind('mention').filter(seen),
    ...ofKind('length'),
    ...most(ofKind('word:'), moved).slice(0, WORDS),
  ];
}

function most(lives: readonly ShownLife[], by: (life: ShownLife) => number): ShownLife[] {
  return [...lives].sort((a, b) => by(b) - by(a));
}

function peak(runs: readonly FeatureLife[]): number {
  return Math.max(...runs.flatMap(({ frequency }) => frequency));
}

/** Change of frequency from the first stretch of training to the last, on average over the runs; or on a kind of prompts. */
function moved({ runs, within }: ShownLife): number {
  const whole = mean(runs.map(({ frequency }) => Math.abs(frequency.at(-1)! - frequency[0]!)));
  return Math.max(whole, ...within.map(({ change }) => Math.abs(change)));
}

function changesWithin(analysis: Analysis, condition: string, feature: string): ShownLife['within'] {
  if (!feature.startsWith('word:')) return [];
  const prefix = `drift.${feature.slice('word:'.length)}.`;
  return Object.entries(analysis.conditions[condition]!.estimates).flatMap(([name, { mean: change }]) => {
    const stratum = name.startsWith(prefix) ? STRATUM.exec(name.slice(prefix.length))?.[1] : undefined;
    return stratum === undefined ? [] : [{ stratum, change }];
  });
}

/** Changes of a word's share on each kind of prompts, such as `share −0.41 where bit=A, +0.38 where bit=B`. */
export function withinWords(within: ShownLife['within']): string | undefined {
  if (within.length === 0) return undefined;
  const told = within.map(
    ({ stratum, change }) => `${change > 0 ? '+' : ''}${decimal(change, 2)} where ${stratum}`,
  );
  return `change of its share ${told.join(', ')}`;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * A life in words, such as `born at 20, useful 20 to 80, obsolete from 100, still written`. Runs whose lives went
 * the same way are told together, with the range of their updates; others by seed.
 */
export function lifeWords(runs: readonly FeatureLife[]): string {
  const ways = new Map<string, FeatureLife[]>();
  for (const run of runs) ways.set(wayOf(run), [...(ways.get(wayOf(run)) ?? []), run]);
  return [...ways.values()]
    .map((alike) => {
      const seeds = alike.map(({ seed }) => seed).join(', ');
      return ways.size === 1 ? told(alike) : `seed ${seeds}: ${told(alike)}`;
    })
    .join('; ');
}

/** What happened in a run, without its dates. */
function wayOf({ step, effect, life }: FeatureLife): string {
  if (life.born === null) return 'rare';
  const toTheEnd = life.useful?.[1] === effect.at(-1)?.step;
  return [
    life.born === step[0],
    life.useful !== null,
    toTheEnd,
    life.obsolete !== null,
    life.kept,
    Math.min(effect.length, 2),
  ].join();
}

/** Runs that went the same way. */
function told(runs: readonly FeatureLife[]): string {
  const { step, effect, life } = runs[0]!;
  const dates = (of: (run: FeatureLife) => number) => {
    const all = runs.map(of);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return least === most ? String(least) : `${least}\u2013${most}`;
  };
  if (life.born === null) return 'rare throughout';
  const parts = [
    life.born === step[0] ? 'there from the start' : `born at ${dates((run) => run.life.born!)}`,
  ];
  if (life.useful) {
    const toTheEnd = life.useful[1] === effect.at(-1)!.step;
    const [from, to] = [dates((run) => run.life.useful![0]), dates((run) => run.life.useful![1])];
    if (toTheEnd) parts.push(effect.length === 1 ? 'useful at the end' : `useful from ${from} to the end`);
    else parts.push(from === to ? `useful at ${from}` : `useful ${from} to ${to}`);
  } else if (effect.length > 0) {
    parts.push(effect.length === 1 ? 'of no use at the end' : 'never of use');
  }
  if (life.obsolete !== null) parts.push(`obsolete from ${dates((run) => run.life.obsolete!)}`);
  parts.push(life.kept ? 'still written' : 'no longer written');
  return parts.join(', ');
}
