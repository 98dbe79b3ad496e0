import { z } from 'zod';
import { key, name } from './name.ts';

const namedSchema = z.strictObject({
  experiment: name.describe('Folder beside that of the overview.'),
  preset: name.optional().describe('Preset of that experiment; none for its file as it stands.'),
});

const comparedSchema = z.strictObject({
  experiment: name.describe('One of the field `experiments`.'),
  condition: name.describe('A condition or a base of that experiment.'),
  group: key.min(1).optional().describe('Kind of prompts, such as `hinted`; none for all prompts.'),
  label: z.string().min(1).optional().describe('What to call the row; by default what it compares.'),
});

const also = z.array(
  z.string().regex(/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)?$/, 'expected the name of a project'),
);

const overviewSchema = z.strictObject({
  $schema: z.string().optional(),
  name: name.describe('The Nx project; the name of the folder.'),
  title: z.string().min(1),
  claim: z.string().default('').describe('What the comparison shows, in a sentence or two.'),
  experiments: z
    .array(namedSchema)
    .min(1)
    .optional()
    .describe(
      'Experiments whose reports belong to it; by default those of `compare`. In a preset, by default the same, each with its own preset of that name.',
    ),
  compare: z.array(comparedSchema).min(1).describe('Rows to show side by side.'),
  also: also.default([]).describe('Further projects with a target `report`, to make and to link.'),
});

/** Without defaults: what a preset leaves out is that of the file. */
const variantSchema = overviewSchema.omit({ $schema: true }).extend({ claim: z.string(), also }).partial();

const presets = z
  .record(name, variantSchema)
  .default({})
  .describe('Named variants: fields given here replace those above.');

/** The whole file as it is written. */
export const overviewFileSchema = overviewSchema.extend({ presets });
