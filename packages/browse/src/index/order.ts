/** Places in the order of some value. */
export interface Order {
  /** Smallest value first, those without one at the end; equal ones in their own order. */
  readonly places: Uint32Array;
  /** How many have a value. */
  readonly known: number;
}

/** Sorts places by a value, NaN for none: by its rank, since typed arrays sort fast and there are few values or many. */
export function orderBy(places: Uint32Array, valueAt: (place: number) => number): Order {
  const values = Float64Array.from(places, valueAt);
  const distinct = distinctOf(values);
  const missing = distinct.length;
  const ranks = Uint32Array.from(values, (value) =>
    Number.isNaN(value) ? missing : rankOf(distinct, value),
  );
  const begins = new Uint32Array(missing + 2);
  for (const rank of ranks) begins[rank + 1]!++;
  for (let rank = 0; rank <= missing; rank++) begins[rank + 1]! += begins[rank]!;
  const known = begins[missing]!;
  const sorted = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) sorted[begins[ranks[i]!]!++] = places[i]!;
  return { places: sorted, known };
}

function distinctOf(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  let count = 0;
  for (const value of sorted) {
    if (Number.isNaN(value)) break;
    if (count === 0 || value !== sorted[count - 1]) sorted[count++] = value;
  }
  return sorted.subarray(0, count);
}

function rankOf(distinct: Float64Array, value: number): number {
  let [low, high] = [0, distinct.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distinct[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Some of the places that are chosen, in an order, after the first `offset` of them. */
export function pageOf(
  { places, known }: Order,
  descending: boolean,
  chosen: Uint8Array,
  offset: number,
  size: number,
): number[] {
  const page: number[] = [];
  let left = offset;
  for (let i = 0; i < places.length && page.length < size; i++) {
    const place = places[descending && i < known ? known - 1 - i : i]!;
    if (chosen[place] === 0) continue;
    if (left > 0) left--;
    else page.push(place);
  }
  return page;
}
