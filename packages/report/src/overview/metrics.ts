import { REMOVALS } from '@vestige/analysis';
import { z } from 'zod';
import { followedSchema, partSchema, verdictSchema, verdictsOf } from '../metrics.ts';
import { type OverviewRow, removedOf } from './row.ts';

const rowSchema = z.strictObject({
  label: z.string().describe('What the page calls it; no two rows are called the same.'),
  experiment: z.string().describe('Project that made it: the experiment, with its preset.'),
  condition: z.string(),
  group: z.string().nullable().describe('Kind of prompts; null for all of them.'),
  base: z
    .string()
    .nullable()
    .describe('The pretrained policy it was trained from; null for such a policy itself.'),
  chance: z.number().describe('Accuracy of guessing.'),
  verdict: verdictSchema,
  follows: followedSchema,
  removal: z
    .enum(REMOVALS)
    .nullable()
    .describe('The removal of the chain of thought that costs least, on which the verdict rests.'),
  seeds: z.array(z.number().int()).describe('Seeds that the estimates rest on.'),
  bySeed: partSchema.shape.bySeed,
  agreement: partSchema.shape.agreement,
  estimates: partSchema.shape.estimates,
  absent: partSchema.shape.absent,
});

/** `metrics.json` of an overview. Fields are added, never renamed, within a schema version. */
export const overviewMetricsSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    overview: z.string().describe('Project that made it: the overview, with its preset.'),
    rows: z.array(rowSchema),
  })
  .meta({
    title: 'Vestige overview metrics',
    description: 'Verdicts and estimates of the conditions that an overview compares.',
  });

export type OverviewMetrics = z.infer<typeof overviewMetricsSchema>;

/** The metrics of the rows of an overview. */
export function overviewMetricsOf(overview: string, rows: readonly OverviewRow[]): OverviewMetrics {
  return overviewMetricsSchema.parse({
    schemaVersion: 2,
    overview,
    rows: rows.map((row) => ({
      label: row.label,
      experiment: row.project,
      condition: row.condition,
      group: row.group ?? null,
      base: row.base?.name ?? null,
      chance: row.chance,
      verdict: row.part.verdict,
      follows: row.part.follows.followed,
      removal: removedOf(row)?.removal ?? null,
      seeds: row.seeds,
      bySeed: verdictsOf(row.part.bySeed),
      agreement: row.part.agreement,
      estimates: row.part.estimates.toJSON(),
      absent: row.part.absent.toJSON(),
    })),
  });
}
