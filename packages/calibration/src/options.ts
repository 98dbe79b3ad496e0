import { KIND_NAMES } from '@vestige/ablation/interventions';
import { hasRemoval, LARGEST_SEED, name } from '@vestige/experiment';
import { z } from 'zod';
import { isContrast, SIMULATED_NAMES } from './policies.ts';

export { SIMULATED_NAMES, type SimulatedName } from './policies.ts';

/** What one planted policy is simulated by. */
export const simulationSchema = z.strictObject({
  prompts: z
    .array(z.number().int().min(2).max(1e6))
    .min(1)
    .default([128, 256, 512, 1024])
    .describe('Numbers of prompts of each seed; the last and largest is the one that figures speak of.')
    .refine((counts) => counts.every((count, i) => i === 0 || counts[i - 1]! < count), 'expected to rise'),
  seeds: z.number().int().min(1).max(1000).default(3).describe('Seeds of a simulated experiment.'),
  simulations: z
    .number()
    .int()
    .min(1)
    .max(1e6)
    .default(100)
    .describe('Experiments simulated of each policy.'),
  spread: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.1)
    .describe(
      'Standard deviation between seeds of the share of prompts on which a policy heeds its chain of thought. All is simulated without spread too.',
    ),
  interventions: z
    .array(z.enum(KIND_NAMES))
    .default(['repeat', 'now', 'cut', 'filler', 'drop', 'dropKind', 'swap', 'swapSame', 'resample'])
    .describe('Interventions of the battery, beside `own` and `frozen`; `cut` to nothing.')
    .refine(
      (names) => hasRemoval(names, [0]),
      'expected at least one of now, cut, filler: verdicts rest on them',
    ),
  confidence: z.number().gt(0).lt(1).default(0.95).describe('Coverage that the intervals are to have.'),
  resamples: z
    .number()
    .int()
    .min(2)
    .max(1e6)
    .default(50)
    .describe('Bootstrap resamples; over several seeds intervals hardly depend on them.'),
  seed: z.number().int().min(0).max(LARGEST_SEED).default(0).describe('Of all that is drawn.'),
});

/** {@link simulationSchema} with its defaults filled in. */
export type SimulationOptions = z.infer<typeof simulationSchema>;

/** A calibration without presets. */
export const calibrationSchema = simulationSchema.extend({
  $schema: z.string().optional(),
  name: name.describe('The Nx project; the name of the folder.'),
  title: z.string().min(1),
  claim: z.string().default('').describe('What the calibration puts to the test.'),
  policies: z
    .array(z.enum(SIMULATED_NAMES))
    .default([...SIMULATED_NAMES])
    .describe('Planted policies, and contrasts of two; see the README of packages/calibration.')
    .refine((names) => !names.every(isContrast), 'expected a policy, and not contrasts alone'),
});

/** The whole file as it is written. */
export const calibrationFileSchema = calibrationSchema.extend({
  presets: z
    .record(name, z.looseObject({}))
    .default({})
    .describe('Named variants: fields given here replace those above.'),
});

/** A calibration: preset applied, defaults filled in. */
export interface Calibration extends Omit<z.infer<typeof calibrationSchema>, '$schema'> {
  /** The preset it was resolved with, if any. */
  readonly preset: string | undefined;
  /** Folder that holds calibration.json. */
  readonly directory: string;
}

/** The part of a calibration that decides its simulations: what the pipeline caches them by, and no more. */
export function simulationOptionsOf(calibration: Calibration): SimulationOptions {
  const names = SIMULATION_FIELDS;
  return simulationSchema.parse(Object.fromEntries(names.map((name) => [name, calibration[name]])));
}

/** Fields of {@link SimulationOptions}. */
export const SIMULATION_FIELDS = Object.keys(simulationSchema.shape) as readonly (keyof SimulationOptions)[];
