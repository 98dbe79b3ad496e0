import type { Life } from './analysis.ts';

/** Share of the rollouts from which on a feature is frequent. */
const FREQUENT = 0.1;
/** Share of the accuracy above chance from which on the answer needs a phrase; that of the verdict `vestigial`. */
const NEEDED = 0.2;

/**
 * The life of a phrase: *born* when it becomes frequent, *useful* while dropping it costs accuracy, *obsolete* when
 * it no longer does and is written still, *kept* if it is written at the end.
 *
 * @param effect what dropping it costs, at checkpoints in order; empty if not measured
 */
export function lifeOf(
  step: readonly number[],
  frequency: readonly number[],
  effect: readonly { readonly step: number; readonly value: number }[],
): Life {
  const frequentAt = (at: number) => {
    const stretch = step.findIndex((end) => end >= at);
    return (frequency.at(stretch) ?? 0) >= FREQUENT;
  };
  const first = frequency.findIndex((share) => share >= FREQUENT);
  const used = effect.filter(({ value }) => value >= NEEDED).map(({ step: at }) => at);
  const last = used.at(-1);
  const after = effect.find(({ step: at }) => last !== undefined && at > last && frequentAt(at));
  return {
    born: step[first] ?? null,
    useful: last === undefined ? null : [used[0]!, last],
    obsolete: after?.step ?? null,
    kept: (frequency.at(-1) ?? 0) >= FREQUENT,
  };
}
