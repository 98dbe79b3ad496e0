import { z } from 'zod';
import { STAGE_NAMES } from './stages.ts';

const LARGEST = 2 ** 20;

/** What jobs ask a cluster for. */
export const clusterRequestSchema = z.strictObject({
  partition: z.string().min(1, 'expected a name').optional().describe('Of Slurm.'),
  account: z.string().min(1, 'expected a name').optional().describe('Of Slurm.'),
  time: z
    .string()
    .regex(/^\d+([:-]\d+)*$/, 'expected a time as Slurm takes it, such as 90 (minutes), 2:00:00 or 1-12')
    .optional()
    .describe('Most time of a job: minutes, hours:minutes:seconds or days-hours.'),
  memory: z
    .string()
    .regex(/^\d+[MGT]$/, 'expected a size such as 500M or 4G')
    .optional()
    .describe('Of a job: 4G. As estimated if absent.'),
  cores: z.int().min(1).max(LARGEST).optional().describe('Of a job; 1 if absent.'),
  gpus: z
    .int()
    .min(0)
    .max(LARGEST)
    .optional()
    .describe('Of a job that runs a model; the others have none. 0 if absent.'),
  sbatch: z.array(z.string()).optional().describe('Further options of sbatch: ["--qos=low"].'),
});

/** The field `cluster`: what `vestige submit` asks for. No stage reads it. */
export const clusterSchema = clusterRequestSchema
  .extend({
    stages: z
      .partialRecord(z.enum(STAGE_NAMES), clusterRequestSchema)
      .default({})
      .describe('What differs for the jobs of a stage.'),
  })
  .prefault({});

/** What the jobs of a stage ask a cluster for. */
export type ClusterRequest = z.infer<typeof clusterRequestSchema>;
