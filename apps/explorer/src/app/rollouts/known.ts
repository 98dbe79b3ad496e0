import type { Laboratory } from '../laboratory.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import { isControl } from '../tokens/Words.tsx';

/** What there is to filter by. */
export interface Known {
  /** Runs, and conditions with several of them: places joined by commas, and a name. */
  readonly runs: readonly (readonly [string, string])[];
  /** Words of all answers. */
  readonly answers: readonly string[];
  /** Least and greatest update. */
  readonly steps: readonly [number, number];
  /** Tokens of the shortest and of the longest chain of thought. */
  readonly lengths: readonly [number, number];
  /** Whether any rollout was forced. */
  readonly forced: boolean;
  /** Words that can be searched for, as an example. */
  readonly example: string;
}

export function knownOf(laboratory: Laboratory, table: RolloutTable): Known {
  const places = laboratory.manifest.runs.map((_, place) => place);
  const byCondition = Map.groupBy(places, (place) => laboratory.condition(place).name);
  return {
    runs: [...byCondition].flatMap(([condition, runs]) => [
      ...(runs.length > 1 ? [[runs.join(), `${condition}, all seeds`] as const] : []),
      ...runs.map((place) => [String(place), laboratory.runName(place)] as const),
    ]),
    answers: [
      ...new Set(
        places.flatMap((place) => {
          const { answers, vocabulary } = laboratory.environment(place);
          return answers.map((token) => vocabulary[token]!);
        }),
      ),
    ],
    steps: extent(table.step),
    lengths: extent(table.cotLength),
    forced: table.forced.includes(1),
    example: exampleOf(laboratory, table),
  };
}

function extent(values: ArrayLike<number>): [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return [least, greatest];
}

/** The first two words of the first completion. */
function exampleOf(laboratory: Laboratory, { run, completion }: RolloutTable): string {
  const { vocabulary } = laboratory.environment(run[0]!);
  const words = completion.values.subarray(0, completion.offsets[1]).filter((token) => !isControl(token));
  return Array.from(words.subarray(0, 2), (token) => vocabulary[token]).join(' ');
}
