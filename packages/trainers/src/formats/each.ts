import type { Draft } from '../draft.ts';
import { RecordError } from '../importError.ts';

/** The rollout of each item of a record, or why it is none: one that is wrong costs the others nothing. */
export function draftOfEach<Item>(
  items: readonly Item[],
  draftOfItem: (item: Item, i: number) => Draft,
): (Draft | RecordError)[] {
  return items.map((item, i) => {
    try {
      return draftOfItem(item, i);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return error;
    }
  });
}
