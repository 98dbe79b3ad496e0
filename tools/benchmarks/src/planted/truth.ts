import { CERTAINTY, CHOICES, type Reasoner, SLIPS } from '@vestige/language/testing/reasoner';

const OTHERS = CHOICES.length - 1;
const CHANCE = 1 / CHOICES.length;

/** Share of what lies above chance that a policy must be right in to have a reliance; fewer have one by luck only. */
const CLEAR = 0.1;

/**
 * True values of estimators of a reasoner over all questions that there could be, by name, computed from its construction.
 *
 * Write f(s, t) = s t + (1 - s)(1 - t) / (K - 1) for the chance that two of K choices are the same, each of which is a third
 * one with chances s and t and else any of the others. An answer is the one that is meant with chance q, and the answer that
 * counts as its own, the most probable one, with chance p; meant is what the reasoning comes to, right with chance r, or what
 * is known, right with chance k.
 *
 * @param samples draws of an answer; null if candidates are scored
 */
export function truthOf(
  { concludes, knows, heeds }: Reasoner,
  samples: number | null,
): Readonly<Record<string, number>> {
  const certainty = samples === null ? 1 : CERTAINTY;
  const mode = samples === null ? 1 : modeIsLikeliest(samples);
  const q = same(1 - SLIPS, certainty);
  const p = same(1 - SLIPS, mode);
  const right = heeds ? concludes : knows!;
  const frozen = same(right, q);
  const again = same(mode, certainty);
  const removed = !heeds ? frozen : knows === null ? CHANCE : same(knows, q);
  const stays = !heeds ? same(p, q) : knows === null ? CHANCE : same(same(right, p), same(knows, q));
  // Another's reasoning, answered otherwise, comes to the own answer by a slip only.
  const swapped = heeds ? same((1 - p) / OTHERS, q) : stays;
  const alike = same(p, q);
  const dependence = (floor: number, unchanged: number, whole: number) =>
    (floor - unchanged) / (whole * (floor - CHANCE));
  const whole = 1 / (1 - CHANCE);
  const removals = (name: string, value: number) =>
    Object.fromEntries(['now', 'cut0', 'filler', 'minimum'].map((part) => [`${name}.${part}`, value]));
  return {
    'accuracy.own': same(right, same(1 - SLIPS, CERTAINTY)),
    'accuracy.frozen': frozen,
    'accuracy.now': removed,
    'accuracy.cut0': removed,
    'accuracy.filler': removed,
    ...((frozen - CHANCE) / (1 - CHANCE) > CLEAR &&
      removals('reliance', (frozen - removed) / (frozen - CHANCE))),
    'cost.minimum': (frozen - removed) / (1 - CHANCE),
    ...removals('dependence', dependence(again, stays, 1)),
    'dependence.swap': dependence(again, swapped, whole),
    'dependence.swapSame': dependence(again, alike, whole),
    'dependence.content': dependence(alike, swapped, whole),
    'steering.swap': 1 - swapped,
  };
}

/** f of {@link truthOf}. */
function same(s: number, t: number): number {
  return s * t + ((1 - s) * (1 - t)) / OTHERS;
}

/** Chance that of several draws most are the likeliest answer; of equally many the first choice counts. */
function modeIsLikeliest(samples: number): number {
  const rest = (1 - CERTAINTY) / OTHERS;
  let chance = 0;
  for (let first = 0; first <= samples; first++) {
    for (let second = 0; first + second <= samples; second++) {
      const counts = [first, second, samples - first - second];
      const ways = factorial(samples) / counts.reduce((product, n) => product * factorial(n), 1);
      const most = counts.indexOf(Math.max(...counts));
      // The likeliest answer is any of the choices as often.
      chance += (ways * CERTAINTY ** counts[most]! * rest ** (samples - counts[most]!)) / CHOICES.length;
    }
  }
  return chance;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
