import { LARGEST_SEED, name } from '@vestige/experiment';
import { reinforcementSchema } from '@vestige/reinforcement/options';
import { importOptionsSchema } from '@vestige/trainers/options';
import { z } from 'zod';

/** Folders of the stages of the whole, beside those of the runs. */
export const STAGE_FOLDERS: readonly string[] = ['analyze', 'report'];

/** What one run left behind, and how it is read. */
export const sourceSchema = importOptionsSchema.extend({
  path: z
    .string()
    .min(1)
    .describe('Folder or file that the trainer wrote; relative to the folder of this file.'),
});

/** Imported runs without presets. */
export const importedSchema = z.strictObject({
  $schema: z.string().optional(),
  name: name.describe('The Nx project; the name of the folder.'),
  title: z.string().min(1),
  claim: z.string().default('').describe('What the runs are read for.'),
  runs: z
    .record(
      name.refine((run) => !STAGE_FOLDERS.includes(run), 'is a folder of a stage; expected another name'),
      sourceSchema,
    )
    .refine((runs) => Object.keys(runs).length > 0, 'expected at least one run')
    .describe('Runs that stand side by side, by name.'),
  reinforcement: reinforcementSchema.prefault({}),
  seed: z.number().int().min(0).max(LARGEST_SEED).default(0).describe('Of all that is drawn.'),
});

/** The whole file as it is written. */
export const importedFileSchema = importedSchema.extend({
  presets: z
    .record(name, z.looseObject({}))
    .default({})
    .describe('Named variants: fields given here replace those above.'),
});

/** {@link sourceSchema} with its defaults filled in. */
export type Source = z.infer<typeof sourceSchema>;

/** Runs of other trainers that are read together: preset applied, defaults filled in. */
export interface Imported extends Omit<z.infer<typeof importedSchema>, '$schema'> {
  /** The preset it was resolved with, if any. */
  readonly preset: string | undefined;
  /** Folder that holds imported.json. */
  readonly directory: string;
}
