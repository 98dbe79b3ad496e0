import { z } from 'zod';
import { conditionsSchema, metadataSchema, readObject } from './apiObject.ts';

const stateSchema = z.object({
  waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
  terminated: z
    .object({
      exitCode: z.int(),
      reason: z.string().default(''),
      message: z.string().default(''),
      finishedAt: z.string().nullish(),
    })
    .optional(),
});

const podSchema = z.object({
  metadata: metadataSchema.extend({ creationTimestamp: z.string() }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({
    phase: z.string(),
    reason: z.string().optional(),
    startTime: z.string().optional(),
    conditions: conditionsSchema,
    containerStatuses: z.array(z.object({ state: stateSchema.default({}) })).default([]),
  }),
});

/** A pod as the API gives it, as far as it is read. */
export type PodObject = z.infer<typeof podSchema>;

/** @throws {Error} if it is none */
export function readPod(content: unknown): PodObject {
  return readObject('Pod', podSchema, content);
}

/** Name of the Job of a pod. */
export function jobOf({ metadata }: PodObject): string | undefined {
  return metadata.labels['batch.kubernetes.io/job-name'];
}

/** Its index in the Job. */
export function indexOf({ metadata }: PodObject): number {
  return Number(metadata.annotations['batch.kubernetes.io/job-completion-index']);
}

/** Why a pod was taken away; null if it was not. */
export function disruptionOf({ status }: PodObject): string | null {
  const found = status.conditions.find(
    ({ type, status }) => type === 'DisruptionTarget' && status === 'True',
  );
  return found === undefined ? null : found.reason || found.message || 'taken away';
}

/** What a pod waits for that has not begun: no node is free, the image cannot be had, a Secret is missing. */
export function waitingFor({ status }: PodObject): string | null {
  const waiting = status.containerStatuses[0]?.state.waiting;
  if (waiting && waiting.reason !== '') return [waiting.reason, waiting.message].filter(Boolean).join(': ');
  const scheduled = status.conditions.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  return scheduled === undefined ? null : scheduled.message || scheduled.reason;
}

/** Why a pod failed, in a line: the last thing that it said, or what Kubernetes says. */
export function failureOf({ status }: PodObject): string {
  const ended = status.containerStatuses[0]?.state.terminated;
  const lines = ended?.message.split('\n').filter((line) => line.trim() !== '') ?? [];
  const said = lines.findLast((line) => line.startsWith('vestige: ')) ?? lines.at(-1);
  const how =
    ended === undefined
      ? status.reason
      : ended.reason === 'Error'
        ? `exit code ${ended.exitCode}`
        : `${ended.reason} (exit code ${ended.exitCode})`;
  return [said?.trim(), how].filter(Boolean).join('; ') || 'it does not say why';
}
