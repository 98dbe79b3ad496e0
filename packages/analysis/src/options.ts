import { z } from 'zod';
import type { Followed, Verdict } from './analysis.ts';

export { REMOVALS } from './keys/removals.ts';

/** Every verdict, for schemas. */
export const VERDICTS = [
  'load-bearing',
  'partly used',
  'filler-token',
  'vestigial',
  'harmful',
  'undecided',
  'not trained',
] as const satisfies readonly Verdict[];

/** All that an answer can be said to follow, for schemas. */
export const FOLLOWED = [
  'reasoning',
  'both',
  'question',
  'undecided',
  'not measured',
] as const satisfies readonly Followed[];

/** The field `analysis` of an experiment file. */
export const analysisSchema = z.strictObject({
  resamples: z.number().int().min(100).default(2000).describe('Bootstrap resamples.'),
  confidence: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});

/** {@link analysisSchema} with its defaults filled in. */
export type AnalysisOptions = z.infer<typeof analysisSchema>;
