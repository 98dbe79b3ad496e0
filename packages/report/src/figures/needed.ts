import { type Analysis, type Estimate, type EstimatorKey, LOAD_BEARING, VESTIGIAL } from '@vestige/analysis';
import { withGroups } from '../headline.ts';
import { interventionWords } from '../interventionWords.ts';
import { intervalText, percent } from '../numbers.ts';
import { ACCENT } from './colours.ts';
import type { Figure } from './figure.ts';
import { KEY } from './marks.ts';
import { type PanelRow, rowsPanel, SHARES } from './rows.ts';

const PLACES = ['dropEarly', 'dropMiddle', 'dropLate'] as const;

/** What the answer needs of the reasoning, by type of phrase and by place, a panel a condition and kind of prompt. */
export function neededFigure(analysis: Analysis): Figure | undefined {
  const panels = withGroups(analysis).flatMap(([name, part]) => {
    // Where there is no accuracy to lose, no part of it is needed, and none is not.
    if (part.verdict === 'not trained') return [];
    const types = [...part.estimates]
      .flatMap(([key, estimate]) =>
        key.quantity === 'needs' ? [rowOf('by type', key.unit, key, estimate)] : [],
      )
      .sort((a, b) => (a.label < b.label ? -1 : 1));
    const places = PLACES.flatMap((intervention) => {
      const key = { quantity: 'reliance', intervention } as const;
      const estimate = part.estimates.get(key);
      const label = interventionWords({ intervention }).replace('dropped ', '');
      return estimate ? [rowOf('by place', label, key, estimate)] : [];
    });
    const rows = [...types, ...places];
    if (types.length < 2 && places.length === 0) return [];
    const told = rows.map(({ label, told }) => `${label} ${told}`).join(', ');
    return [
      rowsPanel(name, `${name}: ${told}`, rows, {
        ...SHARES,
        marginTop: 24,
        zones: [
          { from: 0, to: VESTIGIAL, label: 'not needed' },
          { from: VESTIGIAL, to: LOAD_BEARING, label: 'partly' },
          { from: LOAD_BEARING, to: 1, label: 'needed' },
        ],
      }),
    ];
  });
  if (panels.length === 0) return undefined;
  return {
    name: 'needed',
    title: 'Which part of it is needed',
    caption:
      'Share of the accuracy above guessing that is lost without a part of the chain of thought, with the bounds of the verdicts. By type: without all phrases of a type, on prompts that have one, or under a removal of the whole if that costs less. By place: without one phrase of the first, middle or last third.',
    panels,
    columns: 3,
    key: [KEY.mean],
  };
}

function rowOf(
  group: string,
  label: string,
  { quantity }: EstimatorKey,
  estimate: Estimate,
): PanelRow & { readonly told: string } {
  const { mean, low, high } = estimate;
  const told = `${percent(mean)} (${intervalText(quantity, estimate)})`;
  return { group, label, told, dots: [{ mean, low, high, colour: ACCENT }] };
}
