import type { Interval } from '../analysis.ts';
import type { EstimatorKey } from '../keys/estimatorKey.ts';
import { HEEDED, UNHEEDED } from '../thresholds.ts';
import {
  CONTENT,
  FLIPPED,
  type FollowsFigures,
  type FollowsRuling,
  REMOVED,
  SWAPPED,
} from './followsRule.ts';
import { percent, percentInterval } from './percent.ts';

/** What the sentence gives beside the figures that the rule reads. */
export interface FollowsInput extends FollowsFigures {
  readonly confidence: number;
  /** What is said of each seed, in words; absent for one policy. */
  readonly each?: string;
}

/** One sentence with the figures that decided what the answers follow. */
export function followsReason(ruling: FollowsRuling, input: FollowsInput): string {
  if (ruling.by === 'one answer') {
    return 'It gives all prompts the same answer, so that no reasoning of another prompt speaks for another one.';
  }
  if (ruling.by === 'no figure') return `What swapped reasoning changes ${ruling.why}.`;
  const clauses = [
    ...swapped(input),
    ...flipped(input),
    ...removed(input),
    ...mediated(input),
    ...repeated(input),
    ...consequence(ruling),
    ...(input.each ? [`judged one by one: ${input.each}`] : []),
  ];
  const sentence = clauses.join('; ');
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
}

function swapped({ estimates, confidence }: FollowsInput): string[] {
  const swap = estimates.get(SWAPPED);
  if (!swap) return [];
  const content = estimates.get(CONTENT);
  const by = content
    ? `, and ${short(content)} by what that says, beyond those that the reasoning of one answered alike changes`
    : '';
  return [
    `given the reasoning of a prompt answered otherwise, it changes ${percentInterval(swap, confidence)} of its answers${by}`,
  ];
}

function flipped({ estimates }: FollowsInput): string[] {
  const flip = estimates.get(FLIPPED);
  return flip ? [`with the question flipped and its reasoning kept, it changes ${short(flip)}`] : [];
}

function removed({ estimates }: FollowsInput): string[] {
  const minimum = estimates.get(REMOVED);
  if (!minimum) return [];
  const lost = minimum.mean > 1 ? `all (${short(minimum)})` : short(minimum);
  return [
    `with its reasoning taken away, by the removal that changes least, ${lost} of the agreement of its answers above chance is lost`,
  ];
}

function short({ mean, low, high }: Interval): string {
  return `${percent(mean)} (${percent(low)} to ${percent(high)})`;
}

/** The way that a flip takes, where it changes anything. */
function mediated({ estimates }: FollowsInput): string[] {
  const effect = (part: 'total' | 'direct' | 'indirect') => {
    const key: EstimatorKey = { quantity: 'mediation', part };
    return estimates.get(key);
  };
  const [total, direct, indirect] = [effect('total'), effect('direct'), effect('indirect')];
  if (!total || !direct || !indirect || total.low <= 0) return [];
  return [
    `a flipped question turns ${percent(total.mean)} of its answers to that which is right there (total effect), ${percent(direct.mean)} past its reasoning (direct effect) and ${percent(indirect.mean)} through it (indirect effect)`,
  ];
}

/** How many answers change where nothing was changed. */
function repeated({ estimates }: FollowsInput): string[] {
  const again = estimates.get({ quantity: 'unchanged', intervention: 'repeat' });
  return again
    ? [`asked the same again it changes ${percent(1 - again.mean)}, beyond which all this is counted`]
    : [];
}

function consequence(ruling: FollowsRuling): string[] {
  if (ruling.by === 'confusion') {
    return ['what changes them may be an unfamiliar text and not what it says'];
  }
  if (ruling.by === 'flip') {
    return ruling.followed === 'both'
      ? ['so they change with either']
      : [`the interval of the flip reaches across ${percent(HEEDED)}`];
  }
  if (ruling.by === 'swap' && ruling.followed === 'undecided') {
    return [
      `the interval of the share that goes with the reasoning reaches across ${percent(UNHEEDED)} or ${percent(HEEDED)}, the bounds between question, both and reasoning`,
    ];
  }
  return ruling.by === 'removals' || ruling.by === 'no swap'
    ? ['whether it goes with reasoning for another answer was not tried (swap)']
    : [];
}
