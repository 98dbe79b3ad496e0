import { z } from 'zod';
import { overviewFileSchema } from './overviewSchema.ts';
import { experimentFileSchema } from './schema.ts';

/** JSON Schema of experiment.json, for editors: what a file may hold, before defaults. */
export const experimentJsonSchema = () => jsonSchemaOf(experimentFileSchema);

/** The same of overview.json. */
export const overviewJsonSchema = () => jsonSchemaOf(overviewFileSchema);

function jsonSchemaOf(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}
