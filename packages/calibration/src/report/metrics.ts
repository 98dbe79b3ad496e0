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

const counted = z.strictObject({ count: z.number().int(), of: z.number().int() });

const outcome = {
  right: share.describe('Right verdicts, of all policies together.'),
  falselyVestigial: counted.describe(
    'Verdicts `vestigial` of policies that are not, at any number of prompts.',
  ),
  wrong: counted.describe(
    'Verdicts that are decided and not the right one, at any number of prompts, spread included.',
  ),
  coverage: share.describe('Intervals that hold the truth, of all estimators together.'),
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
      ...outcome,
    })
    .describe(
      'Of the first group of policies. Without spread, at the largest number of prompts, unless it says otherwise.',
    ),
  groups: z
    .array(
      z.strictObject({
        group: z
          .string()
          .describe(
            'What its policies put to the test: `words`, `room`, `seeds`, `mass`, `errs`, `foreign` or `samples`.',
          ),
        policies: z.array(z.string()),
        ...outcome,
      }),
    )
    .describe('The same by group of policies; the first is the headline.'),
  follows: z
    .strictObject({
      right: outcome.right.describe(
        'Of all policies together, at the largest number of prompts, without spread.',
      ),
      wrong: outcome.wrong,
    })
    .nullable()
    .describe('What answers follow; null where that was not judged.'),
  verdicts: z.array(
    share.extend({
      ...where,
      policy: z.string(),
      subject: z
        .string()
        .describe(
          '`whole`, a type of phrase, or `seed`, the policy of one seed; `follows`, `seed follows`: what its answers follow.',
        ),
      expected: z.string(),
      found: z.record(z.string(), z.number().int()).describe('Experiments by verdict.'),
    }),
  ),
  coverage: z.array(
    share.extend({
      ...where,
      policy: z.string().describe('`all together` for those of the first group.'),
      estimator: z.string().describe('`all together` for all but those that came later; see the report.'),
      below: z.number().describe('Share of intervals that lie below the truth.'),
      above: z.number().describe('Share of intervals that lie above the truth.'),
      width: z.number().describe('Mean width of the intervals.'),
    }),
  ),
  contrasts: z
    .array(
      z.strictObject({
        ...where,
        contrast: z.string(),
        coverage: share.describe('Intervals of a difference that hold the true one, of all estimators.'),
        found: share.describe('Differences with a p-value below 1 - confidence.'),
        foundAny: share.describe('Experiments with a difference that stays so after Holm’s correction.'),
      }),
    )
    .describe('Differences between two conditions of one experiment.'),
});

/** {@link calibrationMetricsSchema} as a type. */
export type CalibrationMetrics = z.infer<typeof calibrationMetricsSchema>;
export type VerdictShare = CalibrationMetrics['verdicts'][number];
export type GroupOutcome = CalibrationMetrics['groups'][number];
export type ContrastShare = CalibrationMetrics['contrasts'][number];
export type Coverage = CalibrationMetrics['coverage'][number];
export type Share = z.infer<typeof share>;
