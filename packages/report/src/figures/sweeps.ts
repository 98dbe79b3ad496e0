import * as Plot from '@observablehq/plot';
import {
  ANSWERS_FROM,
  type Analysis,
  type ConditionAnalysis,
  type Estimate,
  type EstimatorKey,
  type Intervention,
  kindestRemoval,
  LOAD_BEARING,
  type QuantityName,
  VESTIGIAL,
} from '@vestige/analysis';
import { attributesOf } from '../attributes.ts';
import { estimateText } from '../numbers.ts';
import { type Sweep, type SweepPoint, sweepTitle } from '../sweeps.ts';
import { mentionWords } from '../words.ts';
import type { Figure, Panel } from './figure.ts';
import { KEY, pointMarks } from './marks.ts';
import { panel } from './plot.ts';
import { seedKey, seedStyle } from './seeds.ts';

/** A quantity that is drawn and tabled against the swept value. */
interface Response {
  readonly words: string;
  /** Says its unit. */
  readonly quantity: QuantityName;
  /** Undefined where it is not measured, or means nothing. */
  of(condition: ConditionAnalysis): Estimate | undefined;
  /** The intervention that it is under. */
  intervention?(condition: ConditionAnalysis): Intervention | undefined;
}

/** What the responses to a sweep are, in the order to show them. */
const responsesTo = (analysis: Analysis): readonly Response[] => [
  response({ quantity: 'accuracy', intervention: 'frozen' }, 'accuracy, own reasoning'),
  {
    words: 'accuracy, kindest removal',
    quantity: 'accuracy',
    of: ({ estimates }) => {
      const removal = kindestRemoval(estimates);
      return removal && estimates.get({ quantity: 'accuracy', intervention: removal });
    },
    intervention: ({ estimates }) => kindestRemoval(estimates),
  },
  {
    words: 'reliance, least of the removals',
    quantity: 'reliance',
    of: ({ verdict, estimates }) =>
      verdict === 'not trained' ? undefined : estimates.get({ quantity: 'reliance', part: 'minimum' }),
  },
  response({ quantity: 'length', part: 'cot' }, 'reasoning, tokens'),
  response({ quantity: 'rate', part: 'mention' }, mentionWords(attributesOf(analysis))),
  response({ quantity: 'unchanged', intervention: 'swap' }, 'unchanged by swapped reasoning', 'swap'),
];

function response(key: EstimatorKey, words: string, intervention?: Intervention): Response {
  const { quantity } = key;
  return { words, quantity, of: ({ estimates }) => estimates.get(key), intervention: () => intervention };
}

/** The responses that were measured on a sweep, each with its estimates, one a point. */
export function responsesOf({ points, input }: Sweep) {
  const conditions = points.map(({ condition }) => input.analysis.conditions[condition]!);
  return responsesTo(input.analysis).flatMap(({ words, quantity, of, intervention }) => {
    const estimates = conditions.map(of);
    /** Probability of all answers together under the intervention, by point. */
    const masses = conditions.map((condition) => {
      const under = intervention?.(condition);
      return under && condition.estimates.get({ quantity: 'mass', intervention: under })?.mean;
    });
    return estimates.some(Boolean) ? [{ words, quantity, estimates, masses }] : [];
  });
}

/** Those worth a look: accuracies, and what is not about the same at every point. */
export function varyingResponsesOf(sweep: Sweep) {
  return responsesOf(sweep).filter(
    ({ quantity, estimates }) => quantity === 'accuracy' || varies(quantity, estimates),
  );
}

/** Spread of a share over a sweep from which on it is drawn. */
const VARIES = 0.02;

/** How to read the figure of any sweep. */
export const SWEEP_CAPTION = `Final policies against the swept value. Dots and bars: mean and interval over seeds and prompts; faint lines and small dots: each seed. Dashed: guessing. Accuracy: the most probable of the possible answers is right. Kindest removal: the one that costs least, on which the verdict rests; a cross where the policy does not answer then. Dotted lines at ${VESTIGIAL * 100}% and ${LOAD_BEARING * 100}% of reliance: the reasoning is vestigial up to the one, load-bearing from the other on. Not drawn: what moves by less than ${VARIES * 100} percentage points, and reliance where there is no accuracy to lose.`;

/** Dose and response: estimates of the points of a sweep against the swept value, a line a seed. */
export function sweepFigure(sweep: Sweep): Figure {
  const { analysis } = sweep.input;
  const responses = varyingResponsesOf(sweep);
  return {
    name: `sweep-${sweep.slug}`,
    title: sweepTitle(sweep),
    caption: SWEEP_CAPTION,
    panels: responses.map((one) => drawResponse(sweep, one)),
    columns: 3,
    key: [
      KEY.mean,
      ...(analysis.seeds.length > 1 ? seedKey(analysis.seeds) : []),
      ...(responses.some(({ masses }) => masses.some(isSilent)) ? [KEY.silent] : []),
      KEY.guessing,
    ],
  };
}

function isSilent(mass: number | undefined): boolean {
  return mass !== undefined && mass < ANSWERS_FROM;
}

function varies(quantity: QuantityName, estimates: readonly (Estimate | undefined)[]): boolean {
  const means = estimates.flatMap((estimate) => estimate?.mean ?? []);
  const largest = Math.max(...means);
  return largest - Math.min(...means) >= VARIES * (quantity === 'length' ? largest : 1);
}

function drawResponse(
  { field, points, input: { analysis } }: Sweep,
  { words, quantity, estimates, masses }: ReturnType<typeof responsesOf>[number],
): Panel {
  const x = axisOf(points);
  // Lines join neighbours on the axis, not in the file.
  const measured = x.ordered.flatMap((point) => {
    const place = points.indexOf(point);
    const estimate = estimates[place];
    const silent = isSilent(masses[place]);
    return estimate ? [{ ...estimate, silent, at: x.at(point), label: point.label }] : [];
  });
  const chance = x.ordered.map((point) => ({
    at: x.at(point),
    chance: analysis.conditions[point.condition]!.chance ?? analysis.chance,
  }));
  const told = measured.map(({ label, mean }) => `${estimateText(quantity, mean)} at ${label}`).join(', ');
  const share = quantity !== 'length';
  return panel(words, `${words}, against ${field}: ${told}`, {
    height: 210,
    marginLeft: 44,
    marginBottom: 40,
    x: { ...x.scale, label: field, labelAnchor: 'center', labelArrow: 'none' },
    y: {
      domain: share ? [0, 1] : [0, largestOf(measured)],
      clamp: true,
      ticks: 5,
      label: null,
      ...(share && { tickFormat: (y: number) => `${Math.round(y * 100)}%` }),
    },
    marks: [
      Plot.gridY({ ticks: 5, stroke: 'currentColor', strokeOpacity: 0.14 }),
      ...(quantity === 'accuracy'
        ? [
            Plot.line(chance, {
              x: 'at',
              y: 'chance',
              stroke: 'currentColor',
              strokeDasharray: '4,3',
              strokeOpacity: 0.8,
            }),
          ]
        : []),
      ...(quantity === 'reliance'
        ? [
            Plot.ruleY([VESTIGIAL, LOAD_BEARING], {
              stroke: 'currentColor',
              strokeDasharray: '1,3',
              strokeOpacity: 0.8,
            }),
          ]
        : []),
      ...analysis.seeds.flatMap((seed, place) => {
        const { colour, dash } = seedStyle(place);
        const line = measured.flatMap(({ at, bySeed }) => {
          const value = bySeed[seed];
          return value === undefined ? [] : [{ at, value }];
        });
        // Beside the mean, which would hide it.
        const beside = analysis.seeds.length > 1 ? line : [];
        return [
          Plot.line(line, {
            x: 'at',
            y: 'value',
            stroke: colour,
            strokeDasharray: dash,
            strokeWidth: 1.3,
            strokeOpacity: 0.65,
          }),
          Plot.dot(beside, { x: 'at', y: 'value', r: 1.8, fill: colour, dx: 7 }),
        ];
      }),
      Plot.ruleX(measured, { x: 'at', y1: 'low', y2: 'high', stroke: 'currentColor', strokeWidth: 2 }),
      ...pointMarks(measured, { x: 'at', y: 'mean', r: 3.5 }, 'currentColor'),
    ],
  });
}

/** Upper end of an axis: room for every seed, and for intervals unless few seeds make them much wider. */
function largestOf(estimates: readonly Estimate[]): number {
  const seeds = Math.max(1, ...estimates.flatMap(({ mean, bySeed }) => [mean, ...Object.values(bySeed)]));
  return Math.min(1.5 * seeds, Math.max(seeds, ...estimates.map(({ high }) => high)));
}

/** Ratio of the largest to the smallest swept number but 0 from which on the axis is spaced evenly. */
const ORDERS_OF_MAGNITUDE = 10;

/** The points as they follow on the axis, and where on it one stands: at its value, or evenly spaced and labelled. */
function axisOf(points: readonly SweepPoint[]) {
  const numbers = points.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const numeric = numbers.length === points.length;
  const ordered = numeric ? [...points].sort((a, b) => Number(a.value) - Number(b.value)) : points;
  const sizes = numbers.map(Math.abs).filter((size) => size > 0);
  if (numeric && Math.max(...sizes) < ORDERS_OF_MAGNITUDE * Math.min(...sizes)) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const room = 0.06 * (high - low);
    const labels = new Map(points.map(({ value, label }) => [value, label]));
    return {
      ordered,
      at: ({ value }: SweepPoint) => value as number,
      scale: {
        domain: [low - room, high + room],
        ticks: [...numbers].sort((a, b) => a - b),
        tickFormat: (x: number) => labels.get(x) ?? '',
      },
    };
  }
  const labels = new Map(points.map(({ condition, label }) => [condition, label]));
  return {
    ordered,
    at: ({ condition }: SweepPoint) => condition,
    scale: {
      type: 'point' as const,
      domain: ordered.map(({ condition }) => condition),
      tickFormat: (condition: string) => labels.get(condition) ?? '',
      padding: 0.4,
    },
  };
}
