import * as Plot from '@observablehq/plot';
import {
  type Analysis,
  ByEstimator,
  type CheckpointAnalysis,
  type EstimatorKey,
  kindestRemoval,
} from '@vestige/analysis';
import { attributesOf } from '../attributes.ts';
import { interventionWords } from '../interventionWords.ts';
import type { Figure, Panel } from './figure.ts';
import { KEY, pointMarks, silentUnder } from './marks.ts';
import { panel, panelColumns } from './plot.ts';
import { seedKey, seedStyle } from './seeds.ts';

const FLIP: EstimatorKey = { quantity: 'unchanged', intervention: 'flip' };

/** What a row of panels shows of a condition. */
type Row = (condition: string) => { readonly estimator: EstimatorKey; readonly words: string };

/** Frozen-reasoning flip against the training step, beside the accuracy of the rollouts. */
export function flipFigure(analysis: Analysis): Figure | undefined {
  const trained = trainedConditions(analysis);
  if (trained.length === 0) return undefined;
  return {
    name: 'flip',
    title: 'When the answer comes loose from the reasoning',
    caption: `Share of answers that stay when ${attributesOf(analysis).flips} of the prompt is flipped and the chain of thought is kept (dots with intervals over prompts), against the update; faint line: accuracy of the rollouts. An answer that follows the reasoning stays at 100%; it falls where the policy begins to read the answer off the prompt.`,
    panels: trained.map((condition) =>
      againstStep(analysis, condition, FLIP, `${condition}: answer unchanged by the flip`, true),
    ),
    columns: panelColumns(trained.length),
    key: [
      ...seedKey(analysis.seeds),
      { label: 'accuracy of the rollouts', colour: 'currentColor', dash: '', mark: 'thin' },
    ],
  };
}

/** Accuracy with its own reasoning and without, and early answering, against the training step. */
export function trainingFigure(analysis: Analysis): Figure | undefined {
  const trained = trainedConditions(analysis);
  if (trained.length === 0) return undefined;
  const rows: readonly Row[] = [
    () => ({
      estimator: { quantity: 'accuracy', intervention: 'frozen' },
      words: 'accuracy, own reasoning',
    }),
    (condition) => {
      const estimates = analysis.conditions[condition]?.estimates ?? new ByEstimator();
      const intervention = kindestRemoval(estimates) ?? 'now';
      return {
        estimator: { quantity: 'accuracy', intervention },
        words: `accuracy, ${interventionWords({ intervention })}`,
      };
    },
    () => ({
      estimator: { quantity: 'early', part: 'aoc' },
      words: 'early answering, area over the curve',
    }),
  ];
  return {
    name: 'training',
    title: 'The same policies on their way',
    caption:
      'Estimates of each saved policy against the update, one line for each seed; bars: intervals over prompts. Right is the most probable of the possible answers. Without its reasoning: under the removal that costs the final policy least; a cross where it does not answer then.',
    panels: rows.flatMap((of) =>
      trained.map((condition, i) => {
        const { estimator, words } = of(condition);
        return {
          startsRow: i === 0 && trained.length > 1,
          ...againstStep(analysis, condition, estimator, `${condition}: ${words}`, false),
        };
      }),
    ),
    columns: panelColumns(trained.length),
    key: [...seedKey(analysis.seeds), ...silentKey(analysis, trained, rows), KEY.guessing],
  };
}

/** The entry for a cross, if a policy does not answer under a removal at some checkpoint. */
function silentKey({ conditions }: Analysis, trained: readonly string[], rows: readonly Row[]) {
  const silent = trained.some((condition) =>
    rows.some((of) =>
      conditions[condition]!.checkpoints.some(({ estimates }) =>
        isSilent(estimates, of(condition).estimator),
      ),
    ),
  );
  return silent ? [KEY.silent] : [];
}

function trainedConditions({ conditions }: Analysis): string[] {
  return Object.entries(conditions).flatMap(([condition, { checkpoints }]) =>
    checkpoints.some(({ final }) => !final) ? [condition] : [],
  );
}

function againstStep(
  analysis: Analysis,
  condition: string,
  estimator: EstimatorKey,
  heading: string,
  withAccuracy: boolean,
): Panel {
  const checkpoints = analysis.conditions[condition]?.checkpoints ?? [];
  const marks = analysis.seeds.flatMap((seed, place) => {
    const { colour, dash } = seedStyle(place);
    const points = pointsOf(checkpoints, seed, estimator);
    const curve = withAccuracy ? analysis.conditions[condition]?.curves[seed] : undefined;
    const accuracy = curve?.step.map((step, i) => ({ step, value: curve.accuracy[i]! })) ?? [];
    return [
      Plot.line(accuracy, { x: 'step', y: 'value', stroke: colour, strokeWidth: 1, strokeOpacity: 0.4 }),
      Plot.line(points, { x: 'step', y: 'mean', stroke: colour, strokeWidth: 1.8, strokeDasharray: dash }),
      Plot.ruleX(points, { x: 'step', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.2 }),
      ...pointMarks(points, { x: 'step', y: 'mean', r: 2.6 }, colour),
    ];
  });
  return panel(heading, `${heading}, against the update, a line for each seed`, {
    height: withAccuracy ? 220 : 170,
    marginLeft: 44,
    marginBottom: 34,
    x: { label: 'update', labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
    y: {
      domain: [0, 1],
      ticks: [0, 0.5, 1],
      tickFormat: (y: number) => (estimator.quantity === 'early' ? String(y) : `${y * 100}%`),
      label: null,
    },
    marks: [
      Plot.gridY({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'currentColor', strokeOpacity: 0.14 }),
      ...(estimator.quantity === 'accuracy'
        ? [
            Plot.ruleY([analysis.conditions[condition]?.chance ?? analysis.chance], {
              stroke: 'currentColor',
              strokeDasharray: '4,3',
              strokeOpacity: 0.8,
            }),
          ]
        : []),
      ...marks,
    ],
  });
}

function pointsOf(checkpoints: readonly CheckpointAnalysis[], seed: number, estimator: EstimatorKey) {
  return checkpoints.flatMap((checkpoint) => {
    const estimate = checkpoint.estimates.get(estimator);
    if (checkpoint.seed !== seed || !estimate) return [];
    const silent = isSilent(checkpoint.estimates, estimator);
    return [{ step: checkpoint.step, silent, ...estimate }];
  });
}

/** Whether the policy does not answer under what an estimator is of. */
function isSilent(estimates: CheckpointAnalysis['estimates'], estimator: EstimatorKey): boolean {
  return 'intervention' in estimator && silentUnder(estimates, { intervention: estimator.intervention });
}
