import { z } from 'zod';
import type { ImportedReportInput, ReportedRun } from './input.ts';

const interval = z.strictObject({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  problems: z.number().int().describe('Problems that it rests on.'),
});

const estimate = interval.extend({ p: z.number().nullable() });

const tested = estimate.extend({
  q: z.number().nullable().describe('p adjusted by Benjamini and Hochberg over all features.'),
  discovered: z.boolean(),
});

const dependence = z.strictObject({ within: interval.nullable(), overall: interval.nullable() });

const feature = z.strictObject({
  kind: z.enum(['phrase', 'unit', 'word', 'pattern']),
  name: z.string(),
  frequency: z.strictObject({
    all: z.number(),
    first: z.number().nullable(),
    last: z.number().nullable(),
    change: estimate.nullable(),
  }),
  firstSeen: z.number().nullable(),
  lastSeen: z.number().nullable(),
  fate: z.enum(['appeared', 'grew', 'steady', 'shrank', 'died']).nullable(),
  received: tested.nullable().describe('Covariance with the advantage within prompts, summed over steps.'),
  byPart: z
    .record(z.string(), z.number())
    .describe('Covariance with each part of the reward within prompts, summed over steps.'),
  beyondAnswer: tested.nullable().describe('The part of it among rollouts with the same answer.'),
  withAnswer: estimate.nullable().describe('The part of it that came with the answer.'),
  dependence: z.strictObject({ first: dependence, last: dependence }).nullable(),
});

const run = z.strictObject({
  trainer: z.string(),
  files: z.number().int(),
  rollouts: z.number().int(),
  scored: z.number().int().describe('Rollouts in groups of two and more: what covariances rest on.'),
  alone: z.number().int().describe('Those that were the only one of their problem at their step.'),
  rejected: z.number().int().describe('Records that could not be read.'),
  unreadable: z.number().int().describe('Files that could not be read at all.'),
  boundaries: z
    .record(z.string(), z.number().int())
    .describe('Rollouts by how it is known where the thought ends.'),
  steps: z.strictObject({
    count: z.number().int(),
    first: z.number().nullable(),
    last: z.number().nullable(),
  }),
  problems: z.number().int().describe('Problems with two scored rollouts at one step.'),
  advantage: z.string().nullable().describe('Whose advantages: the trainer’s, or reward less group mean.'),
  tested: z.number().int().describe('Features tested.'),
  discovered: z.number().int(),
  absent: z.array(z.string()).describe('Figures that there are none of, with the reason.'),
  features: z.array(feature).describe('Those discovered first, by reinforcement received, then all others.'),
});

/** `metrics.json` of imported runs. Fields are added, never renamed, within a schema version. */
export const importedMetricsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  imported: z.string().describe('Project that made it.'),
  runs: z.record(z.string(), run),
});

/** {@link importedMetricsSchema} as a type. */
export type ImportedMetrics = z.infer<typeof importedMetricsSchema>;
export type RunMetrics = ImportedMetrics['runs'][string];
export type FeatureMetrics = RunMetrics['features'][number];

/** The figures of a report. */
export function importedMetrics({ project, runs }: ImportedReportInput): ImportedMetrics {
  return {
    schemaVersion: 1,
    imported: project,
    runs: Object.fromEntries(runs.map((one) => [one.name, runMetrics(one)])),
  };
}

function runMetrics({ trainer, files, unreadable, reinforcement }: ReportedRun): RunMetrics {
  const { rollouts, steps, problems, advantage, tested: count, absent, features } = reinforcement;
  const boundaries: Record<string, number> = {};
  for (const file of files) {
    for (const [name, rows] of Object.entries(file.boundaries)) {
      if (rows > 0) boundaries[name] = (boundaries[name] ?? 0) + rows;
    }
  }
  return {
    ...{ trainer, files: files.length, rollouts: rollouts.read },
    ...{ scored: rollouts.scored, alone: rollouts.alone },
    unreadable: unreadable.length,
    rejected: files.reduce((sum, { rejected }) => sum + rejected.count, 0),
    ...{ boundaries, steps, problems, advantage, tested: count },
    discovered: features.filter(({ received }) => received?.discovered).length,
    absent: [...absent],
    features: features.map(
      ({ course: _, alike: __, rollouts: ___, source: ____, ...one }): FeatureMetrics => one,
    ),
  };
}
