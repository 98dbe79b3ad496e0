import { answers, ByEstimator, kindestRemoval, type Removal, seedsInWords } from '@vestige/analysis';
import { headlineSentences } from '@vestige/calibration/headline';
import type { CalibrationMetrics } from '@vestige/calibration/report';
import { type Experiment, isBase, type Overview } from '@vestige/experiment';
import { type ImportedMetrics, importedSentences } from '@vestige/imported/headline';
import type { Metrics, OverviewMetrics } from '@vestige/report';
import type { FurtherWhole } from './furtherWholes.ts';
import { inColumns } from './terminal/layout.ts';

const WITHOUT: Readonly<Record<Removal, string>> = {
  now: 'answer at once',
  cut0: 'empty CoT',
  filler: 'filler words',
};

/**
 * What `vestige run` says at the end, a line a condition: its verdict, the accuracy of its most probable answer after its
 * own reasoning and under the removal on which the verdict rests, what its answers follow, and the verdict on each seed where there are several.
 */
export function summary(experiment: Experiment, { conditions }: Metrics): string {
  const rows = Object.entries(conditions).map(
    ([name, { verdict, follows, estimates, bySeed, seeds, leftOut }]) => {
      // A pretrained policy cannot have failed to train.
      const words =
        verdict === 'not trained' && isBase(experiment, name) ? `${verdict} (no accuracy to lose)` : verdict;
      const each = [
        seedsInWords({ bySeed: judged(bySeed), seeds }),
        leftOut.length > 0 ? `seed ${leftOut.join(', ')} never left chance` : '',
      ];
      const figures = accuracies(ByEstimator.from(estimates));
      return ['', name, words, ...figures, `follows ${follows}`, each.filter(Boolean).join('; ')];
    },
  );
  return [`${experiment.title}: ${MEASURE}`, ...inColumns(rows, 'lllllll')].join('\n');
}

const MEASURE = 'accuracy of the most probable answer after its own reasoning, and without';

/** After its own reasoning, and under the kindest removal. */
function accuracies(estimates: ByEstimator<{ readonly mean: number }>): [own: string, without: string] {
  const accuracy = (intervention: 'frozen' | Removal) =>
    threeDigits(estimates.get({ quantity: 'accuracy', intervention }));
  const removal = kindestRemoval(estimates);
  if (!removal) return [`own ${accuracy('frozen')}`, 'without –'];
  const mass = estimates.get({ quantity: 'mass', intervention: removal });
  const silent = mass && !answers(mass.mean) ? `; does not answer: mass ${mass.mean.toFixed(2)}` : '';
  return [`own ${accuracy('frozen')}`, `without ${accuracy(removal)} (${WITHOUT[removal]}${silent})`];
}

function threeDigits(estimate: { readonly mean: number } | undefined): string {
  return estimate?.mean.toFixed(3) ?? '–';
}

function judged(bySeed: Metrics['conditions'][string]['bySeed']) {
  return Object.fromEntries(Object.entries(bySeed).map(([seed, verdict]) => [seed, { verdict }]));
}

/** The same of an overview, a line a row of it, with the reliance. */
export function overviewSummary(overview: Overview, { rows }: OverviewMetrics): string {
  const lines = rows.map(({ label, verdict, agreement, ...row }) => {
    const estimates = ByEstimator.from(row.estimates);
    const reliance = threeDigits(estimates.get({ quantity: 'reliance', part: 'minimum' }));
    const seeds =
      agreement.of < 2 ? '' : `${agreement.verdict} in ${agreement.count} of ${agreement.of} seeds`;
    return ['', label, verdict, ...accuracies(estimates), `reliance ${reliance}`, seeds];
  });
  return [
    `${overview.title}: ${MEASURE} by the removal that costs least`,
    ...inColumns(lines, 'lllllll'),
  ].join('\n');
}

/** The same of a calibration: how often verdicts are right, and how many intervals hold the truth. Of imported runs, what they reinforced. */
export function furtherSummary(further: FurtherWhole, metrics: unknown): string {
  if (further.kind === 'imported') {
    return [further.file.title, ...told(importedSentences(metrics as ImportedMetrics))].join('\n');
  }
  const { title, prompts } = further.file;
  const { seeds } = metrics as CalibrationMetrics;
  return [
    `${title}: ${seeds} seeds of ${Math.max(...prompts)} prompts`,
    ...told(headlineSentences(metrics as CalibrationMetrics)),
  ].join('\n');
}

const told = (sentences: readonly string[]) => sentences.map((sentence) => `  ${sentence}`);
