import { z } from 'zod';

/** What every object of the API has of itself, as far as it is read. */
export const metadataSchema = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});

/** What holds of an object, and why. */
export const conditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().default(''),
      message: z.string().default(''),
    }),
  )
  .default([]);

/** Reads an object of a kind. @throws {Error} if it is none */
export function readObject<T>(kind: string, schema: z.ZodType<T>, content: unknown): T {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new Error(`what the API gives is no ${kind}: ${path.join('.')}: ${message}`);
}
