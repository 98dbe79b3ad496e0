import { WITHOUT } from '../headline.ts';
import { percent, range } from '../numbers.ts';
import { type OverviewRow, relianceOf, removedOf } from './row.ts';

/** How to read {@link rowSentence}. */
export const SENTENCES_NOTE =
  'Compared is the removal of the reasoning that costs least. Reliance: the share of the accuracy above guessing that it takes, with its interval.';

/** The verdict of a row in figures, as one plain sentence without its subject. */
export function rowSentence(row: OverviewRow): string {
  const own = row.part.estimates['accuracy.own'];
  const removed = removedOf(row);
  if (!own || !removed) return 'accuracy was not measured.';
  const figures =
    `right ${percent(own.mean)} of the time with its own reasoning, ${percent(removed.accuracy.mean)} ` +
    `${WITHOUT[removed.removal]} (guessing: ${percent(row.chance)})`;
  const reliance = relianceOf(row);
  return reliance
    ? `${figures}; reliance ${percent(reliance.mean)} (${range('reliance.minimum', reliance)}).`
    : `${figures}. ${row.part.reason}`;
}
