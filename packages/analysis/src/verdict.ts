import type { ConditionAnalysis, Interval, Verdict } from './analysis.ts';
import { type Removal, readaptSteps } from './interventions.ts';
import { kindestRemoval } from './reliance.ts';

/** Reliance up to which a chain of thought is vestigial. */
export const VESTIGIAL = 0.2;
/** Reliance from which on it is load-bearing. */
export const LOAD_BEARING = 0.5;
/** Least accuracy above chance, of what there is between chance and 1, for reliance to mean something. */
export const CLEAR = 0.1;
/** Steering from which on the sentence speaks of it. */
const STEERS = 0.05;

/** The figures a verdict is made of. */
export interface VerdictInput extends Pick<ConditionAnalysis, 'estimates' | 'training' | 'seeds'> {
  readonly chance: number;
  readonly confidence: number;
  /** Accuracy that counts as solved, if there is one. */
  readonly solved: number | undefined;
}

const REMOVAL_WORDS: Readonly<Record<Removal, string>> = {
  now: 'an answer at once',
  cut0: 'its reasoning left empty',
  filler: 'filler words in its place',
};

/**
 * The verdict of a condition, and one sentence with the figures that decided it.
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
 * So, with [low, high] the interval of `reliance.minimum`:
 *
 * 1. `not trained` if half of the runs or more never reached their solved level (unsolved runs are left out of
 *    the estimates otherwise), or if `corrected.own` or `corrected.frozen` has its low end below {@link CLEAR}:
 *    there is no accuracy to lose.
 * 2. `vestigial` if high <= {@link VESTIGIAL}.
 * 3. `load-bearing` if low >= {@link LOAD_BEARING}.
 * 4. `partly used` if low > {@link VESTIGIAL} and high < {@link LOAD_BEARING}.
 * 5. `undecided` otherwise: the interval holds a threshold.
 *
 * A vestigial chain of thought may still *steer*: a policy that needs none can follow one that is put into its
 * mouth. `steering.swap` measures it; it changes the sentence, not the verdict. So does `recovers`, where it was
 * measured: accuracy that returns after a few updates on empty chains of thought was lost to confusion.
 */
export function verdictOf(input: VerdictInput): { readonly verdict: Verdict; readonly reason: string } {
  const untrained = whyNotTrained(input);
  if (untrained) return { verdict: 'not trained', reason: untrained };
  const minimum = input.estimates['reliance.minimum']!;
  const verdict = judge(minimum);
  return { verdict, reason: `${loss(input, minimum)}${consequence(verdict, input)}${leftOut(input)}.` };
}

export function judge({ low, high }: Interval): Verdict {
  if (high <= VESTIGIAL) return 'vestigial';
  if (low >= LOAD_BEARING) return 'load-bearing';
  return low > VESTIGIAL && high < LOAD_BEARING ? 'partly used' : 'undecided';
}

/** Whether half of a condition's runs or more never reached the level that counts as solved; false without runs. */
export function neverSolved(training: VerdictInput['training']): boolean {
  const runs = Object.keys(training).length;
  return runs > 0 && unsolved(training) * 2 >= runs;
}

function unsolved(training: VerdictInput['training']): number {
  return Object.values(training).filter(({ solved }) => !solved).length;
}

function whyNotTrained({
  estimates,
  training,
  chance,
  confidence,
  solved,
}: VerdictInput): string | undefined {
  if (neverSolved(training)) {
    const level = solved === undefined ? '' : ` of ${percent(solved)}`;
    return `${unsolved(training)} of ${Object.keys(training).length} runs never reached the accuracy${level} that counts as solved, so there is no trained policy to judge.`;
  }
  for (const [name, words] of [
    ['own', 'its own reasoning'],
    ['frozen', 'its own reasoning and the most probable answer'],
  ] as const) {
    const clear = estimates[`corrected.${name}`];
    const accuracy = estimates[`accuracy.${name}`];
    if (!clear || !accuracy || clear.low < CLEAR) {
      const figures = accuracy ? percentInterval(accuracy, confidence) : 'of an unknown share';
      return `With ${words} it is right ${figures} of the time, which does not clear chance (${percent(chance)}), so there is no accuracy to lose.`;
    }
  }
  return undefined;
}

function loss({ estimates, confidence }: VerdictInput, minimum: Interval): string {
  const kindest = kindestRemoval(estimates)!;
  const removed = estimates[`accuracy.${kindest}`]!;
  const frozen = estimates['accuracy.frozen']!;
  return (
    `The removal that costs it least (${REMOVAL_WORDS[kindest]}) takes ${percentInterval(minimum, confidence)} ` +
    `of its accuracy above chance: ${percent(frozen.mean)} right after its own reasoning, ${percent(removed.mean)} without`
  );
}

function consequence(verdict: Verdict, { estimates, seeds }: VerdictInput): string {
  if (verdict === 'vestigial') {
    const steering = estimates['steering.swap'];
    if (!steering || steering.mean < STEERS) return '';
    return `; reasoning swapped for that of another prompt still changes ${percent(steering.mean)} of its answers, so the reasoning can steer although it is not needed`;
  }
  if (verdict === 'load-bearing' || verdict === 'partly used') return readaptation(estimates);
  if (verdict !== 'undecided') return '';
  const bySeed = estimates['reliance.minimum']!.bySeed;
  const each = seeds.flatMap((seed) => (bySeed[seed] === undefined ? [] : [percent(bySeed[seed])]));
  const seedsDiffer = each.length > 1 ? `, by seed ${each.join(', ')}` : '';
  return `${seedsDiffer}; that interval reaches across ${percent(VESTIGIAL)} or ${percent(LOAD_BEARING)}, the bounds of the verdicts`;
}

/** What the removals cannot tell: whether an unfamiliar context only confuses it. */
function readaptation(estimates: VerdictInput['estimates']): string {
  const last = Object.keys(estimates)
    .filter((name) => name.startsWith('recovers.'))
    .at(-1);
  if (last === undefined) return '';
  const steps = readaptSteps(last.slice('recovers.'.length));
  return `; after ${steps} updates on empty reasoning ${percent(estimates[last]!.mean)} of the loss is back`;
}

function leftOut({ training }: VerdictInput): string {
  const unsolved = Object.entries(training).flatMap(([seed, run]) => (run.solved ? [] : [seed]));
  if (unsolved.length === 0) return '';
  return `; seed ${unsolved.join(', ')} never reached its solved level and is left out`;
}

export function percent(share: number): string {
  return `${(Math.round(share * 1000) / 10 + 0).toFixed(1).replace('-', '\u2212')}%`;
}

function percentInterval({ mean, low, high }: Interval, confidence: number): string {
  return `${percent(mean)} (${+(confidence * 100).toFixed(1)}% interval ${percent(low)} to ${percent(high)})`;
}
