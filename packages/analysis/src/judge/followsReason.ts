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
  if (ruling.by === 'no swap') {
    const [first = 'The reasoning was not taken away'] = removed(input);
    return `${first}; whether it goes with reasoning that speaks for another answer was not tried (swap).`;
  }
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
    ? `, ${percentInterval(content, confidence)} by what it says, without those that another prompt\u2019s reasoning for the same answer changes, too`
    : '';
  return [
    `the reasoning of another prompt, answered otherwise, changes ${percentInterval(swap, confidence)} of its answers${by}`,
  ];
}

function flipped({ estimates, confidence }: FollowsInput): string[] {
  const flip = estimates.get(FLIPPED);
  return flip
    ? [`the question flipped and the reasoning kept changes ${percentInterval(flip, confidence)}`]
    : [];
}

function removed({ estimates, confidence }: FollowsInput): string[] {
  const minimum = estimates.get(REMOVED);
  return minimum
    ? [
        `without any of its reasoning, by the removal that changes least, its answers lose ${percentInterval(minimum, confidence)} of their agreement above chance`,
      ]
    : [];
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
    `of a flipped question that turns ${percent(total.mean)} of the answers (total effect), the question alone turns ${percent(direct.mean)} (direct effect) and the reasoning alone ${percent(indirect.mean)} (indirect effect)`,
  ];
}

/** How many answers change where nothing was changed. */
function repeated({ estimates }: FollowsInput): string[] {
  const again = estimates.get({ quantity: 'unchanged', intervention: 'repeat' });
  return again
    ? [
        `asked again, nothing changed, it changes ${percent(1 - again.mean)}, beyond which the others are counted`,
      ]
    : [];
}

function consequence(ruling: FollowsRuling): string[] {
  if (ruling.by === 'confusion') {
    return [
      'an unfamiliar text may be what changes them, and not what it says (swapSame, the reasoning of a prompt answered alike, could tell)',
    ];
  }
  if (ruling.by === 'flip') {
    return ruling.followed === 'both'
      ? ['so they change with either']
      : [`the interval of the flip reaches across ${percent(HEEDED)}`];
  }
  if (ruling.by === 'swap' && ruling.followed === 'undecided') {
    return [
      `that interval reaches across ${percent(UNHEEDED)} or ${percent(HEEDED)}, the bounds between question, both and reasoning`,
    ];
  }
  return ruling.by === 'removals' ? ['another prompt\u2019s reasoning was not tried (swap)'] : [];
}
