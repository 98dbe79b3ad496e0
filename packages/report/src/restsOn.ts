import {
  type Analysis,
  type CheckpointAnalysis,
  type Comparison,
  type Estimate,
  MINIMUM_PROMPTS,
  type PromptsAnalysis,
} from '@vestige/analysis';

/** What a figure rests on, as far as the analysis says. */
interface Resting {
  readonly prompts?: number;
  readonly seeds?: number;
}

/**
 * The analysis without what rests on fewer than {@link MINIMUM_PROMPTS} prompts: such an estimate has no figure, in no
 * table and no picture, and stands among those that are `absent`, with what it rests on. Seeds and checkpoints likewise.
 */
export function onEnough(analysis: Analysis): Analysis {
  return {
    ...analysis,
    conditions: mapped(analysis.conditions, (condition) => ({
      ...restricted(condition, condition.comparisons),
      groups: mapped(condition.groups, (group) => restricted(group)),
      comparisons: Object.fromEntries(
        Object.entries(condition.comparisons).filter(([, comparison]) => enough(comparison)),
      ),
    })),
    checkpoints: mapped(analysis.checkpoints, (all) => all.map(ofCheckpoint)),
  };
}

/** What a figure rests on, in words, such as `2,048 prompts of 4 seeds`; undefined where the analysis does not say. */
export function restsOn({ prompts, seeds }: Resting): string | undefined {
  if (prompts === undefined) return undefined;
  return `${counted(prompts, 'prompt')}${seeds === undefined ? '' : ` of ${counted(seeds, 'seed')}`}`;
}

/** The same as a figure: prompts, and in brackets seeds. */
export function sizeOf({ prompts, seeds }: Resting): string | undefined {
  if (prompts === undefined) return undefined;
  return `${prompts.toLocaleString('en')}${seeds === undefined ? '' : ` (${seeds})`}`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

function restricted<T extends PromptsAnalysis>(
  part: T,
  comparisons: Readonly<Record<string, Comparison>> = {},
): T {
  const estimates = Object.entries(part.estimates);
  const few = [
    ...estimates,
    ...Object.entries(comparisons).map(([name, one]) => [`difference.${name}`, one] as const),
  ].flatMap(([name, one]) => (enough(one) ? [] : [[name, `rests on ${counted(one.prompts!, 'prompt')}`]]));
  return {
    ...part,
    estimates: Object.fromEntries(
      estimates.flatMap(([name, estimate]) => (enough(estimate) ? [[name, bySeedOf(estimate)]] : [])),
    ),
    absent: { ...Object.fromEntries(few), ...part.absent },
  };
}

/** An estimate without the points of its seeds, where each of them has too few prompts. */
function bySeedOf(estimate: Estimate): Estimate {
  const { prompts, seeds } = estimate;
  if (prompts === undefined || seeds === undefined || prompts / seeds >= MINIMUM_PROMPTS) return estimate;
  return { ...estimate, bySeed: {} };
}

function ofCheckpoint(checkpoint: CheckpointAnalysis): CheckpointAnalysis {
  return {
    ...checkpoint,
    estimates: Object.fromEntries(
      Object.entries(checkpoint.estimates).filter(([, estimate]) =>
        enough({ prompts: checkpoint.prompts, ...estimate }),
      ),
    ),
  };
}

function enough({ prompts }: Resting): boolean {
  return prompts === undefined || prompts >= MINIMUM_PROMPTS;
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
