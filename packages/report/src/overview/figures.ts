import { type Interval, type Intervention, LOAD_BEARING, VESTIGIAL } from '@vestige/analysis';
import { ACCENT, REFERENCE } from '../figures/colours.ts';
import { EARLY_ANSWERING_CAPTION, earlyAnsweringPanel } from '../figures/earlyAnswering.ts';
import type { Figure } from '../figures/figure.ts';
import { type PanelRow, type RowDot, rowsPanel, SHARES } from '../figures/rows.ts';
import { interventionWords } from '../interventionWords.ts';
import { decimal, percent } from '../numbers.ts';
import { byVerdict, type OverviewRow, relianceOf, removedOf } from './row.ts';

const WIDE = 420;
/** Height of the names of the verdicts above their stretches of the axis. */
const HEAD = 24;

/** The pictures of an overview; those that the rows have no data for are absent. */
export function drawOverview(rows: readonly OverviewRow[]): [Figure, ...Figure[]] {
  const ordered = byVerdict(rows);
  const others = [
    interventionsFigure(ordered),
    earlyAnsweringFigure(ordered),
    effectsFigure(ordered),
    lengthFigure(ordered),
  ];
  return [relianceFigure(ordered), ...others.filter((figure) => figure.panels.length > 0)];
}

/** What the verdicts rest on: reliance with the thresholds, and beside it the accuracies it is made of. */
function relianceFigure(rows: readonly OverviewRow[]): Figure {
  const reliance = rowsPanel(
    'Reliance, and the bounds of the verdicts',
    inWords('Reliance', rows, relianceOf, percent),
    panelRows(rows, (row) => dot(relianceOf(row), ACCENT)).map((row) =>
      row.dots.length === 0 ? { ...row, note: 'no accuracy to lose' } : row,
    ),
    {
      ...SHARES,
      ticks: [0, VESTIGIAL, LOAD_BEARING, 1],
      width: WIDE,
      rowHeight: 24,
      marginTop: HEAD,
      zones: [
        { from: 0, to: VESTIGIAL, label: 'vestigial' },
        { from: VESTIGIAL, to: LOAD_BEARING, label: 'partly used' },
        { from: LOAD_BEARING, to: 1, label: 'load-bearing' },
      ],
    },
  );
  const own = ({ part }: OverviewRow) => part.estimates.get({ quantity: 'accuracy', intervention: 'frozen' });
  const removed = (row: OverviewRow) => removedOf(row)?.accuracy;
  const accuracy = rowsPanel(
    'Accuracy with its own reasoning, and without',
    [inWords('Own reasoning', rows, own, percent), inWords('Without', rows, removed, percent)].join('; '),
    panelRows(rows, (row) => [...dot(own(row), REFERENCE, true), ...dot(removed(row), ACCENT)]),
    { ...SHARES, width: WIDE, rowHeight: 24, marginTop: HEAD, joined: true },
  );
  return {
    name: 'reliance',
    title: 'How much rests on the reasoning',
    caption:
      'Left: reliance, the share of the accuracy above chance that is lost under the removal of the reasoning that costs least (an answer at once, the reasoning left empty, or filler words). Bars: intervals over seeds and prompts; a verdict holds only if the whole bar lies on one side of a dashed line. What lies outside 0% to 100%, because an accuracy fell below guessing, is drawn at the end. Right: accuracy of the most probable answer after its own reasoning (orange ring) and under that removal (blue).',
    panels: [reliance, accuracy],
    columns: 2,
    wide: true,
  };
}

const UNCHANGED: readonly Intervention[] = ['swap', 'flip', 'filler', 'cut0', 'cut50', 'cut75'];

function interventionsFigure(rows: readonly OverviewRow[]): Figure {
  const panels = UNCHANGED.flatMap((intervention) => {
    const unchanged = ({ part }: OverviewRow) => part.estimates.get({ quantity: 'unchanged', intervention });
    if (!rows.some(unchanged)) return [];
    const words = `Unchanged: ${interventionWords({ intervention })}`;
    return [
      rowsPanel(
        words,
        inWords(words, rows, unchanged, percent),
        panelRows(rows, (row) => dot(unchanged(row), ACCENT)),
        SHARES,
      ),
    ];
  });
  return {
    name: 'interventions',
    title: 'Answers that stay the same',
    caption:
      'Share of answers equal to the answer after its own reasoning, a panel an intervention. Swapped: the reasoning of another prompt that was answered otherwise; prompt flipped: one attribute of it, which the environment names, is changed and the reasoning kept. An answer that follows the reasoning is unchanged in 0% of swaps and 100% of flips; one that needs none is unchanged by filler words and cuts.',
    panels,
    columns: 3,
  };
}

const AREA = { quantity: 'early', part: 'aoc' } as const;

function earlyAnsweringFigure(rows: readonly OverviewRow[]): Figure {
  return {
    name: 'early-answering',
    title: 'Early answering',
    caption: `${EARLY_ANSWERING_CAPTION} Area: over the curve.`,
    panels: rows
      .filter(({ part }) => part.estimates.get(AREA))
      .map(({ label, part: { estimates }, ...row }) => {
        const area = decimal(estimates.get(AREA)!.mean, 3);
        return earlyAnsweringPanel(label, `${label}: area ${area}`, { ...row, estimates });
      }),
    columns: 3,
  };
}

function effectsFigure(rows: readonly OverviewRow[]): Figure {
  const effects: [words: string, estimate: (row: OverviewRow) => Interval | undefined][] = [
    [
      'Necessity: probability lost without it',
      (row) => {
        const removed = removedOf(row);
        return removed && row.part.estimates.get({ quantity: 'necessity', intervention: removed.removal });
      },
    ],
    [
      'Indirect effect, through the reasoning',
      ({ part }) => part.estimates.get({ quantity: 'mediation', part: 'indirect' }),
    ],
    [
      'Direct effect, past the reasoning',
      ({ part }) => part.estimates.get({ quantity: 'mediation', part: 'direct' }),
    ],
  ];
  const panels = effects.flatMap(([words, estimate]) =>
    rows.some(estimate)
      ? [
          rowsPanel(
            words,
            inWords(words, rows, estimate, percent),
            panelRows(rows, (row) => dot(estimate(row), ACCENT)),
            SHARES,
          ),
        ]
      : [],
  );
  return {
    name: 'effects',
    title: 'Necessity, and the way that a flipped prompt takes',
    caption:
      'Necessity: how much probability the answer loses under the removal that costs least. Effects of flipping the prompt on the share of answers that are right for the flipped prompt. Indirect: the prompt stays as it was, its reasoning is grown on the flipped one; direct: the prompt is flipped, its reasoning stays as it was. Intervals over seeds and prompts; what is below 0% is drawn at 0%. No dot: not measured.',
    panels,
    columns: 3,
  };
}

function lengthFigure(rows: readonly OverviewRow[]): Figure {
  const length = { quantity: 'length', part: 'cot' } as const;
  const tokens = (row: OverviewRow) => row.part.estimates.get(length);
  const before = (row: OverviewRow) => row.base?.part.estimates.get(length);
  const measured = rows.filter(tokens);
  const longest = Math.max(1, ...measured.flatMap((row) => [tokens(row)?.high ?? 0, before(row)?.high ?? 0]));
  const step = longest > 12 ? 5 : longest > 4 ? 2 : 1;
  const ticks = Array.from({ length: Math.ceil(longest / step) + 1 }, (_, i) => i * step);
  const inTokens = (length: number) => decimal(length, 1);
  return {
    name: 'length',
    title: 'Tokens of reasoning, before and after',
    caption:
      'Mean length of the chain of thought: of the pretrained policy that a row was trained from (orange ring) and of the row itself (blue).',
    panels:
      measured.length === 0
        ? []
        : [
            rowsPanel(
              'Tokens of reasoning',
              `${inWords('Before', rows, before, inTokens)}; ${inWords('after', rows, tokens, inTokens)}`,
              panelRows(measured, (row) => [
                ...dot(before(row), REFERENCE, true),
                ...dot(tokens(row), ACCENT),
              ]),
              {
                domain: [0, ticks.at(-1)!],
                ticks,
                tickFormat: String,
                width: WIDE,
                joined: true,
              },
            ),
          ],
    columns: 1,
    wide: true,
  };
}

function panelRows(rows: readonly OverviewRow[], dots: (row: OverviewRow) => readonly RowDot[]): PanelRow[] {
  return rows.map((row) => ({ label: row.label, group: row.part.verdict, dots: dots(row) }));
}

function dot(interval: Interval | undefined, colour: string, hollow = false): RowDot[] {
  return interval ? [{ mean: interval.mean, low: interval.low, high: interval.high, colour, hollow }] : [];
}

/** A panel for readers who cannot see it. */
function inWords(
  heading: string,
  rows: readonly OverviewRow[],
  estimate: (row: OverviewRow) => Interval | undefined,
  figure: (mean: number) => string,
): string {
  const parts = rows.flatMap((row) => {
    const found = estimate(row);
    return found ? [`${row.label} ${figure(found.mean)}`] : [];
  });
  return `${heading}: ${parts.join(', ')}`;
}
