import type { Absent, Interval, PhraseVerdict, Verdict } from './analysis.ts';
import { percent } from './percent.ts';
import { VESTIGIAL } from './thresholds.ts';
import { judge } from './verdict.ts';

/** Prompts below which nothing is said of a type of phrase. */
const ENOUGH = 50;

/**
 * Verdicts of the types of phrases, each with one sentence that gives what dropping one costs, and what the verdict
 * rests on where that is something else. They rest on `needs.<type>`, the least of
 * `reliance.drop.<type>` (what dropping one phrase of the type costs) and of the removals of the whole: an answer
 * that survives without any phrase needs none, so a loss under a dropped phrase is then confusion.
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
 * since a good policy writes the same phrase again. So it only holds a verdict back.
 */
export function phraseVerdicts(
  whole: Verdict,
  estimates: Readonly<Record<string, Interval>>,
  absent: Absent,
  prompts: ReadonlyMap<string, number>,
): Record<string, PhraseVerdict> {
  const needs = [...prompts.keys()].sort().flatMap((type) => {
    const known = estimates[`needs.${type}`] ?? absent[`needs.${type}`];
    return known === undefined ? [] : [[type, known] as const];
  });
  const accounted =
    whole === 'vestigial' ||
    whole === 'filler-token' ||
    needs.some(
      ([, known]) => typeof known !== 'string' && ['load-bearing', 'partly used'].includes(judge(known)),
    );
  return Object.fromEntries(
    needs.map(([type, known]) => {
      const count = prompts.get(type)!;
      const decide = (verdict: Verdict, reason: string) =>
        [type, { verdict, reason: `${reason}.`, prompts: count }] as const;
      if (whole === 'not trained') return decide(whole, 'There is no accuracy to lose');
      if (count < ENOUGH) return decide('undecided', `It was dropped on ${count} prompts only`);
      if (typeof known === 'string') return decide('undecided', `What dropping one costs ${known}`);
      const cost = costOf(known, estimates[`reliance.drop.${type}`]);
      const verdict = judge(known);
      if (verdict !== 'vestigial') return decide(verdict, cost);
      const moved = estimates[`importance.resample.${type}`];
      if (moved && moved.high > VESTIGIAL) {
        return decide(
          'undecided',
          `${cost}; but resampled from there on, its answer moves by ${percent(moved.mean)}, by the phrase or by those after it`,
        );
      }
      if (whole === 'filler-token') {
        return decide(whole, `${cost}; of the whole, too, the words are not needed and the presence is`);
      }
      if (!accounted) {
        return decide(
          'undecided',
          `${cost}; but no type of phrase is found to carry the accuracy that the whole does, so phrases may stand in for each other`,
        );
      }
      return decide(verdict, cost);
    }),
  );
}

/** What dropping one phrase costs, and the least of that and the removals of the whole, where it is less. */
function costOf(needs: Interval, dropped: Interval | undefined): string {
  const share = ({ mean, low, high }: Interval) => `${percent(mean)} (${percent(low)} to ${percent(high)})`;
  if (!dropped) return `Without any of its reasoning it loses ${share(needs)} of its accuracy above chance`;
  const alone = `Without one phrase of the type it loses ${share(dropped)} of its accuracy above chance`;
  if (needs.mean >= dropped.mean) return alone;
  return `${alone}, and ${share(needs)} without any of its reasoning, by the kindest removal`;
}
