import { z } from 'zod';
import { conditionsSchema, metadataSchema, readObject } from './apiObject.ts';
import { AFTER_ANNOTATION } from './labels.ts';

const jobSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ completions: z.int().default(1), suspend: z.boolean().default(false) }),
  status: z
    .object({
      startTime: z.string().optional(),
      completedIndexes: z.string().optional(),
      failedIndexes: z.string().optional(),
      conditions: conditionsSchema,
    })
    .prefault({}),
});

/** A Job as the API gives it, as far as it is read. */
export type JobObject = z.infer<typeof jobSchema>;

/** How far a Job is. */
export type JobState = 'suspended' | 'active' | 'complete' | 'failed';

/** @throws {Error} if it is none */
export function readJob(content: unknown): JobObject {
  return readObject('Job', jobSchema, content);
}

export function stateOf({ spec, status }: JobObject): JobState {
  const holds = (type: string) => status.conditions.some((one) => one.type === type && one.status === 'True');
  if (holds('Complete')) return 'complete';
  if (holds('Failed')) return 'failed';
  return spec.suspend ? 'suspended' : 'active';
}

/** Why a Job has failed; null if it has not. */
export function failureOf({ status }: JobObject): string | null {
  const failed = status.conditions.find(({ type, status }) => type === 'Failed' && status === 'True');
  return failed === undefined ? null : [failed.reason, failed.message].filter(Boolean).join(': ');
}

/** Names of the Jobs that have to be complete before. */
export function afterOf({ metadata }: JobObject): string[] {
  const text = metadata.annotations[AFTER_ANNOTATION] ?? '';
  return text === '' ? [] : text.split(',');
}
