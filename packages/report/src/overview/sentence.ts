import { seedsInWords } from '@vestige/analysis';
import { headlineFigures } from '../headline.ts';
import { intervalText, percent } from '../numbers.ts';
import { type OverviewRow, relianceOf } from './row.ts';

/** How to read {@link rowSentence}. */
export const SENTENCES_NOTE =
  'Compared is the removal of the reasoning that costs least. Reliance: the share of the accuracy above guessing that it takes, with its interval.';

/** The verdict of a row in figures, as plain sentences without their subject. */
export function rowSentence(row: OverviewRow): string {
  const figures = headlineFigures(row.part, row.chance).replace(/\.$/, '');
  const reliance = relianceOf(row);
  if (!reliance) return `${figures}. ${row.part.reason}`;
  const words = seedsInWords({ bySeed: row.part.bySeed, seeds: row.seeds });
  return `${figures}; reliance ${percent(reliance.mean)} (${intervalText('reliance', reliance)})${words ? `; ${words}` : ''}.`;
}
