import { z } from 'zod';

const share = z.strictObject({
  share: z.number(),
  error: z.number().describe('Standard error: binomial; over experiments where they give several answers.'),
  count: z.number().int().describe('Experiments it is a share of.'),
});

const where = {
  prompts: z.number().int().describe('Prompts of each seed.'),
  spread: z.number().describe('Standard deviation between seeds of the use of the chain of thought.'),
};

/** `metrics.json` of a calibration. Fields are added, never renamed, within a schema version. */
export const calibrationMetricsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  calibration: z.string().describe('Project that made it: the calibration, with its preset.'),
  seeds: z.number().int(),
  simulations: z.number().int(),
  confidence: z.number(),
  headline: z
    .strictObject({
      worst: share.extend({ policy: z.string() }).describe('The policy whose verdict is right least often.'),
      right: share.describe('Right verdicts, of all policies together.'),
      falselyVestigial: z
        .strictObject({ count: z.number().int(), of: z.number().int() })
        .describe(
          'Verdicts `vestigial` of policies that use their chain of thought, at any number of prompts.',
        ),
      wrong: z
        .strictObject({ count: z.number().int(), of: z.number().int() })
        .describe(
          'Verdicts that are decided and not the right one, at any number of prompts, spread included.',
        ),
      coverage: share.describe('Intervals that hold the truth, of all estimators together.'),
    })
    .describe('Without spread, at the largest number of prompts, unless it says otherwise.'),
  verdicts: z.array(
    share.extend({
      ...where,
      policy: z.string(),
      subject: z.string().describe('`whole`, or a type of phrase.'),
      expected: z.string(),
      found: z.record(z.string(), z.number().int()).describe('Experiments by verdict.'),
    }),
  ),
  coverage: z.array(
    share.extend({
      ...where,
      policy: z.string().describe('`all` for all together.'),
      estimator: z.string().describe('`all` for all together.'),
      below: z.number().describe('Share of intervals that lie below the truth.'),
      above: z.number().describe('Share of intervals that lie above the truth.'),
      width: z.number().describe('Mean width of the intervals.'),
    }),
  ),
});

/** {@link calibrationMetricsSchema} as a type. */
export type CalibrationMetrics = z.infer<typeof calibrationMetricsSchema>;
export type VerdictShare = CalibrationMetrics['verdicts'][number];
export type Coverage = CalibrationMetrics['coverage'][number];
export type Share = z.infer<typeof share>;
