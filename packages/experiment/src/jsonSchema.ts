import { z } from 'zod';
import { experimentFileSchema } from './schema.ts';

/** JSON Schema of experiment.json, for editors: what a file may hold, before defaults. */
export function experimentJsonSchema(): string {
  const schema = z.toJSONSchema(experimentFileSchema, { io: 'input' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
