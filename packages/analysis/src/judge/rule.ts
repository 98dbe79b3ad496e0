import type { Absent, ConditionAnalysis, Interval, Verdict } from '../analysis.ts';
import { kindestRemoval } from '../estimate/kindestRemoval.ts';
import { readaptation } from '../keys/interventions.ts';
import type { ByEstimator } from '../keys/keyed.ts';
import { CLEAR, HARMFUL, LOAD_BEARING, VESTIGIAL } from '../thresholds.ts';
import { answers } from './silence.ts';

/** Share of a loss from which on it has come back. */
export const RECOVERED = 0.5;
/** Prompts below which nothing is said of a type of phrase. */
const ENOUGH = 50;

export const MINIMUM = { quantity: 'reliance', part: 'minimum' } as const;
export const COST = { quantity: 'cost', part: 'minimum' } as const;
export const ROOM = { quantity: 'reliance', part: 'room' } as const;

/** The figures that the rule reads. */
export interface Figures {
  readonly estimates: ByEstimator<Interval>;
  readonly absent: Absent;
}

/** What the rule says of a policy, and the point of it that decided. */
export type Ruling =
  | { readonly verdict: 'harmful' | 'undecided'; readonly by: 'cost' }
  | { readonly verdict: 'not trained'; readonly by: 'accuracy'; readonly of: 'own' | 'frozen' }
  | { readonly verdict: 'load-bearing' | 'partly used' | 'undecided'; readonly by: 'reliance' }
  | { readonly verdict: 'undecided'; readonly by: 'silence' | 'no reliance' | 'no room' }
  | { readonly verdict: 'vestigial' | 'filler-token' | 'undecided'; readonly by: 'room' }
  | { readonly verdict: 'vestigial' | 'undecided'; readonly by: 'recovery' };

/**
 * The rule of the verdict on a policy, or on those of several seeds together. Answers are the most probable ones
 * throughout, with the chain of thought and without.
 *
 * *Reliance* on a removal is the share of the accuracy above chance that the removal costs (see `reliance`).
 * The verdict rests on `reliance.minimum`, the least over three removals: answer at once (`now`), an empty
 * chain of thought (`cut0`), filler words of equal length (`filler`). The least, because
 *
 * - `vestigial` says that the answer does not need the chain of thought; one way of taking it away under which
 *   the answer survives shows that. A loss under another removal is then confusion by an unfamiliar context.
 *   A mean or a maximum would call such a policy load-bearing.
 * - `load-bearing` says that the answer is lost however it is taken away: then even the least loss is large.
 *
 * Filler words take the words away and leave the room: as many tokens to compute in. So where they are the kindest
 * removal, whether anything is needed is read off `reliance.room`, the least over the two removals that leave none.
 *
 * Reliance is a share of the accuracy that there is. Where the chain of thought takes accuracy away, `cost.minimum` tells: the
 * accuracy that the kindest removal costs, of what lies between chance and 1, below 0 where it gains. Its interval allows for
 * the choice of the kindest of three.
 *
 * With [low, high] the interval of `reliance.minimum`:
 *
 * 1. `harmful` if the high end of `cost.minimum` is below -{@link HARMFUL}, and the accuracy under the kindest removal clears
 *    chance by {@link CLEAR}: the policy can do better. It comes first, as harmful reasoning may leave no accuracy to lose.
 *    `undecided` if the estimate is below -{@link HARMFUL} and the high end is not. A policy that does not answer under that
 *    removal, by {@link answers}, does no better without its reasoning, whichever of the possible answers it would prefer:
 *    then `undecided`, unless the next point holds.
 * 2. `not trained` if `corrected.own` or `corrected.frozen` has its low end below {@link CLEAR}: there is no accuracy
 *    to lose.
 * 3. If high <= {@link VESTIGIAL}, by the interval of `reliance.room`:
 *    - `vestigial` if its high end is at most {@link VESTIGIAL};
 *    - or if `recovery.readaptN`, the share of the loss under an empty chain of thought that a few updates on empty ones
 *      bring back, has its low end at {@link RECOVERED} or above: the empty context only confused it;
 *    - else, if the low end of the room is above {@link VESTIGIAL}, `filler-token`: words are not needed, tokens are; or
 *      `undecided` if that interval holds {@link RECOVERED};
 *    - `undecided` if the interval of the room holds {@link VESTIGIAL}, or no removal that leaves no room was measured.
 * 4. `load-bearing` if low >= {@link LOAD_BEARING}.
 * 5. `partly used` if low > {@link VESTIGIAL} and high < {@link LOAD_BEARING}.
 * 6. `undecided` otherwise: the interval holds a threshold.
 *
 * A vestigial chain of thought may still *steer*: a policy that needs none can follow one that is put into its
 * mouth. `steering.swap` measures it; it changes the sentence, not the verdict.
 */
export function ruleOn({ estimates, absent }: Figures): Ruling {
  const harm = ruleOnCost(estimates);
  if (harm && harm.by !== 'silence') return harm;
  for (const intervention of ['own', 'frozen'] as const) {
    const corrected = estimates.get({ quantity: 'corrected', intervention });
    // What has a reason for having no figure is no ground to say that nothing was learned.
    if (!corrected && absent.get({ quantity: 'corrected', intervention }) !== undefined) continue;
    const measured = corrected && estimates.get({ quantity: 'accuracy', intervention });
    if (!measured || corrected.low < CLEAR)
      return { verdict: 'not trained', by: 'accuracy', of: intervention };
  }
  return harm ?? ruleOnReliance(estimates);
}

/** The first point of {@link ruleOn}; undefined if the reasoning does no harm that one could see. */
function ruleOnCost(estimates: ByEstimator<Interval>): Ruling | undefined {
  const intervention = kindestRemoval(estimates);
  const without = intervention && estimates.get({ quantity: 'corrected', intervention });
  const cost = estimates.get(COST);
  if (!cost || cost.mean >= -HARMFUL || !without || without.low < CLEAR) return undefined;
  const mass = estimates.get({ quantity: 'mass', intervention });
  if (mass && !answers(mass.mean)) return { verdict: 'undecided', by: 'silence' };
  return { verdict: cost.high < -HARMFUL ? 'harmful' : 'undecided', by: 'cost' };
}

/** {@link ruleOn}, where there is accuracy to lose. */
function ruleOnReliance(estimates: ByEstimator<Interval>): Ruling {
  const minimum = estimates.get(MINIMUM);
  if (!minimum) return { verdict: 'undecided', by: 'no reliance' };
  const needed = judge(minimum);
  if (needed !== 'vestigial') return { verdict: needed, by: 'reliance' };
  const room = estimates.get(ROOM);
  if (!room) return { verdict: 'undecided', by: 'no room' };
  if (room.high <= VESTIGIAL) return { verdict: 'vestigial', by: 'room' };
  const back = lastRecovery(estimates)?.back;
  if (back && back.low >= RECOVERED) return { verdict: 'vestigial', by: 'recovery' };
  if (room.low <= VESTIGIAL) return { verdict: 'undecided', by: 'room' };
  if (!back || back.high < RECOVERED) return { verdict: 'filler-token', by: 'room' };
  return { verdict: 'undecided', by: 'recovery' };
}

/** The verdict on a part by the interval of what it costs to go without. */
function judge({ low, high }: Interval): 'vestigial' | 'load-bearing' | 'partly used' | 'undecided' {
  if (high <= VESTIGIAL) return 'vestigial';
  if (low >= LOAD_BEARING) return 'load-bearing';
  return low > VESTIGIAL && high < LOAD_BEARING ? 'partly used' : 'undecided';
}

/** What comes back with the readaptation of most steps. */
export function lastRecovery<T extends Interval>(
  estimates: ByEstimator<T>,
): { readonly steps: number; readonly back: T } | undefined {
  return [...estimates]
    .flatMap(([key, back]) => {
      const readapted = key.quantity === 'recovery' ? readaptation(key.intervention) : undefined;
      return readapted ? [{ steps: readapted.steps, back }] : [];
    })
    .sort((a, b) => b.steps - a.steps)[0];
}

/** The figures of a condition that the rule reads. */
export interface ConditionFigures
  extends Figures,
    Pick<ConditionAnalysis, 'training' | 'seeds' | 'leftOut' | 'bySeed'> {
  /** Over all seeds, those that are left out included. */
  readonly withAll: ByEstimator<Interval>;
}

/** What the rule says of a condition. */
export type ConditionRuling =
  | { readonly verdict: 'not trained'; readonly by: 'training' }
  | {
      readonly verdict: Verdict;
      readonly by: 'seeds';
      /** On the seeds that count, together. */
      readonly counting: Ruling | { readonly verdict: 'undecided'; readonly by: 'different seeds' };
      /** What it would be if the runs that are left out counted too, where that is something else. */
      readonly withAll?: Verdict;
    };

/**
 * The verdict of a condition: that of {@link ruleOn} on the seeds that count, unless
 *
 * - half of the runs or more never left chance: then it is `not trained`;
 * - seeds differ so much that the accuracy of all together does not clear chance, while that of most does alone: then
 *   it is `undecided`;
 * - it would be another if the runs that never left chance counted too: then it is `undecided`.
 *
 * A run is left out only if its most probable answers are not clear of guessing, with its reasoning or, where that does harm,
 * without, which no use or disuse of the reasoning brings about. One that is clear of guessing and stayed below its solved level counts, and is named: to leave it out
 * would select on the outcome.
 */
export function ruleOnCondition(figures: ConditionFigures): ConditionRuling {
  if (neverLeftChance(figures.training)) return { verdict: 'not trained', by: 'training' };
  const together = ruleOn(figures);
  const counting =
    together.verdict === 'not trained' && ableSeeds(figures) * 2 > figures.seeds.length
      ? ({ verdict: 'undecided', by: 'different seeds' } as const)
      : together;
  const { verdict } = counting;
  if (figures.leftOut.length > 0 && verdict !== 'not trained') {
    const withAll = (ruleOnCost(figures.withAll) ?? ruleOnReliance(figures.withAll)).verdict;
    if (withAll !== verdict) return { verdict: 'undecided', by: 'seeds', counting, withAll };
  }
  return { verdict, by: 'seeds', counting };
}

/** Whether half of a condition's runs or more never left chance; false without runs. */
export function neverLeftChance(training: ConditionAnalysis['training']): boolean {
  const runs = Object.values(training);
  return runs.length > 0 && runs.filter(({ leftChance }) => !leftChance).length * 2 >= runs.length;
}

/** How many of the seeds that count have accuracy to lose, each judged alone. */
export function ableSeeds({ seeds, bySeed }: Pick<ConditionFigures, 'seeds' | 'bySeed'>): number {
  return seeds.filter((seed) => bySeed[seed]?.verdict !== 'not trained').length;
}

/** How phrases of a type were dropped. */
export interface DroppedType {
  /** Whether all of the type were, or one. */
  readonly together: boolean;
  /** On which there were such phrases. */
  readonly prompts: number;
}

/** What the rule says of a type of phrase, and the point of it that decided. */
export type PhraseRuling =
  | { readonly verdict: 'not trained'; readonly by: 'whole' }
  | { readonly verdict: 'undecided'; readonly by: 'few prompts' }
  | { readonly verdict: 'undecided'; readonly by: 'no figure'; readonly why: string }
  | {
      readonly verdict: 'load-bearing' | 'partly used' | 'vestigial' | 'undecided';
      readonly by: 'needs';
      readonly needs: Interval;
    }
  | {
      readonly verdict: 'undecided';
      readonly by: 'resampling';
      readonly needs: Interval;
      readonly moved: Interval;
    }
  | { readonly verdict: 'filler-token'; readonly by: 'whole'; readonly needs: Interval }
  | { readonly verdict: 'undecided'; readonly by: 'others'; readonly needs: Interval };

/**
 * Verdicts of the types of phrases. They rest on `needs.<type>`, the least of what dropping the phrases of the type costs
 * (`reliance.dropKind.<type>`, or one of them, `reliance.drop.<type>`, where that alone was done) and of the removals of the
 * whole: an answer that survives without any phrase needs none, so a loss under dropped phrases is then confusion.
 *
 * In this order, with the thresholds of the whole:
 *
 * 1. `not trained` if the whole is.
 * 2. `undecided` if phrases of the type were dropped on fewer than {@link ENOUGH} prompts.
 * 3. `load-bearing`, `partly used` or `undecided` as for the whole, by the interval of `needs.<type>`.
 * 4. `filler-token` if its high end is at most {@link VESTIGIAL} and the whole is: the words of the phrase are not needed,
 *    the room that it takes may be.
 * 5. `vestigial` if its high end is at most {@link VESTIGIAL}, unless one of these makes it `undecided`:
 *    - resampling from the phrase on moves the answer (the high end of `importance.resample.<type>` is above
 *      {@link VESTIGIAL}): the phrase may decide together with those after it;
 *    - the whole is used, and yet every type is dispensable alone: phrases stand in for each other, and dropping
 *      one cannot tell which of them do.
 *
 * Resampling proves no use: all that follows is written anew. It cannot show that a phrase is of no use either,
 * since a good policy writes the same phrase again. So it only holds a verdict back, that of 4 as well.
 *
 * @param dropped by type
 */
export function ruleOnPhrases(
  whole: Verdict,
  { estimates, absent }: Figures,
  dropped: ReadonlyMap<string, DroppedType>,
): ReadonlyMap<string, PhraseRuling> {
  const measured = [...dropped.keys()].sort().flatMap((type) => {
    const key = { quantity: 'needs', unit: type } as const;
    const needs = estimates.get(key) ?? absent.get(key);
    return needs === undefined ? [] : [[type, needs] as const];
  });
  const carried = measured.some(
    ([, needs]) => typeof needs !== 'string' && ['load-bearing', 'partly used'].includes(judge(needs)),
  );
  const accounted = ['vestigial', 'filler-token', 'harmful'].includes(whole) || carried;
  const ruleOnType = (type: string, needs: Interval | string): PhraseRuling => {
    if (whole === 'not trained') return { verdict: whole, by: 'whole' };
    if (dropped.get(type)!.prompts < ENOUGH) return { verdict: 'undecided', by: 'few prompts' };
    if (typeof needs === 'string') return { verdict: 'undecided', by: 'no figure', why: needs };
    const verdict = judge(needs);
    if (verdict !== 'vestigial') return { verdict, by: 'needs', needs };
    const moved = estimates.get({ quantity: 'importance', intervention: 'resample', unit: type });
    if (moved && moved.high > VESTIGIAL) return { verdict: 'undecided', by: 'resampling', needs, moved };
    if (whole === 'filler-token') return { verdict: whole, by: 'whole', needs };
    return accounted ? { verdict, by: 'needs', needs } : { verdict: 'undecided', by: 'others', needs };
  };
  return new Map(measured.map(([type, needs]) => [type, ruleOnType(type, needs)]));
}
