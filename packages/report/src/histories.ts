import type { Analysis, FeatureHistory } from '@vestige/analysis';
import { decimal } from './numbers.ts';
import { featureWords } from './words.ts';

/** A feature of a condition's rollouts, and its history in each run. */
export interface ShownHistory {
  readonly feature: string;
  readonly words: string;
  /** By seed. */
  readonly runs: readonly FeatureHistory[];
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
 * The features of a condition whose histories are shown: its most frequent types of phrases, what the
 * environment counts as a mention, the length, and the words whose frequency moved most.
 */
export function shownHistories(analysis: Analysis, condition: string): ShownHistory[] {
  const byFeature = new Map<string, FeatureHistory[]>();
  for (const run of analysis.conditions[condition]?.histories ?? []) {
    byFeature.set(run.feature, [...(byFeature.get(run.feature) ?? []), run]);
  }
  const all = [...byFeature].map(([feature, runs]) => ({
    feature,
    words: featureWords(feature),
    runs,
    within: changesWithin(analysis, condition, feature),
  }));
  const ofKind = (kind: string) => all.filter(({ feature }) => feature.startsWith(kind));
  const seen = ({ runs }: ShownHistory) => peak(runs) >= SEEN;
  return [
    ...most(ofKind('phrase:').filter(seen), ({ runs }) => peak(runs)).slice(0, PHRASES),
    ...ofKind('mention').filter(seen),
    ...ofKind('length'),
    ...most(ofKind('word:'), moved).slice(0, WORDS),
  ];
}

function most(histories: readonly ShownHistory[], by: (milestones: ShownHistory) => number): ShownHistory[] {
  return [...histories].sort((a, b) => by(b) - by(a));
}

function peak(runs: readonly FeatureHistory[]): number {
  return Math.max(...runs.flatMap(({ frequency }) => frequency));
}

/** Change of frequency from the first stretch of training to the last, on average over the runs; or on a kind of prompts. */
function moved({ runs, within }: ShownHistory): number {
  const whole = mean(runs.map(({ frequency }) => Math.abs(frequency.at(-1)! - frequency[0]!)));
  return Math.max(whole, ...within.map(({ change }) => Math.abs(change)));
}

function changesWithin(analysis: Analysis, condition: string, feature: string): ShownHistory['within'] {
  if (!feature.startsWith('word:')) return [];
  const word = feature.slice('word:'.length);
  return Array.from(analysis.conditions[condition]!.estimates).flatMap(([key, { mean: change }]) => {
    const stratum = key.quantity === 'drift' && key.word === word ? key.stratum : undefined;
    return stratum === undefined ? [] : [{ stratum, change }];
  });
}

/** Changes of a word's share on each kind of prompts, such as `share −0.41 where bit=A, +0.38 where bit=B`. */
export function withinWords(within: ShownHistory['within']): string | undefined {
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
 * A history in words, such as `born at 20, useful 20 to 80, obsolete from 100, still written`. Runs whose histories went
 * the same way are told together, with the range of their updates; others by seed.
 */
export function historyWords(runs: readonly FeatureHistory[]): string {
  const ways = new Map<string, FeatureHistory[]>();
  for (const run of runs) ways.set(wayOf(run), [...(ways.get(wayOf(run)) ?? []), run]);
  return [...ways.values()]
    .map((alike) => {
      const seeds = alike.map(({ seed }) => seed).join(', ');
      return ways.size === 1 ? told(alike) : `seed ${seeds}: ${told(alike)}`;
    })
    .join('; ');
}

/** What happened in a run, without its dates. */
function wayOf({ step, effect, milestones }: FeatureHistory): string {
  if (milestones.born === null) return 'rare';
  const toTheEnd = milestones.useful?.[1] === effect.at(-1)?.step;
  return [
    milestones.born === step[0],
    milestones.useful !== null,
    toTheEnd,
    milestones.obsolete !== null,
    milestones.kept,
    Math.min(effect.length, 2),
  ].join();
}

/** Runs that went the same way. */
function told(runs: readonly FeatureHistory[]): string {
  const { step, effect, milestones } = runs[0]!;
  const dates = (of: (run: FeatureHistory) => number) => {
    const all = runs.map(of);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return least === most ? String(least) : `${least}\u2013${most}`;
  };
  if (milestones.born === null) return 'rare throughout';
  const parts = [
    milestones.born === step[0] ? 'there from the start' : `born at ${dates((run) => run.milestones.born!)}`,
  ];
  if (milestones.useful) {
    const toTheEnd = milestones.useful[1] === effect.at(-1)!.step;
    const [from, to] = [dates((run) => run.milestones.useful![0]), dates((run) => run.milestones.useful![1])];
    if (toTheEnd) parts.push(effect.length === 1 ? 'useful at the end' : `useful from ${from} to the end`);
    else parts.push(from === to ? `useful at ${from}` : `useful ${from} to ${to}`);
  } else if (effect.length > 0) {
    parts.push(effect.length === 1 ? 'of no use at the end' : 'never of use');
  }
  if (milestones.obsolete !== null) parts.push(`obsolete from ${dates((run) => run.milestones.obsolete!)}`);
  parts.push(milestones.kept ? 'still written' : 'no longer written');
  return parts.join(', ');
}
