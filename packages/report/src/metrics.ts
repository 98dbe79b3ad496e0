import type { Analysis, PromptsAnalysis } from '@vestige/analysis';
import { z } from 'zod';

export const estimateSchema = z.strictObject({
  mean: z.number().describe('Point estimate.'),
  low: z.number().describe('Lower end of the confidence interval.'),
  high: z.number().describe('Upper end of the confidence interval.'),
  bySeed: z.record(z.string(), z.number()).describe('Point estimate of each seed, by seed.'),
});

export const verdictSchema = z.enum(['load-bearing', 'partly used', 'vestigial', 'undecided', 'not trained']);
const estimates = z.record(z.string(), estimateSchema).describe('By estimator; see packages/analysis.');
const phrases = z.record(z.string(), verdictSchema).describe('Verdict of each type of phrase.');

/** `metrics.json`: what other tools read. Fields are added, never renamed, within a schema version. */
export const metricsSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    experiment: z.string().describe('Project that made it: the experiment, with its preset.'),
    backend: z.string().describe('Numerics it was computed with.'),
    seeds: z.array(z.number().int()),
    conditions: z.record(
      z.string(),
      z.strictObject({
        verdict: verdictSchema,
        estimates,
        phrases,
        groups: z
          .record(z.string(), z.strictObject({ verdict: verdictSchema, estimates, phrases }))
          .describe('The same by kind of prompt; empty if there is one kind only.'),
      }),
    ),
    families: z
      .record(
        z.string(),
        z.strictObject({
          field: z.string().describe('What was swept.'),
          conditions: z.array(z.string()).describe('Its points, keys of `conditions`.'),
          estimates,
        }),
      )
      .describe('Sweeps: estimates over all their points.'),
  })
  .meta({ title: 'Vestige metrics', description: 'Verdicts and estimates of an experiment.' });

export type Metrics = z.infer<typeof metricsSchema>;

/** The metrics of an analysis. */
export function metricsOf(analysis: Analysis): Metrics {
  return metricsSchema.parse({
    schemaVersion: 1,
    experiment: analysis.experiment,
    backend: analysis.backend,
    seeds: [...analysis.seeds],
    conditions: Object.fromEntries(
      Object.entries(analysis.conditions).map(([name, condition]) => [
        name,
        {
          ...figuresOf(condition),
          groups: Object.fromEntries(
            Object.entries(condition.groups).map(([group, part]) => [group, figuresOf(part)]),
          ),
        },
      ]),
    ),
    families: Object.fromEntries(
      Object.entries(analysis.families).map(([name, { field, points, estimates }]) => [
        name,
        { field, conditions: points.map(({ condition }) => condition), estimates },
      ]),
    ),
  });
}

function figuresOf({ verdict, estimates, phrases }: PromptsAnalysis) {
  const verdicts = Object.entries(phrases).map(([type, phrase]) => [type, phrase.verdict]);
  return { verdict, estimates, phrases: Object.fromEntries(verdicts) };
}
