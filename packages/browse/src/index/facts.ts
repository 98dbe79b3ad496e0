import { BOUNDARIES } from '@vestige/rollouts';
import type { Facts } from '../answers.ts';
import { fillAdvantages } from './advantages.ts';
import { type Columns, NOT_KNOWN, stepAt } from './columns.ts';
import type { Part } from './parts.ts';

/**
 * What can be asked for of some rollouts; gives them the advantages that their trainer did not.
 *
 * @param stops numbers of reasons why completions end
 */
export function factsOf(
  parts: readonly Part[],
  places: Uint32Array,
  columns: Columns,
  stops: ReadonlyMap<string, number>,
): Facts {
  const runs = [...new Set(parts.map(({ source }) => source.run))].map((name) => {
    const own = parts.filter(({ source }) => source.run === name);
    const trained = own.filter(({ source }) => source.kind === 'train');
    const rollouts = own.reduce((sum, { rows }) => sum + rows, 0);
    return { name, rollouts, advantage: fillAdvantages(columns, trained) };
  });
  const seen = { boundary: new Set<number>(), stop: new Set<number>(), right: new Set<number>() };
  for (const place of places) {
    seen.boundary.add(columns.boundary[place]!);
    seen.stop.add(columns.stop[place]!);
    seen.right.add(columns.right[place]!);
  }
  return {
    ...{ rollouts: places.length, runs },
    kinds: [...new Set(parts.map(({ source }) => source.kind))],
    boundaries: BOUNDARIES.filter((_, i) => seen.boundary.has(i)),
    stops: [...stops].filter(([, id]) => seen.stop.has(id)).map(([name]) => name),
    ranges: {
      step: rangeOf(places, stepAt(columns)),
      reward: rangeOf(places, (place) => columns.reward[place]!),
      advantage: rangeOf(places, (place) => columns.advantage[place]!),
      length: rangeOf(places, (place) => columns.length[place]!),
    },
    right: [...seen.right].some((right) => right !== NOT_KNOWN),
  };
}

function rangeOf(places: Uint32Array, valueAt: (place: number) => number): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const place of places) {
    const value = valueAt(place);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
