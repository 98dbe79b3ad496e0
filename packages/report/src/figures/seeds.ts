/**
 * Colours of seeds, none of them that of a policy left alone or changed (`ACCENT`, `REFERENCE`): told apart by
 * colour-blind readers with their dashes, contrast above 3 on white and on near-black.
 */
const COLOURS = ['#2a9d6f', '#b0579a', '#9a7b00', '#5b6b8c', '#1a95a8', '#a0705a'];
const DASHES = ['', '6,3', '2,3', '8,3,2,3', '12,4', '4,6'];

/** Colour and dash of a seed, by its place among the seeds. */
export function seedStyle(place: number): { readonly colour: string; readonly dash: string } {
  return { colour: COLOURS[place % COLOURS.length]!, dash: DASHES[place % DASHES.length]! };
}

/** Key of the seeds. */
export function seedKey(seeds: readonly number[]) {
  return seeds.map((seed, place) => ({ label: `seed ${seed}`, ...seedStyle(place) }));
}
