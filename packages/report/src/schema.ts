import { z } from 'zod';
import { metricsSchema } from './metrics.ts';
import { overviewMetricsSchema } from './overview/metrics.ts';

/** The JSON Schema files of the package, by name: the contracts of `metrics.json`. */
export const SCHEMA_FILES: Readonly<Record<string, z.ZodType>> = {
  'metrics.schema.json': metricsSchema,
  'overview-metrics.schema.json': overviewMetricsSchema,
};

/** Text of a JSON Schema file. */
export function schemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;
}
