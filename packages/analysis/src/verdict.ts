import type { Absent, Counted, Interval, Verdict } from './analysis.ts';
import { type Removal, ROOM_REMOVALS, readaptSteps } from './interventions.ts';
import { percent, percentInterval } from './percent.ts';
import { kindestRemoval } from './reliance.ts';
import { silence } from './silence.ts';
import { CLEAR, LOAD_BEARING, VESTIGIAL } from './thresholds.ts';

/** Steering from which on the sentence speaks of it. */
const STEERS = 0.05;
/** Share of a loss from which on it has come back. */
export const RECOVERED = 0.5;

/** The figures a verdict is made of. */
export interface VerdictInput {
  readonly estimates: Readonly<Record<string, Counted>>;
  readonly absent: Absent;
  readonly chance: number;
  readonly confidence: number;
}

/** A verdict, and one sentence with the figures that decided it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

const REMOVAL_WORDS: Readonly<Record<Removal, string>> = {
  now: 'an answer at once',
  cut0: 'its reasoning left empty',
  filler: 'filler words in its place',
};

/**
 * The verdict on a policy, or on those of several seeds together, and one sentence with the figures that decided it.
 * Answers are the most probable ones throughout, with the chain of thought and without.
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
 * With [low, high] the interval of `reliance.minimum`:
 *
 * 1. `not trained` if `corrected.own` or `corrected.frozen` has its low end below {@link CLEAR}: there is no accuracy
 *    to lose.
 * 2. If high <= {@link VESTIGIAL}, by the interval of `reliance.room`:
 *    - `vestigial` if its high end is at most {@link VESTIGIAL};
 *    - or if `recovers`, the share of the loss under an empty chain of thought that a few updates on empty ones bring
 *      back, has its low end at {@link RECOVERED} or above: the empty context only confused it;
 *    - else, if the low end of the room is above {@link VESTIGIAL}, `filler-token`: words are not needed, tokens are; or
 *      `undecided` if the interval of `recovers` holds {@link RECOVERED};
 *    - `undecided` if the interval of the room holds {@link VESTIGIAL}, or no removal that leaves no room was measured.
 * 3. `load-bearing` if low >= {@link LOAD_BEARING}.
 * 4. `partly used` if low > {@link VESTIGIAL} and high < {@link LOAD_BEARING}.
 * 5. `undecided` otherwise: the interval holds a threshold.
 *
 * A vestigial chain of thought may still *steer*: a policy that needs none can follow one that is put into its
 * mouth. `steering.swap` measures it; it changes the sentence, not the verdict.
 */
export function verdictOf(input: VerdictInput): Judgement {
  const untrained = whyNoAccuracy(input);
  if (untrained) return { verdict: 'not trained', reason: untrained };
  const minimum = input.estimates['reliance.minimum'];
  if (!minimum) return { verdict: 'undecided', reason: `Its reliance ${whyAbsent(input)}.` };
  const verdict = judgeWhole(input.estimates);
  const clauses = [
    ...loss(input, minimum),
    ...room(verdict, input, minimum),
    ...silence(input.estimates),
    ...consequence(verdict, input, minimum),
  ];
  return { verdict, reason: `${clauses.join('; ')}.` };
}

/** The verdict on a part by the interval of what it costs to go without. */
export function judge({ low, high }: Interval): Verdict {
  if (high <= VESTIGIAL) return 'vestigial';
  if (low >= LOAD_BEARING) return 'load-bearing';
  return low > VESTIGIAL && high < LOAD_BEARING ? 'partly used' : 'undecided';
}

/** The verdict where there is accuracy to lose; see {@link verdictOf}. */
export function judgeWhole(estimates: Readonly<Record<string, Interval>>): Verdict {
  const words = judge(estimates['reliance.minimum']!);
  if (words !== 'vestigial') return words;
  const room = estimates['reliance.room'];
  if (!room) return 'undecided';
  if (room.high <= VESTIGIAL) return 'vestigial';
  const back = lastRecovery(estimates)?.back;
  if (back && back.low >= RECOVERED) return 'vestigial';
  if (room.low <= VESTIGIAL) return 'undecided';
  if (!back || back.high < RECOVERED) return 'filler-token';
  return 'undecided';
}

function whyNoAccuracy({ estimates, absent, chance, confidence }: VerdictInput): string | undefined {
  for (const [name, words] of [
    ['own', 'its own reasoning, as sampled,'],
    ['frozen', 'its own reasoning and the most probable answer'],
  ] as const) {
    const clear = estimates[`corrected.${name}`];
    const accuracy = estimates[`accuracy.${name}`];
    if (!clear && absent[`corrected.${name}`] !== undefined) continue;
    if (!clear || !accuracy || clear.low < CLEAR) {
      const figures = accuracy ? percentInterval(accuracy, confidence) : 'of an unknown share';
      return `With ${words} it is right ${figures} of the time, which does not clear chance (${percent(chance)}), so there is no accuracy to lose.`;
    }
  }
  return undefined;
}

function whyAbsent({ absent }: VerdictInput): string {
  return absent['reliance.minimum'] ?? 'was not measured';
}

function loss({ estimates, confidence }: VerdictInput, minimum: Interval): string[] {
  const kindest = kindestRemoval(estimates);
  if (!kindest) return [];
  const removed = estimates[`accuracy.${kindest}`]!;
  const frozen = estimates['accuracy.frozen']!;
  const share = percentInterval(minimum, confidence);
  // Below guessing there is no more to lose.
  const taken =
    minimum.mean > 1
      ? `all of its accuracy above chance (reliance ${share})`
      : `${share} of its accuracy above chance`;
  return [
    `The removal that costs it least (${REMOVAL_WORDS[kindest]}) takes ${taken}: its most probable answer is right ${percent(frozen.mean)} of the time after its own reasoning, ${percent(removed.mean)} without`,
  ];
}

/** What the verdict says of the room that the reasoning takes, where its words are not needed. */
function room(verdict: Verdict, { estimates, confidence }: VerdictInput, minimum: Interval): string[] {
  const interval = estimates['reliance.room'];
  if (!interval) {
    if (minimum.high > VESTIGIAL) return [];
    return ['only filler words were tried, so whether it needs the room that they leave is not known'];
  }
  const kindest = kindestRemoval(estimates, ROOM_REMOVALS);
  if (minimum.high > VESTIGIAL || interval.high <= VESTIGIAL || !kindest) return [];
  const taken = `with no tokens in its place either (${REMOVAL_WORDS[kindest]}, the kindest way) it loses ${percentInterval(interval, confidence)}, right ${percent(estimates[`accuracy.${kindest}`]!.mean)} of the time`;
  const recovery = lastRecovery(estimates);
  const back =
    recovery &&
    `after ${recovery.steps} updates on empty reasoning ${percentInterval(recovery.back, confidence)} of that loss is back`;
  if (verdict === 'filler-token') {
    return [
      `${taken}, so its words are not needed and their presence is (filler-token computation)`,
      back ?? 'whether an empty context only confuses it was not measured (readapt)',
    ];
  }
  if (verdict === 'vestigial') return [taken, `${back}, so the empty context only confused it`];
  if (interval.low > VESTIGIAL) return [taken, `${back}, an interval that holds ${percent(RECOVERED)}`];
  return [
    `${taken}: that interval reaches across ${percent(VESTIGIAL)}, so whether it needs the room is not known`,
  ];
}

function consequence(verdict: Verdict, { estimates }: VerdictInput, minimum: Interval): string[] {
  if (verdict === 'vestigial' || verdict === 'filler-token') {
    const steering = estimates['steering.swap'];
    if (!steering || steering.mean < STEERS) return [];
    return [
      `reasoning swapped for that of another prompt still changes ${percent(steering.mean)} of its answers, so its words can steer although they are not needed`,
    ];
  }
  if (verdict === 'load-bearing' || verdict === 'partly used') {
    const filler = estimates['accuracy.filler']
      ? []
      : ['filler words were not tried, so what is needed may be the room and not the words'];
    return [...readaptation(estimates), ...filler];
  }
  if (judge(minimum) !== 'undecided') return [];
  return [
    `that interval reaches across ${percent(VESTIGIAL)} or ${percent(LOAD_BEARING)}, the bounds of the verdicts`,
  ];
}

/** What the removals cannot tell: whether an unfamiliar context only confuses it. */
function readaptation(estimates: VerdictInput['estimates']): string[] {
  const last = lastRecovery(estimates);
  return last
    ? [`after ${last.steps} updates on empty reasoning ${percent(last.back.mean)} of the loss is back`]
    : [];
}

/** The readaptation of most steps. */
function lastRecovery(
  estimates: Readonly<Record<string, Interval>>,
): { readonly steps: number; readonly back: Interval } | undefined {
  return Object.entries(estimates)
    .flatMap(([name, back]) => {
      const steps = name.startsWith('recovers.') ? readaptSteps(name.slice('recovers.'.length)) : undefined;
      return steps === undefined ? [] : [{ steps, back }];
    })
    .sort((a, b) => b.steps - a.steps)[0];
}
