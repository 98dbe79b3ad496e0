import type { Draft } from './draft.ts';
import { ImportError } from './importError.ts';
import type { ImportOptions } from './options.ts';

/** Between a reward and what adds up to it. */
const TOLERANCE = 1e-6;

/** Of what the rewards of a file are made. */
interface PartsRule {
  /** Parts of the reward, each with a column. */
  readonly names: readonly string[];
  /** Makes the metrics of a draft parts of its reward, or further fields. */
  settle(draft: Draft): void;
  /** What is to be known of it, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Decides by the first rollouts of a file of what their rewards are made.
 *
 * @param file what messages call it
 * @param told what is to be known of a reward that is the sum of its parts, unless each has a weight
 * @throws {ImportError} if there are weights, and the reward is in the file
 */
export function decideParts(
  sample: readonly Draft[],
  weights: ImportOptions['weights'],
  file: string,
  told: string | undefined,
): PartsRule {
  const metrics = namesIn(sample.map((draft) => draft.metrics));
  const areParts = sample.every(metricsAddUp);
  const names = namesIn(sample.flatMap((draft) => [draft.parts, ...(areParts ? [draft.metrics] : [])]));
  const weighed = Object.keys(weights);
  if (weighed.length > 0 && sample.some((draft) => !draft.isSummed)) {
    throw new ImportError(`${file}: has a reward beside its parts; expected no option weights`);
  }
  const terms = names.map((part) => (Object.hasOwn(weights, part) ? `${weights[part]} x ${part}` : part));
  const isSummed = names.length > 0 && sample.some((draft) => draft.isSummed);
  const hint = names.every((part) => Object.hasOwn(weights, part)) ? undefined : told;
  const apart = `its metrics ${metrics.join(', ')} do not add up to its reward, and their weights are not in the file: they are in extra; --map column=reward_part makes one a part`;
  return {
    names,
    settle(draft) {
      Object.assign(areParts ? draft.parts : draft.extra, draft.metrics);
    },
    notes: [
      ...(isSummed
        ? [`its reward is the sum of its parts ${terms.join(', ')}${hint ? `; ${hint}` : ''}`]
        : []),
      ...weighed
        .filter((part) => !names.includes(part))
        .map((part) => `its reward has no part ${part}, which the option weights names`),
      ...(areParts ? [] : [apart]),
    ],
  };
}

function namesIn(records: readonly object[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

/** Whether the metrics of a draft, and its parts, are all of its reward; so they are where it has none. */
function metricsAddUp({ metrics, parts, reward }: Draft): boolean {
  const values = [...Object.values(metrics), ...Object.values(parts)];
  if (Object.keys(metrics).length === 0 || reward === null) return true;
  return Math.abs(values.reduce((sum, value) => sum + value, 0) - reward) <= TOLERANCE;
}
