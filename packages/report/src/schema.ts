import { z } from 'zod';
import { metricsSchema } from './metrics.ts';

/** Text of `metrics.schema.json`, the JSON Schema of `metrics.json`. */
export function metricsSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(metricsSchema), null, 2)}\n`;
}
