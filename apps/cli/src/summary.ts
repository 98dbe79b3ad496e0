import { kindestRemoval, type Removal } from '@vestige/analysis';
import { headlineSentences } from '@vestige/calibration/headline';
import type { Calibration } from '@vestige/calibration/options';
import type { CalibrationMetrics } from '@vestige/calibration/report';
import { type Experiment, isBase, type Overview } from '@vestige/experiment';
import type { Metrics, OverviewMetrics } from '@vestige/report';
import { inColumns } from './terminal/layout.ts';

const WITHOUT: Readonly<Record<Removal, string>> = {
  now: 'answer at once',
  cut0: 'empty CoT',
  filler: 'filler words',
};

/**
 * What `vestige run` says at the end, a line a condition: its verdict, its accuracy with its own reasoning, and the
 * accuracy under the removal on which the verdict rests.
 */
export function summary(experiment: Experiment, { conditions }: Metrics): string {
  const rows = Object.entries(conditions).map(([name, { verdict, estimates }]) => {
    // A pretrained policy cannot have failed to train.
    const words =
      verdict === 'not trained' && isBase(experiment, name) ? `${verdict} (no accuracy to lose)` : verdict;
    const removal = kindestRemoval(estimates);
    const figure = (intervention: string) => estimates[`accuracy.${intervention}`]?.mean.toFixed(3) ?? '–';
    const without = removal ? `without ${figure(removal)} (${WITHOUT[removal]})` : 'without –';
    return [name, words, `own ${figure('own')}`, without] as const;
  });
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  return [
    `${experiment.title}: accuracy with its own reasoning, and without`,
    ...rows.map(
      ([name, verdict, own, without]) =>
        `  ${name.padEnd(width(0))}  ${verdict.padEnd(width(1))}  ${own}  ${without}`,
    ),
  ].join('\n');
}

/** The same of an overview, a line a row of it, with the reliance. */
export function overviewSummary(overview: Overview, { rows }: OverviewMetrics): string {
  const lines = rows.map(({ label, verdict, removal, estimates }) => {
    const figure = (estimator: string) => estimates[estimator]?.mean.toFixed(3) ?? '–';
    const without = removal ? `without ${figure(`accuracy.${removal}`)} (${WITHOUT[removal]})` : '';
    return [
      '',
      label,
      verdict,
      `own ${figure('accuracy.own')}`,
      without,
      `reliance ${figure('reliance.minimum')}`,
    ];
  });
  return [
    `${overview.title}: accuracy with its own reasoning, and under the removal that costs least`,
    ...inColumns(lines, 'llllll'),
  ].join('\n');
}

/** The same of a calibration: how often verdicts are right, and how many intervals hold the truth. */
export function calibrationSummary({ title, prompts }: Calibration, metrics: CalibrationMetrics): string {
  return [
    `${title}: ${metrics.seeds} seeds of ${Math.max(...prompts)} prompts`,
    ...headlineSentences(metrics).map((sentence) => `  ${sentence}`),
  ].join('\n');
}
