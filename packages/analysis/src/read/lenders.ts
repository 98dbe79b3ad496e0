import type { Quantity } from '../estimators/quantity.ts';
import { type Intervention, isBorrowing } from '../keys/interventions.ts';
import type { CheckpointRows } from './checkpoints.ts';

/** Whom prompts borrowed reasoning from, by quantity that it goes into. */
export interface Lenders {
  /** By intervention that borrows: the place of the prompt whose reasoning each was shown, -1 if none; [prompts]. */
  readonly by: ReadonlyMap<Intervention, Int32Array>;
  /** Interventions of `by` that each quantity reads, [quantities]. */
  readonly read: readonly (readonly Intervention[])[];
}

/** Who lent to whom at a checkpoint, as far as its rows tell: those of a final policy do. */
export function lendersOf({ prompts }: CheckpointRows, quantities: readonly Quantity[]): Lenders {
  const names = new Set(prompts.flatMap((rows) => [...rows.keys()] as Intervention[]).filter(isBorrowing));
  const own = prompts.map((rows) => rows.get('frozen')?.[0]?.thought ?? '');
  const lenderOf = lenderFinder(own);
  const by = new Map(
    [...names].map((name) => [
      name,
      Int32Array.from(prompts, (rows, p) => {
        const thought = rows.get(name)?.[0]?.thought;
        return thought && thought !== own[p] ? lenderOf(thought, p) : -1;
      }),
    ]),
  );
  const read = quantities.map(({ key, of = key.intervention === undefined ? [] : [key.intervention] }) =>
    of.filter((name) => names.has(name)),
  );
  return { by, read };
}

/**
 * Finds the prompt whose own reasoning begins most like a borrowed one: it is that, or goes on from its beginning. Where
 * several wrote the same, each is taken in turn.
 */
function lenderFinder(own: readonly string[]): (thought: string, borrower: number) => number {
  const writers = new Map<string, number[]>();
  for (const [p, thought] of own.entries()) writers.set(thought, [...(writers.get(thought) ?? []), p]);
  const sorted = [...writers.keys()].sort();
  return (thought, borrower) => {
    const at = insertion(sorted, thought);
    const [before = '', after = ''] = [sorted[at - 1], sorted[at]];
    const text = alike(after, thought) >= alike(before, thought) ? after : before;
    if (alike(text, thought) === 0) return -1;
    const those = writers.get(text)!;
    const lender = those.shift()!;
    those.push(lender);
    return lender === borrower ? -1 : lender;
  };
}

/** Number of sorted texts before one. */
function insertion(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Length of what two texts begin with alike. */
function alike(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
