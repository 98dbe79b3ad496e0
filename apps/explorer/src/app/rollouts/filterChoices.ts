import type { PageData } from '../pageData.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import { isControl } from '../words.ts';

/** What there is to filter by. */
export interface FilterChoices {
  /** Runs, and conditions with several of them: places joined by commas, and a name. */
  readonly runs: readonly (readonly [string, string])[];
  /** All answers. */
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

export function filterChoices(pageData: PageData, table: RolloutTable): FilterChoices {
  const places = pageData.manifest.runs.map((_, place) => place);
  const byCondition = Map.groupBy(places, (place) => pageData.condition(place).name);
  return {
    runs: [...byCondition].flatMap(([condition, runs]) => [
      ...(runs.length > 1 ? [[runs.join(), `${condition}, all seeds`] as const] : []),
      ...runs.map((place) => [String(place), pageData.runName(place)] as const),
    ]),
    answers: [...new Set(places.flatMap((place) => pageData.environment(place).answers))],
    steps: extent(table.step),
    lengths: extent(table.cotLength),
    forced: table.forced.includes(1),
    example: exampleOf(table),
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
function exampleOf({ raw }: RolloutTable): string {
  const words = raw.words(0).filter((word) => !isControl(word));
  return words.slice(0, 2).join(' ');
}
