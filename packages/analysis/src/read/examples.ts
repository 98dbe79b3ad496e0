import type { RandomStream } from '@vestige/random';
import type { Example, SplitThought } from '../analysis.ts';
import type { CheckpointRows } from './checkpoints.ts';

/** Rollouts shown of each condition. */
const EXAMPLE_COUNT = 10;

/** Ten rollouts drawn at random, not picked: as many of each seed's policy as of the others. */
export function chooseExamples(
  finals: readonly CheckpointRows[],
  streamOf: (seed: number) => RandomStream,
  units: SplitThought | undefined,
): Example[] {
  return finals.flatMap((final, i) => {
    const share = Math.floor(EXAMPLE_COUNT / finals.length) + (i < EXAMPLE_COUNT % finals.length ? 1 : 0);
    const measured = final.prompts.flatMap((rows, p) => (rows.has('own') ? [p] : []));
    const chosen = streamOf(final.seed)
      .shuffled(measured)
      .slice(0, share)
      .sort((a, b) => a - b);
    return chosen.map((p) => exampleOf(final, p, units));
  });
}

function exampleOf(final: CheckpointRows, at: number, units: SplitThought | undefined): Example {
  const rows = final.prompts[at]!;
  const own = rows.get('own')![0]!;
  const answerTo = (intervention: string) => rows.get(intervention)?.[0]?.answer ?? null;
  const thought = own.thought ?? '';
  return {
    seed: final.seed,
    problemId: final.promptIds[at]!,
    question: own.question,
    thought,
    units: (units?.(thought) ?? []).map(({ start, end, kind }) => ({ start, end, kind })),
    answer: answerTo('own'),
    label: own.label,
    right: own.right,
    frozen: answerTo('frozen'),
    now: answerTo('now'),
    flip: answerTo('flip'),
  };
}
