import type { FeatureHistory, Milestones } from '../analysis.ts';

/** Share of the rollouts from which on a feature is frequent. */
const FREQUENT = 0.1;
/** Share of the accuracy above chance from which on the answer needs a phrase; that of the verdict `vestigial`. */
const NEEDED = 0.2;

/** Whether a feature was frequent at an update: in the stretch of training that holds it. */
export function frequentAt(
  { step, frequency }: Pick<FeatureHistory, 'step' | 'frequency'>,
  update: number,
): boolean {
  const stretch = step.findIndex((end) => end >= update);
  return (frequency.at(stretch) ?? 0) >= FREQUENT;
}

/**
 * The milestones of a phrase: *born* when it becomes frequent, *useful* while dropping it costs accuracy, *obsolete* when
 * it no longer does and is written still, *kept* if it is written at the end. What dropping a rare phrase costs was
 * measured on few prompts, and does not count.
 *
 * @param effect what dropping it costs, at checkpoints in order; empty if not measured
 */
export function milestonesOf(
  step: readonly number[],
  frequency: readonly number[],
  effect: readonly { readonly step: number; readonly value: number }[],
): Milestones {
  const frequent = (at: number) => frequentAt({ step, frequency }, at);
  const first = frequency.findIndex((share) => share >= FREQUENT);
  const used = effect.flatMap(({ step: at, value }) => (value >= NEEDED && frequent(at) ? [at] : []));
  const last = used.at(-1);
  const after = effect.find(({ step: at }) => last !== undefined && at > last && frequent(at));
  return {
    born: step[first] ?? null,
    useful: last === undefined ? null : [used[0]!, last],
    obsolete: after?.step ?? null,
    kept: (frequency.at(-1) ?? 0) >= FREQUENT,
  };
}
