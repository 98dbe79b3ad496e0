import * as Plot from '@observablehq/plot';
import type { Analysis } from '@vestige/analysis';
import { attributesOf } from '../attributes.ts';
import { withGroups } from '../headline.ts';
import { intervalText, percent } from '../numbers.ts';
import { ACCENT, REFERENCE } from './colours.ts';
import type { Figure } from './figure.ts';
import { KEY, type KeyEntry, meanMarks, seedMarks } from './marks.ts';
import { panel } from './plot.ts';

const EFFECTS = ['total', 'direct', 'indirect'] as const;
const keyOf = (part: (typeof EFFECTS)[number]) => ({ quantity: 'mediation', part }) as const;

/** Marks of the effects: the total is what the others are held against. */
const STYLE = {
  total: { colour: REFERENCE, kind: 'changed' },
  direct: { colour: ACCENT, kind: 'changed' },
  indirect: { colour: ACCENT, kind: 'changed' },
} as const;
const KEYS: readonly KeyEntry[] = [
  { label: 'total effect', colour: REFERENCE, dash: '', mark: 'changed' },
  { label: 'a part of it', colour: ACCENT, dash: '', mark: 'changed' },
];

/** Total effect, of any condition, below which there is nothing to mediate. */
const CLEAR_EFFECT = 0.02;

/** Total, natural direct and natural indirect effect of what a flip changes, a panel a condition and kind of prompt. */
export function mediationFigure(analysis: Analysis): Figure | undefined {
  const { flips } = attributesOf(analysis);
  const parts = withGroups(analysis).filter(([, { estimates }]) =>
    EFFECTS.some((part) => estimates.get(keyOf(part))),
  );
  const clear = parts.some(([, { estimates }]) =>
    EFFECTS.some((part) => Math.abs(estimates.get(keyOf(part))?.mean ?? 0) >= CLEAR_EFFECT),
  );
  if (!clear) return undefined;
  const measured = EFFECTS.filter((part) => parts.some(([, { estimates }]) => estimates.get(keyOf(part))));
  const panels = parts.map(([name, { estimates }]) => {
    const rows = measured.flatMap((words) => {
      const estimate = estimates.get(keyOf(words));
      return estimate
        ? [
            {
              words,
              ...estimate,
              ...STYLE[words],
              told: `${percent(estimate.mean)} (${intervalText('mediation', estimate)})`,
            },
          ]
        : [];
    });
    const negative = rows.some(({ low }) => low < -0.1);
    const ticks = negative ? [-1, -0.5, 0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1];
    const seeds = rows.flatMap(({ words, bySeed }) =>
      analysis.seeds.length > 1 ? Object.values(bySeed).map((value) => ({ words, value })) : [],
    );
    return panel(name, `${name}: ${rows.map(({ words, told }) => `${words} effect ${told}`).join(', ')}`, {
      height: 46 + 24 * measured.length,
      marginLeft: 60,
      marginBottom: 30,
      x: {
        domain: [negative ? -1 : -0.1, 1],
        ticks,
        tickFormat: (x: number) => percent(x).replace('.0', ''),
        label: null,
      },
      y: {
        domain: measured,
        label: null,
        tickSize: 0,
        type: 'point',
        padding: 0.6,
      },
      marks: [
        Plot.gridX({ ticks, stroke: 'currentColor', strokeOpacity: 0.14 }),
        Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
        seedMarks(seeds, 'words'),
        ...meanMarks(rows, 'words'),
      ],
    });
  });
  return {
    name: 'mediation',
    title: 'Through the reasoning, or past it',
    caption: `How much more often the answer is the one right for the flipped prompt, when ${flips} is flipped: in prompt and reasoning (total), in the prompt alone with the reasoning kept (natural direct effect), in the reasoning alone with the prompt kept (natural indirect effect). Where the reasoning carries the answer, the indirect effect is the total; where it does not, the direct effect is.`,
    panels,
    columns: 3,
    key: [...KEYS, ...(analysis.seeds.length > 1 ? [KEY.seeds] : [])],
  };
}
