import type { Groups } from '../survey/groups.ts';
import { hash53 } from '../survey/hash.ts';
import { type Layout, LEFT_OUT, THIRDS, type Third } from '../survey/layout.ts';

/** Rollouts of whole problems, and what each of them has. */
export interface Answered {
  readonly clusters: number[];
  readonly groups: number[];
  readonly answers: number[];
  /** Features of each. */
  readonly features: Uint16Array[];
}

/**
 * Chooses the problems of each third in which presence is held against the answer: by hash, until they have as many rollouts
 * as are to be looked at.
 *
 * @returns for a problem and a third whether it is chosen
 */
export function chooseProblems(
  groups: Groups,
  layout: Layout,
  size: number,
): (problem: number, third: Third) => boolean {
  const rollouts = THIRDS.map(() => new Int32Array(groups.problems.length));
  for (const [group, count] of groups.sizes.entries()) {
    const bin = layout.binOfStep[groups.stepOf[group]!]!;
    const third = bin === LEFT_OUT ? null : layout.bins[bin]!.third;
    if (third !== null) rollouts[third]![groups.problemOf[group]!]! += count;
  }
  const order = groups.problems.map((name, i) => [hash53(name, 3), i] as const).sort((a, b) => a[0] - b[0]);
  const chosen = rollouts.map((ofThird) => {
    const flags = new Uint8Array(ofThird.length);
    let total = 0;
    for (const [, problem] of order) {
      if (total >= size) break;
      total += ofThird[problem]!;
      flags[problem] = 1;
    }
    return flags;
  });
  return (problem, third) => chosen[third]![problem] === 1;
}

export function nothingAnswered(): Answered {
  return { clusters: [], groups: [], answers: [], features: [] };
}
