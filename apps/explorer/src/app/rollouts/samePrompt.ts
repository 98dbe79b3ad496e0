import type { RolloutTable } from '../rolloutTable.ts';

/** Rows of the same run with the same question, by update; what was written for evaluation comes after training. */
export function samePrompt(table: RolloutTable, row: number): number[] {
  const { rows, run, step, evaluation } = table;
  const found: number[] = [];
  for (let other = 0; other < rows; other++) {
    if (run[other] === run[row] && questionsAreEqual(table, row, other)) found.push(other);
  }
  return found.sort((a, b) => step[a]! - step[b]! || evaluation[a]! - evaluation[b]! || a - b);
}

/**
 * So many items, spread evenly from the first to the last, of which one is kept in any case.
 *
 * @param most at least 2
 */
export function thinned(items: readonly number[], most: number, kept: number): number[] {
  if (items.length <= most) return [...items];
  const chosen = Array.from({ length: most }, (_, i) => Math.round((i * (items.length - 1)) / (most - 1)));
  const at = items.indexOf(kept);
  // The one that is kept takes the place of its nearest neighbour.
  const nearest = chosen.reduce((best, place) => (Math.abs(place - at) < Math.abs(best - at) ? place : best));
  return chosen.map((place) => items[place === nearest ? at : place]!);
}

function questionsAreEqual({ question }: RolloutTable, a: number, b: number): boolean {
  const { offsets, values } = question.ids;
  const [start, from] = [offsets[a]!, offsets[b]!];
  const length = offsets[a + 1]! - start;
  if (offsets[b + 1]! - from !== length) return false;
  for (let i = 0; i < length; i++) if (values[start + i] !== values[from + i]) return false;
  return true;
}
